import { S3Error } from './s3-message.ts';

type Decoded = { readonly bytes: Buffer; readonly trailers: Readonly<Record<string, string>> };

/** Decodes an `aws-chunked` body: chunks with their size in hex, then trailing headers. */
export function decodeAwsChunked(body: Buffer, decodedLength: number): Decoded {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const line = lineAt(body, offset);
    const size = chunkSize(line);
    offset += line.length + 2;
    if (size === 0) break;
    chunks.push(chunkAt(body, offset, size));
    offset += size + 2;
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length !== decodedLength) {
    throw incomplete(`${decodedLength} bytes were announced and ${bytes.length} came`);
  }
  return { bytes, trailers: trailersAt(body, offset) };
}

function chunkSize(line: string): number {
  const [, hex] = /^([0-9a-f]+)(?:;.*)?$/i.exec(line) ?? [];
  if (hex === undefined) throw incomplete('a chunk does not begin with its size');
  return Number.parseInt(hex, 16);
}

function chunkAt(body: Buffer, offset: number, size: number): Buffer {
  const end = offset + size;
  if (body.toString('latin1', end, end + 2) !== '\r\n') {
    throw incomplete('a chunk is not as long as it says');
  }
  return body.subarray(offset, end);
}

function trailersAt(body: Buffer, start: number): Record<string, string> {
  const trailers: Record<string, string> = {};
  let offset = start;
  for (;;) {
    const line = lineAt(body, offset);
    if (line === '') return trailers;
    const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw incomplete('a trailer is not a header');
    trailers[name.trim().toLowerCase()] = value.trim();
    offset += line.length + 2;
  }
}

function lineAt(body: Buffer, offset: number): string {
  const end = body.indexOf('\r\n', offset, 'latin1');
  if (end === -1) throw incomplete('the body ends in the middle of a line');
  return body.toString('latin1', offset, end);
}

function incomplete(why: string): S3Error {
  return new S3Error([400, 'IncompleteBody'], `The body is not a whole aws-chunked body: ${why}.`);
}
