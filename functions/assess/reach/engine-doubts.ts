import type { Pod, Snapshot } from '../../model/snapshot.ts';
import { clusterReach, doubtsIn } from './cluster-reach.ts';
import { isolation } from './default-deny/default-flaws.ts';
import { isSubjectToPolicies } from './default-deny/namespace-items.ts';
import type { Direction } from './policies/policy.ts';

/**
 * Why another engine than the one that is asked may be the one that enforces, and answer otherwise
 * for these pods of one namespace: policies that act or not, and what becomes of what they leave
 * undecided.
 */
export function engineDoubts(
  pods: readonly Pod[],
  direction: Direction,
  snapshot: Snapshot,
): readonly string[] {
  const cluster = clusterReach(snapshot);
  const [first] = pods;
  if (first === undefined) return [];
  const ofPolicies = doubtsIn(first.namespace, cluster);
  if (ofPolicies.length > 0) return ofPolicies;
  if (cluster.doubts.isDefaultOpen !== 'undefined') return [];
  const isOpen = pods
    .filter(isSubjectToPolicies)
    .some((pod) => isolation(pod, direction, snapshot).isolated !== 'yes');
  return isOpen ? cluster.doubts.texts : [];
}
