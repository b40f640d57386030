import { hasAddress, parseAddress } from '../algebra/address-set.ts';
import { internetAddresses } from '../internet-addresses.ts';
import type { OriginClaim } from './entrance.ts';

/** Names of Classic and Application Load Balancers; those of Network Load Balancers tell nothing. */
const elbName = /\.[a-z0-9-]+\.elb\.amazonaws\.com(\.cn)?$/;

/**
 * What the address that a load balancer got tells of its scheme. Elastic Load Balancing: an internal
 * load balancer "receives a public DNS name with the following form:
 * internal-name-123456789.region.elb.amazonaws.com", one that faces the internet has no `internal-`.
 */
export function originShown(addresses: readonly string[]): OriginClaim | undefined {
  for (const address of addresses) {
    const from = originOf(address);
    const why = `its address is ${address}, which is ${from === 'internet' ? 'public' : 'internal'}`;
    if (from !== undefined) return { from, certainty: 'yes', why };
  }
  return undefined;
}

function originOf(text: string): 'internet' | 'vpc' | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return hasAddress(internetAddresses, address) ? 'internet' : 'vpc';
  if (!elbName.test(text)) return undefined;
  return text.startsWith('internal-') ? 'vpc' : 'internet';
}

/** Where it cannot be told whether a way is from the internet, it may be, and so may the other. */
export function eitherOrigin(why: string): readonly OriginClaim[] {
  return [
    { from: 'internet', certainty: 'undefined', why },
    { from: 'vpc', certainty: 'undefined', why },
  ];
}
