import { clusterMinorOf } from '../../functions/assess/pods/standards/cluster-minor.ts';
import { gapsIn, gapText } from '../../functions/model/gaps.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import { type ReadId, workloadReadIds } from '../../functions/model/reads.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import { readEveryManifest } from '../../functions/platform/manifests/manifest-objects.ts';
import { tellWarnings } from '../source-warnings.ts';
import type { ScanSource } from '../sources/scan-source.ts';
import type { Terminal } from '../terminal.ts';
import { foundInManifests } from './found-in-manifests.ts';
import { foundInSnapshot } from './found-in-snapshot.ts';
import type { FoundPod } from './security-row.ts';

/** Manifests, of which every object counts by itself, or a cluster. */
export type PodSource =
  | { readonly paths: readonly string[]; readonly namespace: string }
  | { readonly cluster: ScanSource };

export type FoundPods = {
  readonly pods: readonly FoundPod[];
  /** The N of the cluster's version; undefined for manifests, or where nobody told. */
  readonly clusterMinor: number | undefined;
  /** Whether there may be pods that could not be seen. */
  readonly isPartial: boolean;
};

const podReads: readonly ReadId[] = ['pods', ...workloadReadIds];

/** Reads the pods and templates of a source, and tells what was passed over. */
export async function findPods(source: PodSource, terminal: Terminal): Promise<FoundPods> {
  if ('paths' in source) {
    const manifests = await readEveryManifest(source.paths);
    const { pods, warnings, isPartial } = foundInManifests(manifests, source.namespace);
    tellWarnings(warnings, terminal);
    return { pods, clusterMinor: undefined, isPartial };
  }
  const snapshot = await clusterSnapshot(source.cluster, terminal);
  const gaps = gapsIn(snapshot, podReads).map(gapText);
  tellWarnings(gaps.map(oneLine), terminal);
  return {
    pods: foundInSnapshot(snapshot),
    clusterMinor: clusterMinorOf(snapshot),
    isPartial: gaps.length > 0,
  };
}

/** What a cluster holds. Its clients and the stages are loaded when they are needed. */
export async function clusterSnapshot(source: ScanSource, terminal: Terminal): Promise<Snapshot> {
  tellWarnings(source.warnings, terminal);
  const { snapshotOfSource } = await import('../sources/source-snapshot.ts');
  return terminal.progress.during('reading the cluster', () => snapshotOfSource(source));
}
