import { createHash } from 'node:crypto';
import path from 'node:path';
import { StageError } from '../../model/errors.ts';
import type { ArtifactStore, Pointer } from '../../model/world.ts';
import { folderFailure, notAFolder } from './folder-failure.ts';
import { errnoOf, type Files, nodeFiles, withTemporaryFile } from './folder-files.ts';
import { withLock } from './folder-lock.ts';
import { keySegments } from './store-key.ts';

type FolderOptions = {
  readonly files?: Files;
  /** How long to wait for another process that moves the same pointer. */
  readonly lockWaitMs?: number;
};

type Folder = { readonly root: string; readonly files: Files; readonly lockWaitMs: number };

/** A store in a folder, which is created with the first artifact. */
export function folderStore(root: string, options: FolderOptions = {}): ArtifactStore {
  const { files = nodeFiles, lockWaitMs = 5_000 } = options;
  const folder: Folder = { root: path.resolve(root), files, lockWaitMs };
  return {
    read: (key) => guarded(folder, { doing: 'read', key }, (file) => read(folder, file)),
    create: (key, bytes) =>
      guarded(folder, { doing: 'write', key }, (file) => create(folder, { key, file, bytes })),
    readPointer: (key) =>
      guarded(folder, { doing: 'read', key }, async (file) => pointerTo(await read(folder, file))),
    movePointer: (key, bytes, expectedTag) =>
      guarded(folder, { doing: 'write', key }, (file) =>
        move(folder, { file, bytes, expectedTag }),
      ),
  };
}

type Attempt = { readonly doing: 'read' | 'write'; readonly key: string };

/** Gives the file of a key to `work` and turns what the file system refuses into a StageError. */
async function guarded<Result>(
  { root, files }: Folder,
  attempt: Attempt,
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  const file = path.join(root, ...keySegments(attempt.key));
  try {
    if (!(await isFolderOrAbsent(files, root))) throw notAFolder({ root, ...attempt });
    return await work(file);
  } catch (error) {
    throw folderFailure(error, { root, ...attempt });
  }
}

async function isFolderOrAbsent(files: Files, root: string): Promise<boolean> {
  try {
    return await files.isFolder(root);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return true;
    throw error;
  }
}

async function read({ files }: Folder, file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await files.read(file));
  } catch (error) {
    // A path through a file, or to a folder, is a key that nobody wrote.
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errnoOf(error) ?? '')) return undefined;
    throw error;
  }
}

type Artifact = { readonly key: string; readonly file: string; readonly bytes: Uint8Array };

async function create(
  folder: Folder,
  { key, file, bytes }: Artifact,
): Promise<'created' | 'alreadyThere'> {
  const { root, files } = folder;
  await files.makeFolder(path.dirname(file));
  const isNew = await withTemporaryFile({ files, file, bytes }, (temporary) =>
    linkNew(files, temporary, file),
  );
  if (!isNew) {
    const present = await read(folder, file);
    if (present !== undefined && Buffer.compare(present, bytes) === 0) return 'alreadyThere';
    throw new StageError('ALREADY_EXISTS', `${key} in ${root} already holds something else`, {
      remedy: 'Start a new scan: an artifact is written once and never changed.',
    });
  }
  await files.syncFolder(path.dirname(file));
  return 'created';
}

async function linkNew(files: Files, temporary: string, file: string): Promise<boolean> {
  try {
    await files.link(temporary, file);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

type Move = {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly expectedTag: string | undefined;
};

async function move(
  folder: Folder,
  { file, bytes, expectedTag }: Move,
): Promise<'moved' | 'conflict'> {
  const { files, lockWaitMs: waitMs } = folder;
  const parent = path.dirname(file);
  await files.makeFolder(parent);
  const lock = path.join(parent, `.${path.basename(file)}.lock`);
  return withLock({ files, lock, waitMs }, async () => {
    const present = pointerTo(await read(folder, file));
    if (present?.tag !== expectedTag) return 'conflict';
    await withTemporaryFile({ files, file, bytes }, (temporary) => files.rename(temporary, file));
    await files.syncFolder(parent);
    return 'moved';
  });
}

function pointerTo(bytes: Uint8Array | undefined): Pointer | undefined {
  if (bytes === undefined) return undefined;
  return { bytes, tag: createHash('sha256').update(bytes).digest('hex') };
}
