import type { Control } from '../../model/control.ts';
import { type OtherPolicyReadId, otherPolicyReadIds, type ReadId } from '../../model/reads.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Reach, Subject } from '../../model/verdict.ts';
import { policyKind } from './explain/explanation-text.ts';
import type { PolicyFamily, PolicyRef } from './policies/policy.ts';

/** A policy of whatever family as the subject of a verdict. */
export type PolicyItem = {
  readonly subject: Subject;
  readonly ref: PolicyRef;
  /** The read that it came from. */
  readonly read: ReadId;
  /** How far what is wrong with it reaches: its namespace, or the cluster. */
  readonly reach: Reach;
};

export const policyItemReads = {
  subjectReads: ['networkpolicies', ...otherPolicyReadIds],
} as const satisfies Pick<Control, 'subjectReads'>;

const familyOfRead: Readonly<Record<OtherPolicyReadId, PolicyFamily>> = {
  'adminnetworkpolicies.policy.networking.k8s.io': 'AdminNetworkPolicy',
  'baselineadminnetworkpolicies.policy.networking.k8s.io': 'BaselineAdminNetworkPolicy',
  'clusternetworkpolicies.policy.networking.k8s.io': 'ClusterNetworkPolicy',
  'clusternetworkpolicies.networking.k8s.aws': 'AwsClusterNetworkPolicy',
  'applicationnetworkpolicies.networking.k8s.aws': 'AwsApplicationNetworkPolicy',
  'ciliumnetworkpolicies.cilium.io': 'CiliumNetworkPolicy',
  'ciliumclusterwidenetworkpolicies.cilium.io': 'CiliumClusterwideNetworkPolicy',
  'networkpolicies.crd.projectcalico.org': 'CalicoNetworkPolicy',
  'globalnetworkpolicies.crd.projectcalico.org': 'CalicoGlobalNetworkPolicy',
};

/** Manifests may leave the namespace out, as the readers of these families know. */
const namespacedFamilies: readonly PolicyFamily[] = [
  'AwsApplicationNetworkPolicy',
  'CiliumNetworkPolicy',
  'CalicoNetworkPolicy',
];

/** Every policy of a snapshot, those included that cannot be read. */
export function policyItems({ networkPolicies, otherPolicies }: Snapshot): readonly PolicyItem[] {
  return [
    ...networkPolicies.map(({ namespace, name }) =>
      itemOf('networkpolicies', { family: 'NetworkPolicy', namespace, name }),
    ),
    ...otherPolicies.flatMap(({ read, namespace, name }) => {
      if (!isPolicyRead(read)) return [];
      const family = familyOfRead[read];
      const place = namespacedFamilies.includes(family) ? (namespace ?? 'default') : namespace;
      return itemOf(read, { family, namespace: place, name });
    }),
  ];
}

/** The same text for the same policy, and for no other. */
export function keyOfPolicy({ family, namespace = '', name }: PolicyRef): string {
  return `${family} ${namespace}/${name}`;
}

function isPolicyRead(read: ReadId): read is OtherPolicyReadId {
  return Object.hasOwn(familyOfRead, read);
}

function itemOf(read: ReadId, ref: PolicyRef): PolicyItem {
  const { family, namespace, name } = ref;
  return {
    subject: {
      kind: policyKind(family),
      ...(namespace !== undefined && { namespace }),
      name,
    },
    ref,
    read,
    reach: namespace === undefined ? 'cluster' : 'namespace',
  };
}
