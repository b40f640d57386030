import {
  type AddressSet,
  everyIPv4Address,
  everyIPv6Address,
  unionOfAddresses,
} from '../../algebra/address-set.ts';
import { always, anyPeer, unknownBecause } from '../conditions.ts';
import { expectedIn, type Field } from '../field.ts';
import type { Entity, Peers } from '../policy.ts';

const everyAddress = unionOfAddresses([everyIPv4Address, everyIPv6Address]);

/** Identities of Cilium that are no pods; as a label of a selector, `reserved:world`. */
const reservedPeers: ReadonlyMap<string, Peers> = new Map<string, Peers>([
  ['all', { op: 'every' }],
  ['none', { op: 'none' }],
  ['world', world(everyAddress)],
  ['world-ipv4', world(everyIPv4Address)],
  ['world-ipv6', world(everyIPv6Address)],
  ['host', entity('host')],
  ['remote-node', entity('remoteNode')],
  ['kube-apiserver', entity('apiServer')],
  ['ingress', entity('ingressProxy')],
  ['health', entity('health')],
  ['unmanaged', entity('unmanaged')],
  ['init', { op: 'symbol', text: 'endpoints that have no identity yet' }],
]);

/**
 * "Cluster is the logical group of all network endpoints inside of the local cluster. This includes
 * all Cilium-managed endpoints of the local cluster, unmanaged endpoints in the local cluster, as
 * well as the host, remote-node, and init identities" (Layer 3 Policies); InitEntities of Cilium
 * adds ingress, health and kube-apiserver. Init lasts until a pod has started, and is left out.
 */
const cluster: Peers = anyPeer([
  { op: 'pods', where: always },
  { op: 'nodes', where: always },
  entity('host'),
  entity('remoteNode'),
  entity('ingressProxy'),
  entity('health'),
  entity('unmanaged'),
  entity('apiServer'),
]);

const entityPeers: ReadonlyMap<string, Peers> = new Map([...reservedPeers, ['cluster', cluster]]);

/** The peers of an item of `fromEntities` or `toEntities`. */
export function peersOfEntity(item: Field): Peers {
  const peers = typeof item.value === 'string' ? entityPeers.get(item.value) : undefined;
  return peers ?? unknownBecause(expectedIn(item, 'an entity that Cilium has').why);
}

/** The peers with the label `reserved:<name>`; undefined where Cilium has no such label. */
export function peersOfReservedLabel(name: string): Peers | undefined {
  return reservedPeers.get(name);
}

/** What is outside of the cluster; an API server there has an address that nobody tells. */
function world(addresses: AddressSet): Peers {
  return { op: 'addresses', addresses, isOutside: true };
}

function entity(name: Entity): Peers {
  return { op: 'entity', entity: name };
}
