import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { clusterReach } from '../cluster-reach.ts';
import { policyText } from '../explain/explanation-text.ts';
import type { Certainty } from '../profiles/profile.ts';
import { doubtsOfSubject } from './doubt-reasons.ts';
import { newPods } from './new-pods.ts';

/** Whether a policy selects a pod, in whatever direction, or it is closed without one. */
export function selectionOf(
  pod: Pod,
  snapshot: Snapshot,
): { readonly isSelected: Certainty; readonly missing: readonly string[] } {
  const { engine, classOf } = newPods(snapshot).reach;
  const acting = engine.selections[classOf(pod) ?? -1] ?? [];
  if (acting.some(({ isSure }) => isSure)) return { isSelected: 'yes', missing: [] };
  const { isDefaultOpen, texts } = clusterReach(snapshot).doubts;
  if (isDefaultOpen === 'no') return { isSelected: 'yes', missing: [] };
  if (isDefaultOpen === 'undefined') return { isSelected: 'undefined', missing: texts };
  if (acting.length === 0) return { isSelected: 'no', missing: [] };
  const reasons = acting.flatMap(({ policy }) =>
    doubtsOfSubject(policy).map((why) => `${policyText(policy.ref)}: ${why}`),
  );
  return { isSelected: 'undefined', missing: reasons };
}
