import { StageError } from '../../../model/errors.ts';
import type { OtherPolicyReadId, ReadId } from '../../../model/reads.ts';
import type { OtherPolicy, Snapshot } from '../../../model/snapshot.ts';
import { readAdminNetworkPolicy, readBaselineAdminNetworkPolicy } from './admin-network-policy.ts';
import { readApplicationNetworkPolicy } from './aws-application-network-policy.ts';
import { readCalicoPolicy } from './calico/read-calico-policy.ts';
import { readCiliumPolicy } from './cilium/cilium-policy.ts';
import { readAwsClusterNetworkPolicy, readClusterNetworkPolicy } from './cluster-network-policy.ts';
import { readNetworkPolicy } from './network-policy-v1.ts';
import type { ReadPolicy } from './policy.ts';
import type { PolicyContext } from './policy-context.ts';

type Reader = (object: OtherPolicy, context: PolicyContext) => ReadPolicy;

const readersOfKinds = {
  'adminnetworkpolicies.policy.networking.k8s.io': readAdminNetworkPolicy,
  'baselineadminnetworkpolicies.policy.networking.k8s.io': readBaselineAdminNetworkPolicy,
  'clusternetworkpolicies.policy.networking.k8s.io': readClusterNetworkPolicy,
  'clusternetworkpolicies.networking.k8s.aws': readAwsClusterNetworkPolicy,
  'applicationnetworkpolicies.networking.k8s.aws': readApplicationNetworkPolicy,
  'ciliumnetworkpolicies.cilium.io': readCiliumPolicy,
  'ciliumclusterwidenetworkpolicies.cilium.io': readCiliumPolicy,
  'networkpolicies.crd.projectcalico.org': readCalicoPolicy,
  'globalnetworkpolicies.crd.projectcalico.org': readCalicoPolicy,
} satisfies Record<OtherPolicyReadId, Reader>;

const readers: Readonly<Partial<Record<ReadId, Reader>>> = readersOfKinds;

/** Every policy of a snapshot in the common form, and what is wrong with them. */
export function readPolicies(
  snapshot: Pick<Snapshot, 'networkPolicies' | 'otherPolicies' | 'policyObjects' | 'namespaces'>,
): ReadPolicy {
  const { networkPolicies, otherPolicies, policyObjects, namespaces } = snapshot;
  const context: PolicyContext = { policyObjects, namespaces };
  const read = [
    ...networkPolicies.map(readNetworkPolicy),
    ...otherPolicies.map((object) => readerOf(object)(object, context)),
  ];
  return {
    policies: read.flatMap(({ policies }) => policies),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readerOf({ read, kind, name }: OtherPolicy): Reader {
  const reader = readers[read];
  if (reader !== undefined) return reader;
  throw new StageError(
    'ARTIFACT_INVALID',
    `The snapshot has ${kind} ${name} of read ${read} among its policies`,
    { remedy: 'Take a new snapshot with this version' },
  );
}
