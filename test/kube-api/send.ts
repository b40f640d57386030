import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Answer, json } from './answers.ts';
import type { Fault } from './faults.ts';

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly answer: Answer;
};

/** Answers in the way that a fault asks for. */
export function misbehave(fault: Extract<Fault, { does: string }>, exchange: Exchange): void {
  const { request, response, answer } = exchange;
  const { body } = answer;
  const half = body.slice(0, body.length / 2);
  switch (fault.does) {
    case 'hang':
      return;
    case 'slow':
      setTimeout(() => send(response, answer, request), fault.delayMs).unref();
      return;
    case 'reset':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(half, () => response.socket?.destroy());
      return;
    case 'shortBody':
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(body.length),
      });
      response.write(half, () => response.socket?.end());
      return;
    case 'truncate':
      send(response, { ...answer, body: half }, request);
      return;
    case 'html':
      send(response, { ...answer, contentType: 'text/html', body: '<html>' }, request);
      return;
    case 'wrongKind':
      send(response, json(200, { kind: 'Secret', metadata: {} }), request);
      return;
    case 'bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(bombBytes, ' '), { level: 1 }));
      return;
    case 'flood':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(Buffer.alloc(floodBytes, ' '));
  }
}

const bombBytes = 300 * 1024 * 1024;
const floodBytes = 70 * 1024 * 1024;

/** Compresses like the API server: answers over 128 KiB, where the client takes gzip. */
export function send(response: ServerResponse, answer: Answer, request: IncomingMessage): void {
  const takesGzip = String(request.headers['accept-encoding'] ?? '').includes('gzip');
  const isGzip = takesGzip && answer.body.length > 128 * 1024;
  const body = isGzip ? gzipSync(answer.body, { level: 1 }) : Buffer.from(answer.body);
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': String(body.length),
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  });
  response.end(body);
}
