import { open } from 'node:fs/promises';
import { messageOf, StageError } from '../../functions/model/errors.ts';

type PathFlags = { readonly manifests: readonly string[] } | { readonly snapshot: string };

/** The flag that a path without one stands for: a snapshot where it is gzip, manifests otherwise. */
export async function pathFlags(path: string): Promise<PathFlags> {
  return (await isGzip(path)) ? { snapshot: path } : { manifests: [path] };
}

/** Gzip begins with 1f 8b (RFC 1952). */
async function isGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    if ((await file.stat()).isDirectory()) return false;
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (cause) {
    throw new StageError('BAD_INPUT', `cannot read ${path}: ${messageOf(cause)}`, {
      remedy: 'Give a file or folder of manifests, or a snapshot.json.gz as a scan stores it.',
      cause,
    });
  }
}
