import { readFile } from 'node:fs/promises';
import { parseSnapshot } from '../../functions/assess/read-snapshot.ts';
import { scanIdAt } from '../../functions/model/cluster.ts';
import { messageOf, StageError } from '../../functions/model/errors.ts';
import { storeKeys } from '../../functions/model/store-keys.ts';
import { fleetOf, type ScanSource } from './scan-source.ts';

const remedy = 'Give a snapshot.json.gz as a scan stores it.';

/**
 * A snapshot that was taken before, judged as it stands. Its bytes are put under the new scan's key
 * unchanged, so the snapshot stage finds them there and asks no cluster.
 */
export async function snapshotSource(file: string): Promise<ScanSource> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new StageError('BAD_INPUT', `cannot read ${file}: ${messageOf(cause)}`, {
      remedy,
      cause,
    });
  });
  const { cluster, takenAt } = await parseSnapshot(bytes, file);
  return {
    // In order of when it was taken: an old snapshot that is judged again is not the newest scan.
    scanIdAt: (now) => `${scanIdAt(new Date(takenAt))}-judged-${scanIdAt(now)}`,
    fleet: fleetOf(cluster),
    clusters: {
      open: async () => {
        const message = `${file} holds no cluster beside ${cluster.name}`;
        throw new StageError('BAD_INPUT', message, { remedy });
      },
    },
    warnings: [],
    prepare: async (store, scanId) => {
      await store.create(storeKeys.snapshot({ cluster, scanId }), bytes);
    },
  };
}
