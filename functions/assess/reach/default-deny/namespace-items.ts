import type { Control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { Subject, Verdict } from '../../../model/verdict.ts';
import { isRunByEks } from '../../pods/eks-add-ons.ts';
import { reachReads } from '../cluster-reach.ts';
import { hasEnded } from '../engine/units.ts';

/** A namespace or a workload, with its pods that policies are for. */
export type PodsItem = {
  readonly subject: Subject;
  readonly namespace: string;
  readonly pods: readonly Pod[];
};

/** Each pod is judged on its own, so that one that was not read leaves no other verdict wrong. */
export const podsItemReads = {
  ...reachReads,
  subjectReads: ['namespaces', 'pods', ...workloadReadIds],
} as const satisfies Pick<Control, 'subjectReads' | 'judgementReads' | 'consultedReads'>;

export const noPods: Verdict = {
  outcome: 'notApplicable',
  why: 'no pods that network policies apply to',
};

const namespacesOf = new WeakMap<Snapshot, readonly PodsItem[]>();

export function namespaceItems(snapshot: Snapshot): readonly PodsItem[] {
  const known = namespacesOf.get(snapshot);
  if (known !== undefined) return known;
  const byNamespace = Map.groupBy(
    snapshot.pods.filter(isMeantByPolicies),
    ({ namespace }) => namespace,
  );
  const items = snapshot.namespaces.map(({ name }) => ({
    subject: { kind: 'Namespace', name },
    namespace: name,
    pods: byNamespace.get(name) ?? [],
  }));
  namespacesOf.set(snapshot, items);
  return items;
}

/** Workloads without any such pod are left out. */
export function workloadItemsOf({ pods }: Snapshot): readonly PodsItem[] {
  const byOwner = Map.groupBy(pods.filter(isMeantByPolicies), ({ owner }) => JSON.stringify(owner));
  return [...byOwner.values()].flatMap((owned): readonly PodsItem[] => {
    const [first] = owned;
    return first === undefined
      ? []
      : [{ subject: first.owner, namespace: first.namespace, pods: owned }];
  });
}

/** Pods on the host network are the node to a policy, and ended ones have no traffic. */
export function isSubjectToPolicies(pod: Pod): boolean {
  return !pod.spec.hostNetwork && !hasEnded(pod);
}

/**
 * Pods that somebody writes policies for. Those on the host network are among them, as if they had a
 * network of their own: taking a pod off the host network must not be what makes it fail.
 */
export function isMeantByPolicies(pod: Pod): boolean {
  return !hasEnded(pod) && !(pod.spec.hostNetwork && isRunByEks(pod));
}
