import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeAwsChunked } from './aws-chunked.ts';
import { callsOf, clientOf, type Put, refusal, type S3Calls } from './s3-client.ts';
import { accessDenied, slowDown, writeConflict } from './s3-faults.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
let client: S3Client;
let put: S3Calls['put'];
let get: S3Calls['get'];

beforeAll(async () => {
  server = await startS3Server({ buckets: { plain: {} } });
  client = clientOf(server);
  ({ put, get } = callsOf(client));
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('objects', () => {
  test('an object comes back with its bytes, type, metadata and the ETag that is its MD5', async () => {
    const Metadata = { 'write-id': '17' };
    const { ETag } = await put('plain', 'a/ü b+c&d(1)!.json', { ContentType: 'text/x', Metadata });
    const found = await client.send(
      new GetObjectCommand({ Bucket: 'plain', Key: 'a/ü b+c&d(1)!.json' }),
    );
    expect(await found.Body?.transformToString()).toBe('body');
    expect(found).toMatchObject({ ContentType: 'text/x', Metadata, ContentLength: 4, ETag });
    expect(ETag).toBe(`"${createHash('md5').update('body').digest('hex')}"`);
  });

  test('a missing key, a missing bucket and an unknown operation are told apart', async () => {
    expect(await refusal(get('plain', 'nothing'))).toEqual([404, 'NoSuchKey']);
    expect(await refusal(get('nowhere', 'nothing'))).toEqual([404, 'NoSuchBucket']);
    const tagging = new GetObjectTaggingCommand({ Bucket: 'plain', Key: 'x' });
    expect(await refusal(client.send(tagging))).toEqual([501, 'NotImplemented']);
    expect(await refusal(put('plain', 'x', { Tagging: 'a=b' }))).toEqual([501, 'NotImplemented']);
  });

  test('a stream arrives as aws-chunked and is decoded and checked by its trailer', async () => {
    const bytes = Buffer.alloc(200_000, 'ring');
    const Body = Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001)]);
    await put('plain', 'stream', { Body, ContentLength: bytes.length });
    expect(await get('plain', 'stream')).toBe(bytes.toString());
    const head = await client.send(
      new HeadObjectCommand({ Bucket: 'plain', Key: 'stream', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ContentLength: 200_000, ChecksumCRC32: expect.any(String) });
    expect(head.ContentEncoding).toBeUndefined();
  });
});

test.each([
  ['ends in a line', '3'],
  ['has a chunk shorter than it says', '5\r\nbody\r\n0\r\n\r\n'],
  ['has no size', 'body\r\n0\r\n\r\n'],
  ['has no last chunk', '4\r\nbody\r\n'],
  ['has no end of trailers', '4\r\nbody\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n'],
  ['is shorter than announced', '3\r\nbod\r\n0\r\n\r\n'],
])('an aws-chunked body that %s is refused', (_, body) => {
  expect(() => decodeAwsChunked(Buffer.from(body), 4)).toThrow(/not a whole aws-chunked body/);
});

describe('checksums', () => {
  test.each([
    ['CRC32', 'ChecksumCRC32', '26gLsg=='],
    ['SHA256', 'ChecksumSHA256', createHash('sha256').update('body').digest('base64')],
    ['SHA1', 'ChecksumSHA1', createHash('sha1').update('body').digest('base64')],
  ] as const)('%s is checked and echoed', async (ChecksumAlgorithm, field, value) => {
    const written = await put('plain', field, { ChecksumAlgorithm });
    expect(written[field]).toBe(value);
    const input = { Bucket: 'plain', Key: field };
    const verified = new HeadObjectCommand({ ...input, ChecksumMode: 'ENABLED' });
    expect((await client.send(verified))[field]).toBe(value);
    expect((await client.send(new HeadObjectCommand(input)))[field]).toBeUndefined();
  });

  test('a wrong checksum is refused and nothing is stored', async () => {
    const wrong = put('plain', 'wrong', {
      ChecksumSHA256: createHash('sha256').update('other').digest('base64'),
    });
    expect(await refusal(wrong)).toEqual([400, 'BadDigest']);
    expect(await refusal(get('plain', 'wrong'))).toEqual([404, 'NoSuchKey']);
  });
});

describe('conditional writes', () => {
  const race = async (key: string, condition: Put) => {
    const writers = Array.from({ length: 8 }, (_, index) =>
      put('plain', key, { Body: `writer ${index}`, ...condition }).then(
        () => `writer ${index}`,
        (error: unknown) => (error as Error).name,
      ),
    );
    const results = await Promise.all(writers);
    const winners = results.filter((result) => result.startsWith('writer'));
    expect(results.filter((result) => result === 'PreconditionFailed')).toHaveLength(7);
    expect(winners).toEqual([await get('plain', key)]);
  };

  test('of eight writers with If-None-Match: * exactly one wins', async () => {
    await race('race/new', { IfNoneMatch: '*' });
  });

  test('of eight writers with the same If-Match exactly one wins', async () => {
    const { ETag } = await put('plain', 'race/match');
    await race('race/match', { IfMatch: ETag });
  });

  test('If-Match on a key that is not there is 404', async () => {
    const lost = put('plain', 'race/none', { IfMatch: '"0123"' });
    expect(await refusal(lost)).toEqual([404, 'NoSuchKey']);
  });

  test('a conflict of writes can be asked for', async () => {
    server.faults.next('PUT', 1, writeConflict);
    const conflict = put('plain', 'race/409', { IfNoneMatch: '*' });
    expect(await refusal(conflict)).toEqual([409, 'ConditionalRequestConflict']);
  });
});

describe('listing', () => {
  const keys = Array.from({ length: 7 }, (_, index) => `list/${index}/deep/${index} & <ü>.json`);

  beforeAll(async () => {
    for (const key of [...keys, 'list/z', 'lisu']) await put('plain', key);
  });

  test('pages follow each other by their token until every key was given once', async () => {
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    let pages = 0;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: 'plain',
          Prefix: 'list/',
          MaxKeys: 3,
          ContinuationToken,
        }),
      );
      expect(page.KeyCount).toBe(page.Contents?.length);
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
      pages += 1;
    } while (ContinuationToken !== undefined);
    expect(found).toEqual([...keys, 'list/z']);
    expect(pages).toBe(3);
  });

  test('a delimiter folds keys into common prefixes', async () => {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: 'plain',
        Prefix: 'list/',
        Delimiter: '/',
        StartAfter: 'list/4/',
      }),
    );
    expect(page.CommonPrefixes).toEqual([{ Prefix: 'list/5/' }, { Prefix: 'list/6/' }]);
    expect(page.Contents).toMatchObject([{ Key: 'list/z', Size: 4 }]);
  });
});

describe('faults', () => {
  const asked = () => server.requests.length;

  test('requests in plenty are answered 503 SlowDown, which the client repeats', async () => {
    server.faults.next('PUT', 1, slowDown);
    const before = asked();
    await put('plain', 'slow');
    expect(server.requests.slice(before).map(({ status }) => status)).toEqual([503, 200]);
  });

  test('access can be denied to one request', async () => {
    await put('plain', 'faults');
    server.faults.next('GET', 1, accessDenied);
    expect(await refusal(get('plain', 'faults'))).toEqual([403, 'AccessDenied']);
    expect(await get('plain', 'faults')).toBe('body');
  });

  test('a connection breaks in the middle of a body', async () => {
    server.faults.next('GET', 1, { kind: 'cutBody', afterBytes: 2 });
    await expect(get('plain', 'faults')).rejects.toThrow(/aborted/);
  });

  test('a changed bit is noticed by the checksum', async () => {
    server.faults.next('GET', 1, { kind: 'corruptBody' });
    await expect(get('plain', 'faults')).rejects.toThrow(/Checksum mismatch/);
  });

  test('a write whose answer is lost was done all the same', async () => {
    server.faults.next('PUT', 1, { kind: 'loseAnswer' });
    const again = put('plain', 'lost', { IfNoneMatch: '*' });
    expect(await refusal(again)).toEqual([412, 'PreconditionFailed']);
    expect(await get('plain', 'lost')).toBe('body');
  });

  test('an answer can be late', async () => {
    server.faults.next('GET', 1, { kind: 'delay', ms: 60 });
    const start = performance.now();
    await get('plain', 'faults');
    expect(performance.now() - start).toBeGreaterThan(55);
  });
});
