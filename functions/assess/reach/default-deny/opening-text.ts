import {
  type AddressRange,
  addressesWithout,
  addressText,
  everyIPv4Address,
  everyIPv6Address,
  rangeText,
  unionOfAddresses,
} from '../algebra/address-set.ts';
import { protocols } from '../algebra/port-set.ts';
import type { Bits } from '../engine/bits.ts';
import type { PeerSpace } from '../engine/peer-space.ts';
import type { Direction } from '../policies/policy.ts';
import { type Crowd, isOpen, type Opening, openingTo } from './everyone.ts';

const sides = { ingress: 'source', egress: 'destination' } as const;
const families = { IPv4: everyIPv4Address, IPv6: everyIPv6Address } as const;
const shownMax = 3;

/** `every source`, `every IPv4 destination`; pods are told of where no addresses are let through. */
export function whomText(opening: Opening, direction: Direction): string {
  if (!isOpen(openingTo(['IPv4', 'IPv6'], opening))) return 'every pod of the cluster';
  const outside = outsideOf(opening);
  return outside.length > 1
    ? `every ${sides[direction]}`
    : `every ${outside.join('')} ${sides[direction]}`;
}

/** Addresses of the families that are let through that are not among the peers. */
export function exceptionsText(opening: Opening, peers: Bits, space: PeerSpace): string {
  const { firstAtom, parts } = space;
  const open = parts.atoms.ranges.filter((_, index) => peers.has(firstAtom + index));
  const whole = outsideOf(opening).flatMap((family) => families[family]);
  const left = addressesWithout(unionOfAddresses([whole]), unionOfAddresses([open]));
  if (left.length === 0) return '';
  const more = left.length > shownMax ? ` and ${left.length - shownMax} more ranges` : '';
  return ` but ${left.slice(0, shownMax).map(textOf).join(', ')}${more}`;
}

function textOf(range: AddressRange): string {
  return range.first === range.last ? addressText(range.first) : rangeText(range);
}

/** Nothing where all protocols are let through. */
export function protocolsText(opening: Opening): string {
  const [crowd = 'pods'] = outsideOf(opening);
  const open = opening[crowd];
  return open.length === protocols.length ? '' : ` on every port of ${open.join(' and ')}`;
}

function outsideOf(opening: Opening): readonly Exclude<Crowd, 'pods'>[] {
  return (['IPv4', 'IPv6'] as const).filter((crowd) => opening[crowd].length > 0);
}
