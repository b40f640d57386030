import type { Snapshot } from '../../../model/snapshot.ts';
import { newestMinor } from './standards.ts';

/** The N of the cluster's version 1.N; undefined where nobody told it. */
export function clusterMinorOf({
  eksCluster,
  kubernetesVersion,
}: Pick<Snapshot, 'eksCluster' | 'kubernetesVersion'>): number | undefined {
  const minor = /^v?1\.(\d+)/.exec(eksCluster?.version ?? kubernetesVersion ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/**
 * The minor version that a cluster judges by where a version is asked for. An API server knows none
 * newer than its own, and `latest` is its own.
 */
export function minorAsked(version: string, clusterMinor: number | undefined): number {
  const pinned = /^v1\.(\d+)$/.exec(version)?.[1];
  if (pinned === undefined) return clusterMinor ?? newestMinor;
  return Math.min(Number(pinned), clusterMinor ?? Number(pinned));
}
