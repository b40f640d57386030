import {
  type AddressSet,
  addressesWithout,
  intersectionOfAddresses,
  parseCidr,
  unionOfAddresses,
} from '../algebra/address-set.ts';
import { internetAddresses } from '../internet-addresses.ts';
import type { Reach } from '../reach.ts';
import type { OriginClaim } from './entrance.ts';
import { clientAddresses } from './network-addresses.ts';
import type { PacketSource } from './packet-source.ts';

/** Which clients a load balancer or a proxy takes requests from. */
export type ClientLimit = {
  /** Absent where everybody may come. */
  readonly ranges?: AddressSet;
  /** The field that says so. */
  readonly field?: string;
  /** What narrows the clients too, and is not read or not understood. */
  readonly unread: readonly string[];
};

/** A list of CIDRs in a field; an empty one limits nothing. */
export function limitOf(field: string, cidrs: readonly string[]): ClientLimit {
  if (cidrs.length === 0) return { unread: [] };
  const sets = cidrs.map((cidr) => parseCidr(cidr.trim()));
  const bad = cidrs.filter((_, index) => sets[index] === undefined);
  return {
    ranges: unionOfAddresses([sets.flatMap((set) => set ?? [])]),
    field,
    unread: bad.map((cidr) => `"${cidr}" in ${field} is no CIDR`),
  };
}

/** `198.51.100.0/24, 10.0.0.0/8` in an annotation. */
export function listIn(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A claim with the clients that it is about. */
export type ClientClaim = OriginClaim & { readonly clients: PacketSource };

/**
 * A claim as a limit leaves it: from the internet only if the limit takes in public addresses, and
 * certain only if everything that limits is read.
 */
export function limited(
  reach: Reach,
  { from, certainty, why }: OriginClaim,
  { ranges, field = '', unread }: ClientLimit,
): readonly ClientClaim[] {
  const isOutside = from === 'internet' || from === 'vpc';
  if (!isOutside) return [{ from, certainty, why, clients: clientsFrom(reach, from) }];
  const claim: OriginClaim = {
    from,
    certainty: unread.length > 0 ? 'undefined' : certainty,
    why: [why, ...unread].join('; '),
  };
  if (ranges === undefined) return [{ ...claim, clients: clientsFrom(reach, from) }];
  const addresses =
    from === 'internet'
      ? intersectionOfAddresses(ranges, internetAddresses)
      : intersectionOfAddresses(ranges, clientAddresses(reach).vpc);
  const rest = addressesWithout(ranges, internetAddresses);
  if (addresses.length > 0) {
    return [{ ...claim, clients: namedClients(field, addresses) }];
  }
  if (from !== 'internet' || rest.length === 0) return [];
  return [{ ...claim, from: 'vpc', clients: namedClients(field, rest) }];
}

export function clientsFrom(reach: Reach, from: OriginClaim['from']): PacketSource {
  const { internet, vpc } = clientAddresses(reach);
  return from === 'internet'
    ? { kind: 'clients', text: 'addresses of the internet', addresses: internet, are: 'all' }
    : { kind: 'clients', text: 'addresses that a VPC may have', addresses: vpc, are: 'some' };
}

function namedClients(field: string, addresses: AddressSet): PacketSource {
  return { kind: 'clients', text: `addresses of ${field}`, addresses, are: 'all' };
}

/** Proxies connect from addresses of their own, in the VPC. */
export function loadBalancerSource(reach: Reach): PacketSource {
  return {
    kind: 'loadBalancer',
    text: 'addresses that a load balancer in the VPC may have',
    addresses: clientAddresses(reach).vpc,
    are: 'some',
  };
}
