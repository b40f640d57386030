import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

/** The calls on a file system that the folder store rests on; each throws an errno error. */
export type Files = {
  readonly read: (file: string) => Promise<Uint8Array>;
  /** Writes a file that does not exist yet and returns once the disk has it. */
  readonly writeNew: (file: string, bytes: Uint8Array) => Promise<void>;
  /** Gives a file a second name; fails with EEXIST where the name is taken. Atomic. */
  readonly link: (file: string, name: string) => Promise<void>;
  /** Replaces whatever has the name. Atomic. */
  readonly rename: (file: string, name: string) => Promise<void>;
  /** Removes a file, and is content where there is none. */
  readonly remove: (file: string) => Promise<void>;
  readonly makeFolder: (folder: string) => Promise<void>;
  /** Returns once the disk has the names in a folder. */
  readonly syncFolder: (folder: string) => Promise<void>;
  readonly isFolder: (folder: string) => Promise<boolean>;
};

export const nodeFiles: Files = {
  read: (file) => readFile(file),
  writeNew,
  link,
  rename,
  remove: (file) => rm(file, { force: true }),
  makeFolder,
  syncFolder,
  isFolder: async (folder) => (await stat(folder)).isDirectory(),
};

/** Writes the bytes to a temporary file beside `file`, which is gone when `use` is done. */
export async function withTemporaryFile<Result>(
  { files, file, bytes }: { files: Files; file: string; bytes: Uint8Array },
  use: (temporary: string) => Promise<Result>,
): Promise<Result> {
  // The leading dot keeps it apart from artifacts: no key has a segment that begins with one.
  const temporary = path.join(path.dirname(file), `.tmp-${randomUUID()}`);
  try {
    await files.writeNew(temporary, bytes);
    return await use(temporary);
  } finally {
    await files.remove(temporary);
  }
}

/** The errno code of a failed file system call, such as `ENOSPC`. */
export function errnoOf(thrown: unknown): string | undefined {
  return errnoSchema.safeParse(thrown).data?.code;
}

/** The system call that failed, such as `link`. */
export function syscallOf(thrown: unknown): string | undefined {
  return errnoSchema.safeParse(thrown).data?.syscall;
}

const errnoSchema = z.object({ code: z.string(), syscall: z.string() });

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Each folder is tried twice at most. The recursive mkdir of Node.js tries for ever where a folder
 * exists and yet answers ENOENT for a new one in it, as /proc and some automounts do.
 */
async function makeFolder(folder: string): Promise<void> {
  if (await isMade(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch(unlessItExists);
}

async function isMade(folder: string): Promise<boolean> {
  try {
    await mkdir(folder).catch(unlessItExists);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function unlessItExists(error: unknown): void {
  if (errnoOf(error) !== 'EEXIST') throw error;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle on a folder that could be flushed.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
