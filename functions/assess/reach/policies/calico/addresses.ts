import {
  type AddressSet,
  addressesWithout,
  everyIPv4Address,
  everyIPv6Address,
  intersectionOfAddresses,
  isIPv4,
  parseAddress,
  parseCidr,
  unionOfAddresses,
} from '../../algebra/address-set.ts';
import { anyPeer, everyPeerOf, unknownBecause } from '../conditions.ts';
import {
  child,
  expectedIn,
  type Field,
  itemsOf,
  type Reading,
  textOf,
  valuesOf,
  whysOf,
} from '../field.ts';
import type { Peers } from '../policy.ts';

export type IpVersion = 4 | 6;

const everyAddress = unionOfAddresses([everyIPv4Address, everyIPv6Address]);
const addressesOfVersion = { 4: everyIPv4Address, 6: everyIPv6Address } as const;

/** A CIDR, or one address: "assumed to be fully masked" (libcalico-go/lib/validator/v3). */
export function addressesAt(field: Field): Reading<AddressSet> {
  const text = textOf(field);
  if ('why' in text) return text;
  const address = parseAddress(text.value);
  const addresses = address === undefined ? parseCidr(text.value) : oneAddress(address);
  return addresses === undefined ? expectedIn(field, 'a CIDR') : { value: addresses };
}

/** What has no address outside the set: everything, where the set has every address. */
export function hasEveryAddress(addresses: AddressSet): boolean {
  return addressesWithout(everyAddress, addresses).length === 0;
}

/**
 * The peers that `nets` and `notNets` of an entity and `ipVersion` of its rule leave. A rule whose
 * `notNets` are all IPv4 matches no IPv6 packet, and the other way round: Calico filters the CIDRs
 * by family "unless filtering the rule would completely remove one of its match fields", and then
 * leaves the rule out (felix/rules/policy.go, FilterRuleToIPVersion).
 */
export function addressPeers(entity: Field, ipVersion: IpVersion | undefined): Peers {
  const nets = netsAt(child(entity, 'nets'));
  const notNets = netsAt(child(entity, 'notNets'));
  const excluded = unionOfAddresses(notNets.addresses);
  const isAddressed = nets.isGiven || notNets.isGiven || ipVersion !== undefined;
  if (!isAddressed) return { op: 'every' };
  const matching = [versionsOf(ipVersion, notNets), ...(nets.isGiven ? [nets] : [])]
    .map(({ addresses }) => unionOfAddresses(addresses))
    .reduce(intersectionOfAddresses, everyAddress);
  const left = addressesWithout(matching, excluded);
  return everyPeerOf([
    nets.isGiven ? anyPeer([...inside(left), ...nets.faults.map(unknownBecause)]) : among(left),
    ...notNets.faults.map(unknownBecause),
  ]);
}

type Nets = {
  readonly isGiven: boolean;
  readonly addresses: readonly AddressSet[];
  readonly faults: readonly string[];
};

function netsAt(list: Field): Nets {
  const { items, faults } = itemsOf(list);
  const readings = items.map(addressesAt);
  return {
    isGiven: items.length > 0 || faults.length > 0,
    addresses: valuesOf(readings),
    faults: [...faults, ...whysOf(readings)],
  };
}

/** The address families that a rule can match at all. */
function versionsOf(
  ipVersion: IpVersion | undefined,
  { addresses, faults }: Nets,
): Pick<Nets, 'addresses'> {
  const ofRule = ipVersion === undefined ? everyAddress : addressesOfVersion[ipVersion];
  // A net that cannot be read may be of either family.
  if (addresses.length === 0 || faults.length > 0) return { addresses: [ofRule] };
  const families = addresses.flat().map(({ first }) => addressesOfVersion[isIPv4(first) ? 4 : 6]);
  return { addresses: [intersectionOfAddresses(ofRule, unionOfAddresses(families))] };
}

/** What has one of the addresses. */
function inside(addresses: AddressSet): readonly Peers[] {
  return addresses.length === 0 ? [] : [{ op: 'addresses', addresses }];
}

/** What has one of the addresses, or none that is known, such as a pod that does not run yet. */
function among(addresses: AddressSet): Peers {
  if (hasEveryAddress(addresses)) return { op: 'every' };
  if (addresses.length === 0) return { op: 'none' };
  const others = addressesWithout(everyAddress, addresses);
  const isElsewhere: Peers = { op: 'addresses', addresses: others };
  return anyPeer([...inside(addresses), { op: 'not', operand: isElsewhere }]);
}

function oneAddress(address: bigint): AddressSet {
  return [{ first: address, last: address }];
}
