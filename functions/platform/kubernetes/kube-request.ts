import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gunzip } from 'node:zlib';
import { request } from 'undici';
import { errorCode } from '../error-code.ts';
import type { KubeConnection } from './kube-connection.ts';

export type KubeRequest = {
  /** Path and query under the address of the API server. */
  readonly path: string;
  readonly accept: string;
  /** Asks for new credentials, because those in use were refused. */
  readonly renew?: boolean;
  readonly timeoutMs: number;
  /** The end of all work on the cluster. */
  readonly deadline: AbortSignal;
};

export type KubeResponse = {
  readonly status: number;
  readonly contentType: string;
  /** As sent: seconds or a date. */
  readonly retryAfter: string | undefined;
  /** Undefined where the answer is no JSON by its own account. */
  readonly json: unknown;
};

/** One GET, whatever its status. Throws what went wrong between us and the API server. */
export async function kubeRequest(
  connection: KubeConnection,
  { path, accept, renew = false, timeoutMs, deadline }: KubeRequest,
): Promise<KubeResponse> {
  const signal = AbortSignal.any([deadline, AbortSignal.timeout(timeoutMs)]);
  signal.throwIfAborted();
  const authorization = await connection.authorization(renew);
  const { statusCode, headers, body } = await request(`${connection.server}${path}`, {
    dispatcher: connection.dispatcher,
    signal,
    headers: {
      ...connection.headers,
      ...(authorization === undefined ? {} : { authorization }),
      accept,
      'accept-encoding': 'gzip',
    },
  });
  const contentType = headerText(headers['content-type']);
  const sent = await bytesOf(body);
  // The connection is free again one turn after its answer; a request made before opens another.
  await setImmediate();
  const isGzip = headerText(headers['content-encoding']) === 'gzip';
  const bytes = isGzip ? await unzip(sent) : sent;
  return {
    status: statusCode,
    contentType,
    retryAfter: headerText(headers['retry-after']) || undefined,
    json: isJson(contentType) ? parseJson(bytes) : undefined,
  };
}

/** The answer is larger than a page of a sound cluster can be. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** The answer says it is JSON and is not: it ended before its end. */
export class AnswerCutOff extends Error {
  override readonly name = 'AnswerCutOff';
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > sentBytesMax) throw new AnswerTooLarge(`more than ${sentBytesMax} bytes were sent`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const gunzipAsync = promisify(gunzip);

async function unzip(bytes: Buffer): Promise<Buffer> {
  try {
    return await gunzipAsync(bytes, {
      maxOutputLength: jsonBytesMax,
      chunkSize: unzipChunkBytes,
      finishFlush: constants.Z_FINISH,
    });
  } catch (cause) {
    if (errorCode(cause) === 'ERR_BUFFER_TOO_LARGE') {
      throw new AnswerTooLarge(`more than ${jsonBytesMax} bytes when unzipped`, { cause });
    }
    throw new AnswerCutOff('the compressed answer is incomplete', { cause });
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's message quotes the text that it failed on, which may be anything.
    throw new AnswerCutOff(`the JSON ends within its first ${bytes.length} bytes`);
  }
}

function isJson(contentType: string): boolean {
  return /^application\/json\b/i.test(contentType.trim());
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/** 500 objects of the API server's own limit would be far more; real pages are 1 to 10 MB. */
const sentBytesMax = 64 * 1024 * 1024;
const jsonBytesMax = 256 * 1024 * 1024;
const unzipChunkBytes = 256 * 1024;
