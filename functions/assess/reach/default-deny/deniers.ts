import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { policyText } from '../explain/explanation-text.ts';
import type { Direction } from '../policies/policy.ts';
import { newPods } from './new-pods.ts';

/** The policies that isolate a pod in a direction and allow nothing. */
export function deniersOf(pod: Pod, direction: Direction, snapshot: Snapshot): readonly string[] {
  return newPods(snapshot)
    .reach.policiesOn(pod)
    .filter(
      (policy) => policy[direction]?.isolates === true && policy[direction].rules.length === 0,
    )
    .map(({ ref }) => policyText(ref))
    .sort();
}
