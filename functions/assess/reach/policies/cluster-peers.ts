import * as z from 'zod';
import { allOf, anyPeer, everyPeerOf, unknownBecause } from './conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  joinedFaults,
  malformed,
  readAs,
  valuesOf,
  whysOf,
} from './field.ts';
import { cidrOf } from './ip-block.ts';
import { labelSelectorCondition } from './label-selector.ts';
import type { Condition, Peers } from './policy.ts';

/*
 * Subjects and peers of the policies of a whole cluster: AdminNetworkPolicy,
 * BaselineAdminNetworkPolicy, and ClusterNetworkPolicy of the network policy API and of AWS.
 */

export type ClusterPeerField = 'namespaces' | 'pods' | 'nodes' | 'networks' | 'domainNames';

export type ClusterPeer = {
  readonly peers: Peers;
  /** Set where the peer has no field that this version of the API knows. */
  readonly foreign?: { readonly has: 'no field' | 'other fields'; readonly why: string };
};

/** Which selectors `pods` must have: v1alpha1 wants both. */
export type RequiredSelectors = readonly ('namespaceSelector' | 'podSelector')[];

/** DomainName: "'*' may only be specified as a prefix". */
const domainName = z
  .string()
  .regex(/^(\*\.)?([a-z0-9]([-a-z0-9_]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9_]*[a-z0-9])?\.?$/i);

/** The pods that a policy acts on: "exactly one field must be set". */
export function clusterSubject(subject: Field, required: RequiredSelectors): Condition {
  const faults = faultsOf(subject, ['namespaces', 'pods']);
  const [namespaces, pods] = [child(subject, 'namespaces'), child(subject, 'pods')];
  if (isMissing(namespaces) === isMissing(pods)) {
    const fault = malformed(subject, 'needs either namespaces or pods');
    return unknownBecause(joinedFaults([...faults, fault]));
  }
  const selected = isMissing(pods)
    ? labelSelectorCondition(namespaces, 'namespace')
    : namespacedPods(pods, required);
  return allOf([selected, ...faults.map(unknownBecause)]);
}

/** One item of `from` or `to`, of which the API knows these fields. */
export function clusterPeer(
  peer: Field,
  knownFields: readonly ClusterPeerField[],
  required: RequiredSelectors,
): ClusterPeer {
  const faults = faultsOf(peer, knownFields);
  const given = knownFields.filter((key) => !isMissing(child(peer, key)));
  const [key] = given;
  if (key === undefined && faults.length === 0) {
    const why = malformed(peer, 'peer is empty');
    return { peers: unknownBecause(why), foreign: { has: 'no field', why } };
  }
  if (key === undefined) {
    const why = joinedFaults(faults);
    return { peers: unknownBecause(why), foreign: { has: 'other fields', why } };
  }
  if (given.length > 1) {
    return { peers: unknownBecause(malformed(peer, `${given.join(' and ')} exclude each other`)) };
  }
  const known = peersOf(child(peer, key), key, required);
  return { peers: everyPeerOf([known, ...faults.map(unknownBecause)]) };
}

/** The DNS names of a list, in lower case and without the dot at the end. */
export function domainNamePeers(list: Field): Peers {
  return peersOfList(list, (item) => {
    const name = readAs(item, domainName, 'a domain name');
    if ('why' in name) return name;
    const pattern = name.value.toLowerCase().replace(/\.$/, '');
    return { value: { op: 'dnsName', pattern } };
  });
}

function peersOf(field: Field, key: ClusterPeerField, required: RequiredSelectors): Peers {
  switch (key) {
    case 'namespaces':
      return { op: 'pods', where: labelSelectorCondition(field, 'namespace') };
    case 'pods':
      return { op: 'pods', where: namespacedPods(field, required) };
    case 'nodes':
      return { op: 'nodes', where: labelSelectorCondition(field, 'node') };
    case 'networks':
      return networkPeers(field);
    case 'domainNames':
      return domainNamePeers(field);
  }
}

function networkPeers(list: Field): Peers {
  return peersOfList(list, (item) => {
    const cidr = cidrOf(item);
    return 'why' in cidr ? cidr : { value: { op: 'addresses', addresses: cidr.value } };
  });
}

function peersOfList(
  list: Field,
  read: (item: Field) => { readonly value: Peers } | { readonly why: string },
): Peers {
  const { items, faults } = itemsOf(list);
  const isEmpty = items.length + faults.length === 0;
  const readings = items.map(read);
  const whys = [...faults, ...whysOf(readings), ...(isEmpty ? [malformed(list, 'is empty')] : [])];
  return anyPeer([...valuesOf(readings), ...whys.map(unknownBecause)]);
}

/**
 * NamespacedPod: both selectors must hold, an empty one holds for everything. One that is missing
 * although it is required is read as every client decodes it, which is as an empty one.
 */
function namespacedPods(pods: Field, required: RequiredSelectors): Condition {
  for (const selector of required.map((key) => child(pods, key)).filter(isMissing)) {
    malformed(selector, 'is required, and read as empty');
  }
  return allOf([
    labelSelectorCondition(child(pods, 'namespaceSelector'), 'namespace'),
    labelSelectorCondition(child(pods, 'podSelector'), 'pod'),
    ...faultsOf(pods, ['namespaceSelector', 'podSelector']).map(unknownBecause),
  ]);
}
