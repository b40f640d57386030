import { readSnapshot } from '../../functions/assess/read-snapshot.ts';
import { discover } from '../../functions/discover/discover.ts';
import { scanIdAt } from '../../functions/model/cluster.ts';
import { StageError } from '../../functions/model/errors.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import { storeKeys } from '../../functions/model/store-keys.ts';
import { takeSnapshot } from '../../functions/snapshot/snapshot.ts';
import { passingStore } from './passing-store.ts';
import type { ScanSource } from './scan-source.ts';

/** The snapshot of a source of one cluster, as a scan would take it, without a scan. */
export async function snapshotOfSource(source: ScanSource): Promise<Snapshot> {
  const clock = () => new Date();
  const log = { info: () => {}, warn: () => {} };
  const world = { clock, log, store: passingStore(), ...source };
  const scanId = scanIdAt(clock());
  const { clusters, unreachable } = await discover({ scanId, filter: {} }, world);
  const [cluster] = clusters;
  if (cluster === undefined) throw notReached(unreachable.map(({ reason }) => reason));
  await source.prepare?.(world.store, scanId);
  await takeSnapshot({ scanId, cluster }, world);
  const { snapshot } = await readSnapshot(world.store, storeKeys.snapshot({ scanId, cluster }));
  return snapshot;
}

function notReached(reasons: readonly string[]): StageError {
  const why = reasons.join('; ');
  return new StageError('CLUSTER_UNREACHABLE', `the cluster cannot be read: ${why}`, {
    remedy: 'Check its name and region, and who you are to it.',
  });
}
