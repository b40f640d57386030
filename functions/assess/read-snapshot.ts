import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseArtifact, readBytes } from '../model/artifact.ts';
import { messageOf, StageError } from '../model/errors.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { storedSnapshotSchema } from '../model/stored-snapshot.ts';
import type { ArtifactStore } from '../model/world.ts';

const expand = promisify(gunzip);

/** No cluster comes near this; a small file that expands without end is refused. */
const snapshotBytesMax = 1024 ** 3;

/** A stored snapshot, and the SHA-256 of the file it was read from. */
export async function readSnapshot(
  store: ArtifactStore,
  key: string,
): Promise<{ readonly snapshot: Snapshot; readonly digest: string }> {
  const bytes = await readBytes(store, { key, writtenBy: 'snapshot' });
  return {
    snapshot: await parseSnapshot(bytes, key),
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The snapshot in the bytes of a file; `key` names the file in errors. */
export async function parseSnapshot(bytes: Uint8Array, key: string): Promise<Snapshot> {
  const text = await expandOrRefuse(bytes, key);
  return parseArtifact(text, { key, schema: storedSnapshotSchema, writtenBy: 'snapshot' });
}

async function expandOrRefuse(bytes: Uint8Array, key: string): Promise<Uint8Array> {
  try {
    return await expand(bytes, { maxOutputLength: snapshotBytesMax });
  } catch (cause) {
    throw new StageError('ARTIFACT_INVALID', `${key} is not whole gzip: ${messageOf(cause)}`, {
      remedy: 'Scan the cluster again: the stored file is damaged.',
      cause,
    });
  }
}
