import type { OtherPolicy } from '../../../model/snapshot.ts';
import { domainNamePeers } from './cluster-peers.ts';
import { everyPeerOf, unknownBecause } from './conditions.ts';
import { doubted } from './doubtful-rules.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  malformed,
  startReading,
} from './field.ts';
import { type ActingDirections, allowRule, isolatingPolicies } from './isolating-policy.ts';
import { labelSelectorCondition } from './label-selector.ts';
import { awsNamedPorts, namedPortsOf } from './named-ports.ts';
import { networkPolicyPeerFields, networkPolicyPeers } from './network-policy-peers.ts';
import {
  type Condition,
  type Direction,
  directions,
  type Peers,
  type ReadPolicy,
  type Rule,
} from './policy.ts';

/**
 * Reads an ApplicationNetworkPolicy of networking.k8s.aws/v1alpha1: a NetworkPolicy whose egress
 * peers may be domain names. Two things are inferred from the code of its controller, and the
 * answers they touch undefined: it drops an egress rule without `to`, which is to match all
 * destinations by the description of the field; and it makes every port of the protocol of a named
 * port where the peer is a domain name.
 */
export function readApplicationNetworkPolicy({
  namespace = 'default',
  name,
  specs,
}: OtherPolicy): ReadPolicy {
  const ref = { family: 'AwsApplicationNetworkPolicy', namespace, name } as const;
  const { field, problems } = startReading(ref, specs[0]);
  const policies = isolatingPolicies({
    ref,
    spec: field,
    selects: requiredSelector,
    directionsWithoutTypes,
    rulesOf: (rule, direction) => rulesOf(rule, direction, namespace),
  });
  return { policies, problems };
}

/** A missing selector is read as every client decodes it, which is as an empty one. */
function requiredSelector(podSelector: Field): Condition {
  if (isMissing(podSelector)) malformed(podSelector, 'is required, and read as empty');
  return labelSelectorCondition(podSelector, 'pod');
}

/**
 * "If this field is not specified, it will default based on the existence of ingress or egress
 * rules": whether a policy without ingress rules isolates ingress, as a NetworkPolicy does, is not
 * said.
 */
function directionsWithoutTypes(spec: Field): ActingDirections {
  const lists = directions.map((direction) => ({ direction, ...itemsOf(child(spec, direction)) }));
  const without = lists.filter(({ items }) => items.length === 0);
  const doubtful = without.filter(
    ({ direction, faults }) => direction === 'ingress' || faults.length > 0,
  );
  const unsaid = `${spec.path}.policyTypes: without it ingress may be isolated or not`;
  return {
    sure: directions.filter((direction) => without.every((list) => list.direction !== direction)),
    doubtful: doubtful.map(({ direction }) => direction),
    faults: [unsaid, ...doubtful.flatMap(({ faults }) => faults)],
  };
}

function rulesOf(rule: Field, direction: Direction, namespace: string): readonly Rule[] {
  if (direction === 'ingress') {
    return [allowRule(rule, direction, (peer) => networkPolicyPeers(peer, namespace))];
  }
  const read = allowRule(rule, direction, (peer) => egressPeers(peer, namespace));
  const to = child(rule, 'to');
  const { items, faults } = itemsOf(to);
  if (items.length + faults.length === 0) {
    return [doubted(read, [`${to.path}: a rule without destinations may be dropped`])];
  }
  return awsNamedPorts(read, portsOfDomainNames(read));
}

/** "This field is mutually exclusive with PodSelector, NamespaceSelector, and IPBlock." */
function egressPeers(peer: Field, namespace: string): Peers {
  const names = child(peer, 'domainNames');
  if (isMissing(names)) return networkPolicyPeers(peer, namespace);
  const others = networkPolicyPeerFields.filter((key) => !isMissing(child(peer, key)));
  if (others.length > 0) {
    return unknownBecause(malformed(peer, 'domainNames and other fields exclude each other'));
  }
  const faults = faultsOf(peer, ['domainNames']);
  return everyPeerOf([domainNamePeers(names), ...faults.map(unknownBecause)]);
}

function portsOfDomainNames(rule: Rule): Rule['ports'] {
  return namedPortsOf(rule).map(({ protocol = 'TCP' }) => ({ op: 'protocol', protocol }));
}
