import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, clientOf, refusal, type S3Calls } from './s3-client.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
let client: S3Client;
let put: S3Calls['put'];
let get: S3Calls['get'];

beforeAll(async () => {
  server = await startS3Server({
    buckets: { plain: {}, versions: { isVersioned: true }, evidence: { hasObjectLock: true } },
  });
  client = clientOf(server);
  ({ put, get } = callsOf(client));
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('versions', () => {
  test('each write makes a version that stays readable, and a delete makes a marker', async () => {
    const first = await put('versions', 'v', { Body: 'one' });
    const second = await put('versions', 'v', { Body: 'two' });
    expect(first.VersionId).not.toBe(second.VersionId);
    expect(await get('versions', 'v')).toBe('two');
    expect(await get('versions', 'v', first.VersionId)).toBe('one');

    const gone = await client.send(new DeleteObjectCommand({ Bucket: 'versions', Key: 'v' }));
    expect(gone.DeleteMarker).toBe(true);
    expect(await refusal(get('versions', 'v'))).toEqual([404, 'NoSuchKey']);
    expect(await get('versions', 'v', second.VersionId)).toBe('two');
    expect(await refusal(get('versions', 'v', gone.VersionId))).toEqual([405, 'MethodNotAllowed']);
    expect(await refusal(get('versions', 'v', 'none'))).toEqual([404, 'NoSuchVersion']);
  });

  test('a bucket without versions says no version and forgets what is deleted', async () => {
    expect((await put('plain', 'once')).VersionId).toBeUndefined();
    await client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'once' }));
    expect(await refusal(get('plain', 'once'))).toEqual([404, 'NoSuchKey']);
  });
});

describe('Object Lock', () => {
  const ObjectLockRetainUntilDate = new Date(Date.now() + 86_400_000);
  const remove = (Key: string, VersionId: string | undefined, bypass = false) =>
    client.send(
      new DeleteObjectCommand({
        Bucket: 'evidence',
        Key,
        VersionId,
        BypassGovernanceRetention: bypass,
      }),
    );

  test.each(['GOVERNANCE', 'COMPLIANCE'] as const)(
    'a version under %s is returned with its retention and cannot be deleted',
    async (ObjectLockMode) => {
      const lock = { ObjectLockMode, ObjectLockRetainUntilDate };
      const { VersionId } = await put('evidence', ObjectLockMode, lock);
      const input = { Bucket: 'evidence', Key: ObjectLockMode };
      expect(await client.send(new HeadObjectCommand(input))).toMatchObject(lock);
      expect(await client.send(new GetObjectCommand(input))).toMatchObject(lock);
      expect(await refusal(remove(ObjectLockMode, VersionId))).toEqual([403, 'AccessDenied']);
      expect(await get('evidence', ObjectLockMode, VersionId)).toBe('body');
    },
  );

  test('governance yields to the bypass header and compliance does not', async () => {
    const lock = { ObjectLockRetainUntilDate };
    const soft = await put('evidence', 'soft', { ...lock, ObjectLockMode: 'GOVERNANCE' });
    const hard = await put('evidence', 'hard', { ...lock, ObjectLockMode: 'COMPLIANCE' });
    await remove('soft', soft.VersionId, true);
    expect(await refusal(get('evidence', 'soft'))).toEqual([404, 'NoSuchKey']);
    expect(await refusal(remove('hard', hard.VersionId, true))).toEqual([403, 'AccessDenied']);
  });

  test('retention is refused where the bucket has no Object Lock, and in the past', async () => {
    const mode = { ObjectLockMode: 'GOVERNANCE' } as const;
    const past = { ...mode, ObjectLockRetainUntilDate: new Date(0) };
    expect(await refusal(put('evidence', 'past', past))).toEqual([400, 'InvalidRequest']);
    const future = { ...mode, ObjectLockRetainUntilDate };
    expect(await refusal(put('versions', 'x', future))).toEqual([400, 'InvalidRequest']);
  });
});
