import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type PartsFound, unknown, type Verdict } from '../../../model/verdict.ts';
import { clusterReach, doubtsIn } from '../cluster-reach.ts';
import { noPods, type PodsItem } from './namespace-items.ts';

/**
 * Judges the pods of a namespace or a workload by what policies do. Where a policy may act or not,
 * because the engine is not known, everything about these pods may be otherwise.
 */
export function judgePods(
  item: PodsItem,
  snapshot: Snapshot,
  find: (item: PodsItem) => PartsFound,
): Verdict | readonly Verdict[] {
  if (item.pods.length === 0) return noPods;
  const [doubt, ...more] = doubtsIn(item.namespace, clusterReach(snapshot));
  if (doubt !== undefined) return unknown(doubt, ...more);
  const { evidence, missing } = find(item);
  return judgeParts({ evidence, missing: missing.toSorted() }, 'namespace');
}
