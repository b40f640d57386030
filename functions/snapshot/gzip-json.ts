import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';

const itemsOfPiece = 500;

/**
 * The gzipped JSON text of an object, with a closing line break. It is made in pieces: the text of a
 * large cluster is never in memory as a whole, and compressing runs beside writing.
 */
export async function gzipJson(value: Readonly<Record<string, unknown>>): Promise<Buffer> {
  const source = Readable.from(jsonPieces(value), { objectMode: false });
  const gzip = createGzip();
  source.once('error', (error) => gzip.destroy(error));
  return buffer(source.pipe(gzip));
}

/** Together the pieces are what JSON.stringify gives. */
export function* jsonPieces(value: Readonly<Record<string, unknown>>): Generator<string> {
  let separator = '{';
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    yield `${separator}${JSON.stringify(key)}:`;
    if (Array.isArray(field)) yield* listPieces(field);
    else yield JSON.stringify(field);
    separator = ',';
  }
  yield separator === '{' ? '{}\n' : '}\n';
}

function* listPieces(items: readonly unknown[]): Generator<string> {
  yield '[';
  for (let start = 0; start < items.length; start += itemsOfPiece) {
    const piece = JSON.stringify(items.slice(start, start + itemsOfPiece));
    yield `${start === 0 ? '' : ','}${piece.slice(1, -1)}`;
  }
  yield ']';
}
