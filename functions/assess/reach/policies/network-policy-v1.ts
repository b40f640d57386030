import type { NetworkPolicy } from '../../../model/snapshot.ts';
import { child, type Field, itemsOf, startReading } from './field.ts';
import { type ActingDirections, allowRule, isolatingPolicies } from './isolating-policy.ts';
import { labelSelectorCondition } from './label-selector.ts';
import { networkPolicyPeers } from './network-policy-peers.ts';
import type { ReadPolicy } from './policy.ts';

/** Reads a NetworkPolicy of networking.k8s.io/v1. One without a spec is one with an empty spec. */
export function readNetworkPolicy({ namespace, name, spec }: NetworkPolicy): ReadPolicy {
  const ref = { family: 'NetworkPolicy', namespace, name } as const;
  const { field, problems } = startReading(ref, spec ?? {});
  const policies = isolatingPolicies({
    ref,
    spec: field,
    selects: (podSelector) => labelSelectorCondition(podSelector, 'pod'),
    directionsWithoutTypes,
    rulesOf: (rule, direction) => [
      allowRule(rule, direction, (peer) => networkPolicyPeers(peer, namespace)),
    ],
  });
  return { policies, problems };
}

/**
 * "If no policyTypes are specified on a NetworkPolicy then by default Ingress will always be set
 * and Egress will be set if the NetworkPolicy has any egress rules."
 */
function directionsWithoutTypes(spec: Field): ActingDirections {
  const { items, faults } = itemsOf(child(spec, 'egress'));
  return {
    sure: items.length > 0 ? ['ingress', 'egress'] : ['ingress'],
    doubtful: faults.length > 0 ? ['egress'] : [],
    faults,
  };
}
