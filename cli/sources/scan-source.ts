import type { ClusterRef } from '../../functions/model/cluster.ts';
import type { ArtifactStore, Clusters, Fleet } from '../../functions/model/world.ts';

/** What a scan reads: where its cluster is found, and how it is opened. */
export type ScanSource = {
  readonly fleet: Fleet;
  readonly clusters: Clusters;
  /** What was passed over on the way, one line each. */
  readonly warnings: readonly string[];
  /** What is to be known of the name that a scan files it under. */
  readonly filing?: string;
  /** The id of a scan that starts now, where it is not the time of its start. */
  readonly scanIdAt?: (now: Date) => string;
  /** Work before the first stage, such as putting a snapshot where its scan expects it. */
  readonly prepare?: (store: ArtifactStore, scanId: string) => Promise<void>;
};

export type Naming = { readonly clusterName?: string | undefined };

/** A fleet of one cluster that needs no looking up. */
export function fleetOf(cluster: ClusterRef): Fleet {
  return { discover: async () => ({ clusters: [cluster], unreachable: [] }) };
}
