import * as z from 'zod';
import { jsonBytes, parseArtifact } from '../model/artifact.ts';
import { clusterId, scanIdSchema } from '../model/cluster.ts';
import { StageError } from '../model/errors.ts';
import { fleetFilterSchema, type Targets, targetsSchema } from '../model/scan.ts';
import { storeKeys } from '../model/store-keys.ts';
import type { World } from '../model/world.ts';

export const discoverRequestSchema = z.strictObject({
  scanId: scanIdSchema,
  filter: fleetFilterSchema.default({}),
});

type DiscoverRequest = Readonly<z.infer<typeof discoverRequestSchema>>;

/**
 * Finds the clusters of a scan and writes them down, with what could not be reached and why.
 * A scan that was planned before keeps its plan, so that a retry scans the same clusters.
 */
export async function discover(
  { scanId, filter }: DiscoverRequest,
  { clock, store, fleet, log }: Pick<World, 'clock' | 'store' | 'fleet' | 'log'>,
): Promise<Targets> {
  const key = storeKeys.targets(scanId);
  const planned = await store.read(key);
  if (planned !== undefined) {
    return parseArtifact(planned, { key, schema: targetsSchema, writtenBy: 'discover' });
  }
  const { clusters, unreachable } = await fleet.discover(filter);
  if (clusters.length === 0 && unreachable.length === 0) throw noClusters();
  const targets: Targets = {
    version: 1,
    scanId,
    discoveredAt: clock().toISOString(),
    clusters: [...clusters].sort((a, b) => (clusterId(a) < clusterId(b) ? -1 : 1)),
    unreachable: [...unreachable],
  };
  await store.create(key, jsonBytes(targets));
  log.info('discover.planned', { clusters: clusters.length, unreachable: unreachable.length });
  return targets;
}

function noClusters(): StageError {
  return new StageError('NO_CLUSTERS', 'the fleet has no cluster to scan', {
    remedy: 'Check the regions and names of the filter, and that eks:ListClusters is allowed.',
  });
}
