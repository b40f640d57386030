import type { Pod, Snapshot } from '../../model/snapshot.ts';
import { doubtsOf } from './default-deny/doubt-reasons.ts';
import { newPods } from './default-deny/new-pods.ts';
import type { Direction } from './policies/policy.ts';

type Doubts = Map<string, readonly string[]>;

const known = new WeakMap<Snapshot, Doubts>();

/**
 * Fields that are not understood of policies that act on pods, or may. They are told beside what
 * another policy does for sure: mended or gone, that one must leave no new doubt behind.
 */
export function policyDoubts(
  pods: readonly Pod[],
  direction: Direction,
  snapshot: Snapshot,
): readonly string[] {
  const { reach } = newPods(snapshot);
  const found = known.get(snapshot) ?? new Map<string, readonly string[]>();
  known.set(snapshot, found);
  const places = new Set(pods.flatMap((pod) => reach.classOf(pod) ?? []));
  const doubts = [...places].flatMap((place) => {
    const key = `${direction} ${place}`;
    const acting = reach.engine.selections[place] ?? [];
    const ofClass = found.get(key) ?? acting.flatMap((each) => doubtsOf(each, direction));
    found.set(key, ofClass);
    return ofClass;
  });
  return [...new Set(doubts)].sort();
}
