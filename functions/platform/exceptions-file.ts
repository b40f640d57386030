import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { messageOf, StageError } from '../model/errors.ts';
import type { ExceptionsFile } from '../model/world.ts';

/** Thousands of exceptions; no more than that is read of a file that somebody names by mistake. */
const sizeBytesMax = 1_000_000;

/** The exceptions in a file, read once; none where no file is named. */
export function exceptionsFile(path: string | undefined): ExceptionsFile {
  if (path === undefined) return { read: async () => undefined };
  let reading: Promise<Uint8Array> | undefined;
  return {
    read: async () => {
      reading ??= bytesOf(path);
      return { name: path, bytes: await reading };
    },
  };
}

/** The exceptions in a file beside the bundle that runs; none where no file is named. */
export function exceptionsFileBeside(file: string | undefined): ExceptionsFile {
  const folder = dirname(fileURLToPath(import.meta.url));
  return exceptionsFile(file === undefined ? undefined : resolve(folder, file));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const bytes = await buffer(createReadStream(path, { end: sizeBytesMax })).catch((cause) => {
    throw new StageError('BAD_INPUT', `cannot read ${path}: ${messageOf(cause)}`, {
      remedy: 'Name the file of exceptions, and check that it may be read.',
      cause,
    });
  });
  if (bytes.length <= sizeBytesMax) return bytes;
  throw new StageError('BAD_INPUT', `${path} has more than ${sizeBytesMax / 1_000_000} MB`, {
    remedy: 'Name the file of exceptions, which is a small one.',
  });
}
