import { assess } from '../functions/assess/assess.ts';
import { discover } from '../functions/discover/discover.ts';
import { clusterId } from '../functions/model/cluster.ts';
import { StageError } from '../functions/model/errors.ts';
import type { ClusterScan, Targets } from '../functions/model/scan.ts';
import type { World } from '../functions/model/world.ts';
import { notify } from '../functions/notify/notify.ts';
import { report } from '../functions/report/report.ts';
import { reportFleet } from '../functions/report/report-fleet.ts';
import { takeSnapshot } from '../functions/snapshot/snapshot.ts';
import type { Progress } from './progress.ts';

type FailedCluster = { readonly cluster: string; readonly error: StageError };

type ScanResult = {
  readonly targets: Targets;
  readonly failed: readonly FailedCluster[];
  /** Why the message of the scan did not arrive. */
  readonly notTold?: StageError;
};

/** The five stages on a local world, one cluster after the other; one that fails stops no other. */
export async function runScan(
  scanId: string,
  world: World,
  progress: Progress,
): Promise<ScanResult> {
  const targets = await discover({ scanId, filter: {} }, world);
  const failed: FailedCluster[] = [];
  for (const cluster of targets.clusters) {
    const failure = await scanCluster({ scanId, cluster }, world, progress);
    if (failure !== undefined) failed.push({ cluster: clusterId(cluster), error: failure });
  }
  await reportFleet({ scanId }, world);
  const notTold = await tell(scanId, world);
  return { targets, failed, ...(notTold && { notTold }) };
}

/** A message that does not arrive must not cost the result of the scan. */
async function tell(scanId: string, world: World): Promise<StageError | undefined> {
  try {
    await notify({ scanId }, world);
    return undefined;
  } catch (error) {
    if (!(error instanceof StageError) || error.code !== 'MESSAGE_FAILED') throw error;
    return error;
  }
}

async function scanCluster(
  scan: ClusterScan,
  world: World,
  progress: Progress,
): Promise<StageError | undefined> {
  const { name } = scan.cluster;
  try {
    await progress.during(`reading cluster ${name}`, () => takeSnapshot(scan, world));
    await progress.during(`judging cluster ${name}`, () => assess(scan, world));
    await progress.during(`writing the report of ${name}`, () => report(scan, world));
    return undefined;
  } catch (error) {
    if (!(error instanceof StageError) || error.code === 'STORE_FAILED') throw error;
    return error;
  }
}
