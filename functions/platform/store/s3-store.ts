import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { StageError } from '../../model/errors.ts';
import type { ArtifactStore } from '../../model/world.ts';
import { s3Failure, s3Status } from './s3-failure.ts';
import { keySegments } from './store-key.ts';

type Bucket = { readonly client: S3Client; readonly bucket: string };

/** A store in a bucket. Requests are repeated as the client says; conflicts and downloads here. */
export function s3Store(place: Bucket): ArtifactStore {
  return {
    read: async (key) => (await download(place, key))?.bytes,
    create: (key, bytes) => create(place, key, bytes),
    readPointer: async (key) => {
      const found = await download(place, key);
      return found && { bytes: found.bytes, tag: found.tag };
    },
    movePointer: (key, bytes, expectedTag) => move(place, { key, bytes, expectedTag }),
  };
}

async function create(
  place: Bucket,
  key: string,
  bytes: Uint8Array,
): Promise<'created' | 'alreadyThere'> {
  const answer = await put(place, { key, bytes, condition: { IfNoneMatch: '*' } });
  if (answer === 'written') return 'created';
  const present = await download(place, key);
  if (present?.writeId === answer.writeId) return 'created';
  if (present !== undefined && Buffer.compare(present.bytes, bytes) === 0) return 'alreadyThere';
  throw new StageError(
    'ALREADY_EXISTS',
    `s3://${place.bucket}/${key} already holds something else`,
    {
      remedy: 'Start a new scan: an artifact is written once and never changed.',
    },
  );
}

type Move = {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly expectedTag: string | undefined;
};

async function move(
  place: Bucket,
  { key, bytes, expectedTag }: Move,
): Promise<'moved' | 'conflict'> {
  const condition = expectedTag === undefined ? { IfNoneMatch: '*' } : { IfMatch: expectedTag };
  const answer = await put(place, { key, bytes, condition });
  if (answer === 'written') return 'moved';
  const present = await download(place, key);
  return present?.writeId === answer.writeId ? 'moved' : 'conflict';
}

type Write = {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly condition: { readonly IfNoneMatch: string } | { readonly IfMatch: string };
};

const conflictAttempts = 6;
const conflictPauseMs = 50;

/**
 * Writes under a condition. Where the answer to a write got lost, the client sends it again and
 * meets its own object; the write id in the metadata tells that from another writer's.
 */
async function put(place: Bucket, write: Write): Promise<'written' | { writeId: string }> {
  const { client, bucket } = place;
  const { key, bytes, condition } = write;
  const writeId = randomUUID();
  const command = new PutObjectCommand({
    ...condition,
    Bucket: bucket,
    Key: checkedKey(key),
    Body: bytes,
    ContentType: contentType(key),
    ChecksumAlgorithm: 'SHA256',
    Metadata: { [writeIdName]: writeId },
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return 'written';
    } catch (error) {
      if (isUnmet(error)) return { writeId };
      if (!isConflict(error) || attempt === conflictAttempts) {
        throw s3Failure(error, { bucket, key, doing: 'write' });
      }
      await pause(attempt);
    }
  }
}

const writeIdName = 'write-id';

/** 412 where the object is another one, 404 where If-Match finds none. */
function isUnmet(error: unknown): boolean {
  return s3Status(error) === 412 || error instanceof NoSuchKey;
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalRequestConflict';
}

type Download = {
  readonly bytes: Uint8Array;
  readonly tag: string;
  readonly writeId: string | undefined;
};

const downloadAttempts = 3;

/** The client repeats a request but not a body that breaks off or fails its checksum. */
async function download({ client, bucket }: Bucket, key: string): Promise<Download | undefined> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: checkedKey(key),
    ChecksumMode: 'ENABLED',
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await whole(await client.send(command));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      if (s3Status(error) !== undefined || attempt === downloadAttempts) {
        throw s3Failure(error, { bucket, key, doing: 'read' });
      }
      await pause(attempt);
    }
  }
}

async function whole(answer: GetObjectCommandOutput): Promise<Download> {
  const bytes = await answer.Body?.transformToByteArray();
  if (bytes === undefined || answer.ETag === undefined) {
    throw new Error('the answer has no body or no ETag');
  }
  if (answer.ContentLength !== bytes.byteLength) {
    throw new Error(`${answer.ContentLength} bytes were announced and ${bytes.byteLength} came`);
  }
  return { bytes, tag: answer.ETag, writeId: answer.Metadata?.[writeIdName] };
}

async function pause(attempt: number): Promise<void> {
  await sleep(conflictPauseMs * 2 ** attempt * Math.random());
}

/** S3 would take any key; the layout is the same as on disk, and so are its keys. */
function checkedKey(key: string): string {
  return keySegments(key).join('/');
}

const contentTypes: readonly (readonly [ending: string, type: string])[] = [
  // Without a content encoding: the digest is that of the compressed bytes, as they are stored.
  ['.gz', 'application/gzip'],
  ['.json', 'application/json'],
  ['.pdf', 'application/pdf'],
  ['.csv', 'text/csv; charset=utf-8'],
];

function contentType(key: string): string {
  const known = contentTypes.find(([ending]) => key.endsWith(ending));
  return known?.[1] ?? 'application/octet-stream';
}
