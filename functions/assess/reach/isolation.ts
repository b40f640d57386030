import type { Pod } from '../../model/snapshot.ts';
import { subjectText } from '../../model/verdict.ts';
import type { ActingPolicy, Direction } from './network-policy.ts';
import { selects, selectsEverything } from './selector.ts';
import { policiesThatAdmitEveryPod, unrestrictedPolicies } from './unrestricted-policies.ts';

type Surroundings = {
  readonly pods: readonly Pod[];
  readonly policies: readonly ActingPolicy[];
  readonly direction: Direction;
};

/**
 * Why a namespace does not deny a direction by default; empty where it does. It does where every
 * pod is isolated, a policy selects all pods so that later ones are isolated too, and the policies
 * that select all pods do not allow everything again. What opens some of the pods does not count.
 */
export function flawsOfDefaultDeny({ pods, policies, direction }: Surroundings): readonly string[] {
  const everyPod = policies.filter(
    (policy) => policy[direction] !== undefined && selectsEverything(policy.podSelector),
  );
  if (everyPod.length === 0) return openPods({ pods, policies, direction });
  return direction === 'ingress'
    ? policiesThatAdmitEveryPod(everyPod)
    : unrestrictedPolicies(everyPod, direction);
}

function openPods({ pods, policies, direction }: Surroundings): readonly string[] {
  const open = pods.filter((pod) => !isIsolated(pod, policies, direction));
  if (open.length === 0) return ['no policy selects every pod'];
  const owners = new Set(open.map(({ owner }) => subjectText({ ...owner, namespace: undefined })));
  return [...owners].map((owner) => `${owner} is selected by no ${direction} policy`);
}

/** Isolation is per pod and direction: some policy selects the pod and has the direction. */
function isIsolated(
  { labels }: Pod,
  policies: readonly ActingPolicy[],
  direction: Direction,
): boolean {
  return policies.some(
    (policy) => policy[direction] !== undefined && selects(policy.podSelector, labels),
  );
}
