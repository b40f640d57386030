import { jsonBytes } from '../model/artifact.ts';
import { StageError } from '../model/errors.ts';
import { type ClusterScan, latestSchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { ArtifactStore, Pointer } from '../model/world.ts';

/** A pointer is no evidence: one that is damaged is replaced like one that is old. */
function scanIdIn({ bytes }: Pointer): string | undefined {
  try {
    return latestSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).scanId;
  } catch {
    return undefined;
  }
}

/** How often the pointer is tried when other reports of the same cluster move it meanwhile. */
const attemptsMax = 10;

/**
 * Points `latest` at a scan whose files are all there. It never moves back: scan ids sort by time,
 * so a late report of an older scan leaves it where it is.
 */
export async function moveLatest(
  store: ArtifactStore,
  { cluster, scanId }: ClusterScan,
): Promise<'moved' | 'alreadyThere' | 'newerExists'> {
  const key = storeKeys.latest(cluster);
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const pointer = await store.readPointer(key);
    const present = pointer && scanIdIn(pointer);
    if (present === scanId) return 'alreadyThere';
    if (present !== undefined && present > scanId) return 'newerExists';
    const next = jsonBytes({ version: 1, scanId });
    if ((await store.movePointer(key, next, pointer?.tag)) === 'moved') return 'moved';
  }
  throw new StageError('STORE_FAILED', `${key} was changed by others ${attemptsMax} times`, {
    remedy: 'Run the report stage of this scan again when no other report of the cluster runs.',
  });
}
