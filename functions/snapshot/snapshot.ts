import { type ClusterScan, clusterScanSchema } from '../model/scan.ts';
import { type Snapshot, snapshotVersion } from '../model/snapshot.ts';
import { storeKeys } from '../model/store-keys.ts';
import { storedSnapshot } from '../model/stored-snapshot.ts';
import type { ClusterReader, World } from '../model/world.ts';
import { collect } from './collect.ts';
import { gzipJson } from './gzip-json.ts';
import { normalize } from './normalize.ts';

export const snapshotRequestSchema = clusterScanSchema;

type SnapshotResult = {
  readonly key: string;
  readonly outcome: 'created' | 'alreadyThere';
};

/**
 * Takes the snapshot of one cluster and stores it. A snapshot that is already there is left as it
 * is: it is evidence, and a retried stage must not ask the cluster twice.
 */
export async function takeSnapshot(
  request: ClusterScan,
  { clock, store, clusters, log }: Pick<World, 'clock' | 'store' | 'clusters' | 'log'>,
): Promise<SnapshotResult> {
  const key = storeKeys.snapshot(request);
  if ((await store.read(key)) !== undefined) return { key, outcome: 'alreadyThere' };
  const takenAt = clock().toISOString();
  const reader = await clusters.open(request.cluster);
  try {
    const snapshot = await readCluster(request, { reader, clock, takenAt });
    const bytes = await gzipJson(storedSnapshot(snapshot));
    const outcome = await store.create(key, bytes);
    log.info('snapshot.stored', {
      cluster: request.cluster.name,
      pods: snapshot.pods.length,
      gaps: snapshot.gaps.length,
      sizeBytes: bytes.length,
    });
    return { key, outcome };
  } finally {
    await reader.close();
  }
}

type Reading = {
  readonly reader: ClusterReader;
  readonly clock: World['clock'];
  readonly takenAt: string;
};

async function readCluster(
  { scanId, cluster }: ClusterScan,
  { reader, clock, takenAt }: Reading,
): Promise<Snapshot> {
  const observed = normalize(await collect(reader, clock, cluster));
  return {
    version: snapshotVersion,
    scanId,
    cluster,
    source: reader.source,
    takenAt,
    kubernetesVersion: reader.kubernetesVersion ?? observed.eksCluster?.version,
    ...observed,
  };
}
