import { type AddressSet, parseCidr, unionOfAddresses } from '../algebra/address-set.ts';
import { internetAddresses } from '../internet-addresses.ts';
import type { Reach } from '../reach.ts';
import { ofClusterFamily } from './half-answers.ts';

/**
 * Addresses that hosts of a VPC may have, and load balancers in it. Which of them a VPC really has
 * is not read. With IPv6 they are global ones.
 */
const privateAddresses: AddressSet = unionOfAddresses(
  ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', '2000::/3'].map(
    (cidr) => parseCidr(cidr) ?? [],
  ),
);

/** Addresses of clients, of the one family that the cluster has. */
export type ClientAddresses = { readonly internet: AddressSet; readonly vpc: AddressSet };

const known = new WeakMap<Reach, ClientAddresses>();

export function clientAddresses(reach: Reach): ClientAddresses {
  const before = known.get(reach);
  if (before !== undefined) return before;
  const found = {
    internet: ofClusterFamily(reach, internetAddresses),
    vpc: ofClusterFamily(reach, privateAddresses),
  };
  known.set(reach, found);
  return found;
}
