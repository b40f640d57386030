import { Sha256 } from '@aws-crypto/sha256-js';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { callsOf, clientOf, refusal } from './s3-client.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
let client: S3Client;

beforeAll(async () => {
  server = await startS3Server({ buckets: { plain: {} } });
  client = clientOf(server);
  await callsOf(client).put('plain', 'report.pdf', { Body: 'the report' });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

describe('signatures', () => {
  const presigned = async (key: string, more: { signingDate?: Date; secret?: string } = {}) => {
    const { signingDate = new Date(), secret = server.credentials.secretAccessKey } = more;
    const signer = new SignatureV4({
      credentials: { ...server.credentials, secretAccessKey: secret },
      region: server.region,
      service: 's3',
      sha256: Sha256,
      uriEscapePath: false,
      applyChecksum: false,
    });
    const { protocol, hostname, port, host } = new URL(server.endpoint);
    const headers = { host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    const path = `/plain/${key}`;
    const { query = {} } = await signer.presign(
      { method: 'GET', protocol, hostname, port: Number(port), path, headers, query: {} },
      { signingDate, expiresIn: 60 },
    );
    const url = new URL(path, server.endpoint);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url;
  };
  const fetched = async (url: URL) => {
    const answer = await fetch(url);
    return { status: answer.status, text: await answer.text() };
  };

  test('a presigned URL downloads its object', async () => {
    const url = await presigned('report.pdf');
    expect(await fetched(url)).toEqual({ status: 200, text: 'the report' });
  });

  test.each([
    ['another expiry', (url: URL) => url.searchParams.set('X-Amz-Expires', '600')],
    ['another key', (url: URL) => Object.assign(url, { pathname: '/plain/once' })],
    ['a version', (url: URL) => url.searchParams.set('versionId', 'x')],
    ['another signature', (url: URL) => url.searchParams.set('X-Amz-Signature', 'ab'.repeat(32))],
  ])('a presigned URL with %s is refused', async (_, tamper) => {
    const url = await presigned('report.pdf');
    tamper(url);
    const answer = await fetched(url);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  test('a presigned URL is refused for another method', async () => {
    const answer = await fetch(await presigned('report.pdf'), { method: 'DELETE' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  test('a presigned URL expires', async () => {
    const url = await presigned('report.pdf', { signingDate: new Date(Date.now() - 61_000) });
    const answer = await fetched(url);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Request has expired');
  });

  test('a request without, with an unknown and with a wrong key is refused', async () => {
    expect((await fetch(`${server.endpoint}/plain/report.pdf`)).status).toBe(403);
    const { accessKeyId } = server.credentials;
    const command = new GetObjectCommand({ Bucket: 'plain', Key: 'report.pdf' });
    const sentWith = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
      refusal(clientOf(server, { credentials }).send(command));
    const secretAccessKey = 'wrong';
    expect(await sentWith({ accessKeyId, secretAccessKey })).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    expect(await sentWith({ accessKeyId: 'AKIDOTHER', secretAccessKey })).toEqual([
      403,
      'InvalidAccessKeyId',
    ]);
  });

  test('a request signed for another region or an hour ago is refused', async () => {
    const command = new GetObjectCommand({ Bucket: 'plain', Key: 'report.pdf' });
    const elsewhere = clientOf(server, { region: 'us-east-1' });
    expect(await refusal(elsewhere.send(command))).toEqual([400, 'AuthorizationHeaderMalformed']);
    const late = await startS3Server({
      buckets: { plain: {} },
      now: () => new Date(Date.now() + 3_600_000),
    });
    const once = clientOf(late, { maxAttempts: 1 });
    expect(await refusal(once.send(command))).toEqual([403, 'RequestTimeTooSkewed']);
    await late.close();
  });
});
