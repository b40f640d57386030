import { createHash, randomUUID } from 'node:crypto';
import { S3Error } from './s3-message.ts';

export type BucketSettings = {
  readonly isVersioned?: boolean;
  /** Object Lock; such a bucket is always versioned. */
  readonly hasObjectLock?: boolean;
};

export type Retention = { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly until: Date };

export type StoredObject = {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly lastModified: Date;
  /** Headers that came with the object and go back with it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
  readonly retention: Retention | undefined;
};

type Version = { readonly id: string; readonly object: StoredObject | 'deleteMarker' };

export type Found = { readonly versionId: string | undefined; readonly object: StoredObject };

export type Bucket = ReturnType<typeof createBucket>;

/** One bucket in memory: for each key its versions, newest last. */
export function createBucket({ isVersioned = false, hasObjectLock = false }: BucketSettings) {
  const keepsVersions = isVersioned || hasObjectLock;
  const objects = new Map<string, readonly Version[]>();
  const versionsOf = (key: string): readonly Version[] => objects.get(key) ?? [];
  const add = (key: string, object: Version['object']): string | undefined => {
    const version = { id: randomUUID().replaceAll('-', ''), object };
    objects.set(key, keepsVersions ? [...versionsOf(key), version] : [version]);
    return keepsVersions ? version.id : undefined;
  };
  const current = (key: string): StoredObject | undefined => {
    const newest = versionsOf(key).at(-1)?.object;
    return newest === 'deleteMarker' ? undefined : newest;
  };

  return {
    hasObjectLock,
    current,
    put: add,
    find(key: string, versionId: string | undefined): Found {
      const { id, object } = readable(versionsOf(key), versionId);
      return { versionId: keepsVersions ? id : undefined, object };
    },
    /** Puts a delete marker where versions are kept, and removes the object otherwise. */
    remove(key: string): string | undefined {
      if (keepsVersions) return add(key, 'deleteMarker');
      objects.delete(key);
      return undefined;
    },
    removeVersion(key: string, versionId: string, isProtected: (object: StoredObject) => boolean) {
      objects.set(key, withoutVersion(versionsOf(key), versionId, isProtected));
    },
    /** Keys with a current object, in the order of their UTF-8 bytes, as S3 lists them. */
    keys: (): readonly string[] =>
      [...objects.keys()]
        .filter((key) => current(key) !== undefined)
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  };
}

function readable(
  versions: readonly Version[],
  versionId: string | undefined,
): { readonly id: string; readonly object: StoredObject } {
  const found = versionId ? versions.find(({ id }) => id === versionId) : versions.at(-1);
  if (found === undefined) throw missing(versionId);
  const { id, object } = found;
  if (object === 'deleteMarker') throw deleteMarkerMet(id, versionId);
  return { id, object };
}

function withoutVersion(
  versions: readonly Version[],
  versionId: string,
  isProtected: (object: StoredObject) => boolean,
): readonly Version[] {
  const target = versions.find(({ id }) => id === versionId);
  if (target && target.object !== 'deleteMarker' && isProtected(target.object)) {
    const message = 'Access Denied because object protected by object lock.';
    throw new S3Error([403, 'AccessDenied'], message);
  }
  return versions.filter((version) => version !== target);
}

export function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function missing(versionId: string | undefined): S3Error {
  return versionId === undefined
    ? new S3Error([404, 'NoSuchKey'], 'The specified key does not exist.')
    : new S3Error([404, 'NoSuchVersion'], 'The specified version does not exist.');
}

function deleteMarkerMet(id: string, versionId: string | undefined): S3Error {
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': id };
  return versionId === undefined
    ? new S3Error([404, 'NoSuchKey'], 'The specified key does not exist.', headers)
    : new S3Error([405, 'MethodNotAllowed'], 'This version is a delete marker.', headers);
}
