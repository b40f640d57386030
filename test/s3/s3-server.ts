import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bucket, type BucketSettings, createBucket } from './s3-bucket.ts';
import { createFaults, type Fault, type S3Faults } from './s3-faults.ts';
import { empty, type S3Answer, S3Error, type S3Request } from './s3-message.ts';
import { route } from './s3-routes.ts';
import { type Credentials, verifySignature } from './s3-signature.ts';
import { errorAnswer } from './s3-xml.ts';

type S3ServerOptions = {
  readonly buckets: Readonly<Record<string, BucketSettings>>;
  readonly now?: () => Date;
};

type Logged = { readonly method: string; readonly path: string; readonly status: number };

export type S3Server = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly faults: S3Faults;
  /** Every request that was answered, in order. */
  readonly requests: readonly Logged[];
  readonly close: () => Promise<void>;
};

type Service = {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly now: () => Date;
};

const region = 'eu-central-1';
const credentials: Credentials = {
  accessKeyId: 'AKIDTESTTESTTESTTEST',
  secretAccessKey: 'for-the-tests-of-this-server-only',
};

/** An S3 on a free port of the loopback: path-style, in memory, strict about what it does not do. */
export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { now = () => new Date() } = options;
  const buckets = new Map(
    Object.entries(options.buckets).map(([name, settings]) => [name, createBucket(settings)]),
  );
  const faults = createFaults();
  const requests: Logged[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await received(incoming).catch(() => undefined);
    // The client hung up in the middle of its request: nobody is there to answer.
    if (request === undefined) return void response.destroy();
    const fault = faults.take(request.method);
    if (fault?.kind === 'delay') await sleep(fault.ms);
    const answer = perform(request, { buckets, now }, fault);
    requests.push({ method: request.method, path: request.rawPath, status: answer.status });
    send({ request, response, answer }, fault);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    region,
    credentials,
    faults,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function received(incoming: IncomingMessage): Promise<S3Request> {
  const url = incoming.url ?? '/';
  const [rawPath = '/', query = ''] = url.split('?');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? '',
    rawPath,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: await buffer(incoming),
  };
}

function perform(request: S3Request, { buckets, now }: Service, fault?: Fault): S3Answer {
  try {
    if (fault?.kind === 'answer') {
      throw new S3Error([fault.status, fault.code], `${fault.code} was asked for by the test.`);
    }
    verifySignature(request, { credentials, region, now });
    return route(request, { buckets, now: now() });
  } catch (error) {
    return errorAnswer(asS3Error(error), request.rawPath);
  }
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof URIError) return new S3Error([400, 'InvalidURI'], 'Cannot parse the URI.');
  return new S3Error([500, 'InternalError'], String(error));
}

type Sending = {
  readonly request: S3Request;
  readonly response: ServerResponse;
  readonly answer: S3Answer;
};

function send({ request, response, answer }: Sending, fault?: Fault): void {
  if (fault?.kind === 'loseAnswer') {
    response.destroy();
    return;
  }
  const body = fault?.kind === 'corruptBody' ? withOneBitChanged(answer.body) : answer.body;
  const length = answer.status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length, 'x-amz-request-id': 'TEST1' });
  if (fault?.kind === 'cutBody') {
    response.write(body.subarray(0, fault.afterBytes), () => response.destroy());
    return;
  }
  response.end(request.method === 'HEAD' ? empty : body);
}

function withOneBitChanged(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const middle = changed.length >> 1;
  changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
  return changed;
}
