import type { Snapshot } from './snapshot.ts';
import type { Subject } from './verdict.ts';

/** The cluster as the subject of a verdict. */
export function clusterSubject({ cluster }: Snapshot): Subject {
  return { kind: 'Cluster', name: cluster.name };
}
