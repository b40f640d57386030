import { readSnapshot } from '../functions/assess/read-snapshot.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { Clusters } from '../functions/model/world.ts';
import { takeSnapshot } from '../functions/snapshot/snapshot.ts';
import { memoryStore } from './memory-store.ts';

const scan = {
  scanId: '20261123T060000000Z',
  cluster: { account: '111122223333', region: 'eu-west-1', name: 'whole' },
};

/** The snapshot that the stage takes of the one cluster there is. */
export async function snapshotFrom(clusters: Clusters): Promise<Snapshot> {
  const log = { info: () => {}, warn: () => {} };
  const clock = () => new Date('2026-11-23T06:00:00.000Z');
  const store = memoryStore();
  await takeSnapshot(scan, { clock, log, store, clusters });
  return (await readSnapshot(store, storeKeys.snapshot(scan))).snapshot;
}
