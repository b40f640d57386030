import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { s3Client } from '../functions/platform/aws/s3-client.ts';
import { s3Store } from '../functions/platform/store/s3-store.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-key-of-a-test' };
const open: { close(): void }[] = [];

afterEach(() => {
  for (const item of open.splice(0)) item.close();
});

/** A server that does with every request what it is told, and the client for it. */
async function clientOf(respond: (response: ServerResponse) => void, requestTimeoutMs?: number) {
  const server = createServer((_, response) => respond(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = s3Client({
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
    config: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    },
  });
  open.push({
    close: () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  });
  return client;
}

describe('an S3 that falls silent', () => {
  test.each<[string, (response: ServerResponse) => void]>([
    ['before its answer', () => undefined],
    [
      'in the middle of its answer',
      (response) => {
        response.writeHead(200, { 'content-length': '1000', etag: '"1"' });
        response.write('half');
      },
    ],
  ])('%s is given up', async (_, respond) => {
    const store = s3Store({ client: await clientOf(respond, 150), bucket: 'evidence' });
    const started = Date.now();
    await expect(store.read('scans/1/targets.json')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/150 ms/),
    });
    expect(Date.now() - started).toBeLessThan(4_000);
  });

  test('is waited for half a minute where nothing else is said', async () => {
    const client = await clientOf((response) => void response.writeHead(404).end());
    const read = s3Store({ client, bucket: 'evidence' }).read('scans/1/targets.json');
    await expect(read).rejects.toMatchObject({ code: 'STORE_FAILED' });
    const handler = client.config.requestHandler as unknown as { httpHandlerConfigs(): object };
    expect(handler.httpHandlerConfigs()).toMatchObject({
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      socketTimeout: 30_000,
      throwOnRequestTimeout: true,
    });
  });
});
