import { inspect } from 'node:util';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ArtifactStore } from '../functions/model/world.ts';
import { s3Store } from '../functions/platform/store/s3-store.ts';
import { clientOf } from './s3/s3-client.ts';
import { accessDenied, slowDown, writeConflict } from './s3/s3-faults.ts';
import { type S3Server, startS3Server } from './s3/s3-server.ts';

let server: S3Server;
let client: S3Client;
let store: ArtifactStore;

beforeAll(async () => {
  server = await startS3Server({ buckets: { evidence: { hasObjectLock: true } } });
  // Verifying a download is the store's own demand, not a default of the client it is given.
  client = clientOf(server, { responseChecksumValidation: 'WHEN_REQUIRED' });
  store = s3Store({ client, bucket: 'evidence' });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

const bytes = new TextEncoder().encode('{"version":1}');

/** The statuses of the requests that `work` made. */
async function statusesOf(work: () => Promise<unknown>): Promise<readonly number[]> {
  const before = server.requests.length;
  await work();
  return server.requests.slice(before).map(({ status }) => status);
}

describe('what is stored', () => {
  test.each([
    ['snapshot.json.gz', 'application/gzip'],
    ['assessment.json', 'application/json'],
    ['report.pdf', 'application/pdf'],
    ['findings.csv', 'text/csv; charset=utf-8'],
    ['fonts.bin', 'application/octet-stream'],
  ])('%s has the type %s, no encoding, and its SHA-256', async (Key, ContentType) => {
    await store.create(Key, bytes);
    const head = await client.send(
      new HeadObjectCommand({ Bucket: 'evidence', Key, ChecksumMode: 'ENABLED' }),
    );
    expect(head.ContentType).toBe(ContentType);
    expect(head.ContentEncoding).toBeUndefined();
    expect(head.ChecksumSHA256).toBe('JDDxoq0pgtAGeIVIikyJ4hrR18g7EVuo8bIKzIjfrqg=');
  });

  test('a refused write leaves no second version behind', async () => {
    await store.create('one-version.json', bytes);
    const input = { Bucket: 'evidence', Key: 'one-version.json' };
    const { VersionId } = await client.send(new GetObjectCommand(input));
    await expect(store.create(input.Key, Uint8Array.of(1))).rejects.toThrow(/something else/);
    expect((await client.send(new GetObjectCommand(input))).VersionId).toBe(VersionId);
  });
});

describe('a write', () => {
  test('is sent again after 503 SlowDown', async () => {
    server.faults.next('PUT', 1, slowDown);
    expect(await statusesOf(() => store.create('slow.json', bytes))).toEqual([503, 200]);
  });

  test('is sent again after a 409 of a write at the same time', async () => {
    server.faults.next('PUT', 2, writeConflict);
    expect(await statusesOf(() => store.create('409.json', bytes))).toEqual([409, 409, 200]);
  });

  test('that meets 409 every time gives up and says so', async () => {
    server.faults.next('PUT', 6, writeConflict);
    await expect(store.movePointer('busy.json', bytes, undefined)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('s3://evidence/busy.json: ConditionalRequestConflict'),
    });
    expect(await store.readPointer('busy.json')).toBeUndefined();
  });

  test('whose answer got lost knows its own object when it meets it', async () => {
    server.faults.next('PUT', 1, { kind: 'loseAnswer' });
    expect(await store.create('lost.json', bytes)).toBe('created');
    server.faults.next('PUT', 1, { kind: 'loseAnswer' });
    expect(await store.movePointer('lost/latest.json', bytes, undefined)).toBe('moved');
    const tag = (await store.readPointer('lost/latest.json'))?.tag;
    server.faults.next('PUT', 1, { kind: 'loseAnswer' });
    expect(await store.movePointer('lost/latest.json', Uint8Array.of(1), tag)).toBe('moved');
  });
});

describe('a download', () => {
  const key = 'download.json';

  beforeAll(async () => {
    await store.create(key, bytes);
  });

  test.each([
    ['is cut off', { kind: 'cutBody', afterBytes: 5 }],
    ['is cut off before its first byte', { kind: 'cutBody', afterBytes: 0 }],
    ['has a changed bit', { kind: 'corruptBody' }],
  ] as const)('that %s is made again', async (_, fault) => {
    server.faults.next('GET', 2, fault);
    expect(await store.read(key)).toEqual(bytes);
  });

  test.each([
    ['is cut off every time', { kind: 'cutBody', afterBytes: 5 }, /aborted/],
    ['never matches its checksum', { kind: 'corruptBody' }, /Checksum mismatch/],
  ] as const)('that %s is never taken for the whole', async (_, fault, why) => {
    server.faults.next('GET', 3, fault);
    await expect(store.read(key)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(why),
    });
    expect(await store.read(key)).toEqual(bytes);
  });

  test('that is denied says which permission is missing', async () => {
    server.faults.next('GET', 1, accessDenied);
    await expect(store.read(key)).rejects.toMatchObject({
      name: 'StageError',
      code: 'STORE_FAILED',
      message: expect.stringContaining('could not read s3://evidence/download.json: AccessDenied'),
      remedy: expect.stringContaining('s3:GetObject on arn:aws:s3:::evidence/*'),
    });
  });
});

describe('a failure', () => {
  test('of permissions names the bucket, the key and the grant', async () => {
    server.faults.next('PUT', 1, accessDenied);
    await expect(store.create('denied.json', bytes)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('could not write s3://evidence/denied.json: AccessDenied'),
      remedy: expect.stringContaining('s3:PutObject on arn:aws:s3:::evidence/*'),
    });
  });

  test('of a bucket that does not exist says so', async () => {
    await expect(s3Store({ client, bucket: 'gone' }).read('x.json')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('s3://gone/x.json: NoSuchBucket'),
      remedy: 'Create the bucket gone, or correct its name.',
    });
  });

  test('of the network says what to check', async () => {
    const stopped = await startS3Server({ buckets: {} });
    await stopped.close();
    const unreachable = s3Store({ client: clientOf(stopped), bucket: 'evidence' });
    await expect(unreachable.create('x.json', bytes)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/^could not write s3:\/\/evidence\/x\.json: .*ECONNREFUSED/),
      remedy: expect.stringContaining('VPC endpoint'),
    });
  });

  test('of credentials gives none of them away', async () => {
    const secrets = ['AKIDOTHER', 'hush-1', 'hush-2'] as const;
    const [accessKeyId, secretAccessKey, sessionToken] = secrets;
    const stranger = clientOf(server, {
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });
    const other = s3Store({ client: stranger, bucket: 'evidence' });
    const error = await other.create('x.json', bytes).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringContaining('InvalidAccessKeyId'),
      remedy: expect.stringContaining('Renew the AWS credentials'),
    });
    const shown = inspect(error, { depth: 20, showHidden: true });
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });
});
