import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { S3Server } from './s3-server.ts';

/** The real client, pointed at a test server. */
export function clientOf(server: S3Server, config: S3ClientConfig = {}): S3Client {
  const { endpoint, region, credentials } = server;
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true, ...config });
}

export type Put = Partial<PutObjectCommandInput>;

export type S3Calls = ReturnType<typeof callsOf>;

/** Writing and reading in one line each. */
export function callsOf(client: S3Client) {
  return {
    put: (Bucket: string, Key: string, more: Put = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body: 'body', ...more })),
    get: async (Bucket: string, Key: string, VersionId?: string): Promise<string> => {
      const input = { Bucket, Key, ChecksumMode: 'ENABLED', VersionId } as const;
      const answer = await client.send(new GetObjectCommand(input));
      return (await answer.Body?.transformToString()) ?? '';
    },
  };
}

/** Status and name of the refusal, as a client branches on them. */
export async function refusal(work: Promise<unknown>): Promise<readonly [number, string]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { name, $metadata } = error as { name: string; $metadata: { httpStatusCode: number } };
  return [$metadata.httpStatusCode, name];
}
