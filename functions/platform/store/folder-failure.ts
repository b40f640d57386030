import { StageError } from '../../model/errors.ts';
import { errnoOf, syscallOf } from './folder-files.ts';

type Attempt = {
  readonly root: string;
  readonly doing: 'read' | 'write';
  readonly key: string;
};

/** A StageError for a failed file system call; anything else thrown comes back as it is. */
export function folderFailure(thrown: unknown, { root, doing, key }: Attempt): unknown {
  const code = errnoOf(thrown);
  if (code === undefined) return thrown;
  const { what, remedy } = isRefusedLink(thrown) ? noLinks : (causes[code] ?? otherCause);
  const message = `could not ${doing} ${key} in the store folder ${root}: ${what} (${code})`;
  return new StageError('STORE_FAILED', message, { remedy, cause: thrown });
}

export function notAFolder({ root, doing, key }: Attempt): StageError {
  const message = `could not ${doing} ${key}: the store ${root} is not a folder`;
  return new StageError('STORE_FAILED', message, { remedy: otherFolder });
}

/** FAT and some network shares answer a hard link with EPERM, as if it were a matter of rights. */
function isRefusedLink(thrown: unknown): boolean {
  return errnoOf(thrown) === 'EPERM' && syscallOf(thrown) === 'link';
}

type Cause = { readonly what: string; readonly remedy: string };

const otherFolder = 'Name a folder as the store, or one that does not exist yet.';

const denied: Cause = {
  what: 'permission denied',
  remedy: 'Give this user read and write access to the folder, or name another one.',
};

const noLinks: Cause = {
  what: 'its file system has no hard links, which writing once needs',
  remedy: 'Name a folder on another file system.',
};

const tooLarge: Cause = {
  what: 'the user has no room left',
  remedy: 'Free some of the quota or raise the limit, then run the scan again.',
};

const causes: Readonly<Record<string, Cause>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: {
    what: 'its file system is read-only',
    remedy: 'Name a folder that can be written to.',
  },
  ENOSPC: { what: 'the disk is full', remedy: 'Free some space, then run the scan again.' },
  EDQUOT: tooLarge,
  EFBIG: tooLarge,
  ENOTDIR: { what: 'a part of its path is a file', remedy: otherFolder },
  EEXIST: { what: 'a file is where a folder is needed', remedy: otherFolder },
  ENOENT: {
    what: 'the folder is missing and cannot be created',
    remedy: 'Create the folder, or name one in a place where folders can be created.',
  },
  ENOTSUP: noLinks,
  EOPNOTSUPP: noLinks,
  ENOSYS: noLinks,
  EMFILE: {
    what: 'too many files are open',
    remedy: 'Raise the limit of open files, then run the scan again.',
  },
};

const otherCause: Cause = {
  what: 'the file system refused',
  remedy: 'Check the disk that holds the folder, then run the scan again.',
};
