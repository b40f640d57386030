import type { Control } from '../../model/control.ts';
import { otherPolicyReadIds, workloadReadIds } from '../../model/reads.ts';
import type { NetworkPolicy, OtherPolicy, Pod, Snapshot } from '../../model/snapshot.ts';
import { type Subject, unknown, type Verdict } from '../../model/verdict.ts';
import { type ActingPolicy, actingPolicy } from './network-policy.ts';

/** A namespace with what a judgement of its network policies needs. */
export type NamespaceItem = {
  readonly subject: Subject;
  /** The pods that policies can apply to. */
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
  /** Policies of other families in this namespace. */
  readonly otherPolicies: readonly OtherPolicy[];
};

/**
 * A namespace is judged by its policies; its pods only say whether there is anything to judge,
 * so an incomplete list of pods or workloads leaves namespaces unseen and no verdict wrong.
 */
export const namespaceReads = {
  subjectReads: ['namespaces', 'pods', ...workloadReadIds],
  judgementReads: ['networkpolicies', ...otherPolicyReadIds],
} as const satisfies Pick<Control, 'subjectReads' | 'judgementReads'>;

export function namespaceItems(snapshot: Snapshot): readonly NamespaceItem[] {
  const pods = byNamespace(snapshot.pods.filter(isSubjectToPolicies));
  const policies = byNamespace(snapshot.networkPolicies);
  const otherPolicies = byNamespace(snapshot.otherPolicies);
  return snapshot.namespaces.map(({ name }) => ({
    subject: { kind: 'Namespace', name },
    pods: pods.get(name) ?? [],
    policies: policies.get(name) ?? [],
    otherPolicies: otherPolicies.get(name) ?? [],
  }));
}

/** Policies of other families that hold for the whole cluster. */
export function clusterPolicies({ otherPolicies }: Snapshot): readonly OtherPolicy[] {
  return otherPolicies.filter(({ namespace }) => namespace === undefined);
}

export const noPods: Verdict = {
  outcome: 'notApplicable',
  why: 'no pods that network policies apply to',
};

/**
 * Judges the NetworkPolicies of a namespace, once they are known to be all there is: policies of
 * another family can open what these close, and close what these open.
 */
export function judgePolicies(
  item: NamespaceItem,
  snapshot: Snapshot,
  judge: (policies: readonly ActingPolicy[]) => Verdict,
): Verdict {
  if (item.pods.length === 0) return noPods;
  const others = [...item.otherPolicies, ...clusterPolicies(snapshot)];
  const read = item.policies.map(actingPolicy);
  const unreadable = read.flatMap((result) => ('unreadable' in result ? result.unreadable : []));
  const [missing, ...more] = [...kindsOf(others), ...unreadable];
  if (missing !== undefined) return unknown(missing, ...more);
  return judge(read.flatMap((result) => ('policy' in result ? result.policy : [])));
}

/** `the effect of AdminNetworkPolicy (adminnetworkpolicies.policy.networking.k8s.io)`, each once. */
export function kindsOf(policies: readonly OtherPolicy[]): readonly string[] {
  const kinds = policies.map(({ kind, read }) => `the effect of ${kind} (${read})`);
  return [...new Set(kinds)].sort();
}

/** Pods on the host network are the node to a policy, and terminated ones have no traffic. */
function isSubjectToPolicies({ spec, phase }: Pod): boolean {
  return !spec.hostNetwork && phase !== 'Succeeded' && phase !== 'Failed';
}

function byNamespace<Item extends { readonly namespace?: string | undefined }>(
  items: readonly Item[],
): ReadonlyMap<string | undefined, readonly Item[]> {
  return Map.groupBy(items, ({ namespace }) => namespace);
}
