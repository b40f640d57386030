import {
  type AddressRange,
  type AddressSet,
  addressesWithout,
  addressText,
  everyIPv4Address,
  everyIPv6Address,
  intersectionOfAddresses,
  isIPv4,
  parseCidr,
  rangeText,
} from '../../../functions/assess/reach/algebra/address-set.ts';
import { internetAddresses } from '../../../functions/assess/reach/internet-addresses.ts';

const exceptionsMax = 4;

const families = [
  { name: 'IPv4', every: everyIPv4Address },
  { name: 'IPv6', every: everyIPv6Address },
] as const;

type Family = (typeof families)[number];

/** Addresses as the picture shows them: most of the internet is the internet, the rest are blocks. */
export type SortedAddresses = { readonly internet: AddressSet; readonly blocks: AddressSet };

export function sortedAddresses(set: AddressSet): SortedAddresses {
  const parts = families.map((family) => {
    const own = intersectionOfAddresses(set, family.every);
    return { own, isInternet: coversMost(own, family) };
  });
  const rangesWhere = (isInternet: boolean): AddressSet =>
    parts.flatMap((part) => (part.isInternet === isInternet ? part.own : []));
  return { internet: rangesWhere(true), blocks: rangesWhere(false) };
}

function coversMost(set: AddressSet, { every }: Family): boolean {
  const publicOnes = intersectionOfAddresses(internetAddresses, every);
  return 2n * sizeOf(intersectionOfAddresses(set, publicOnes)) > sizeOf(publicOnes);
}

export function isOfTheInternet(range: AddressRange): boolean {
  return intersectionOfAddresses([range], internetAddresses).length > 0;
}

/** `every IPv4 address without 10.0.0.0/8`, a line a family. */
export function internetText(set: AddressSet): readonly string[] {
  return families.flatMap(({ name, every }) => {
    if (intersectionOfAddresses(set, every).length === 0) return [];
    const missing = addressesWithout(every, set).map(blockText);
    if (missing.length === 0) return [`every ${name} address`];
    const rest = missing.length - exceptionsMax;
    const listed = missing.slice(0, exceptionsMax).join(', ');
    return [`${name} without ${listed}${rest > 0 ? ` and ${rest} more blocks` : ''}`];
  });
}

/** `10.0.0.0/8`, `10.0.0.1`, or `10.0.0.1-10.0.0.9` where no CIDR says it. */
export function blockText(range: AddressRange): string {
  const { first, last } = range;
  if (first === last) return addressText(first);
  const bits = isIPv4(first) ? 32 : 128;
  const hostBits = (last - first).toString(2).length;
  const cidr = `${addressText(first)}/${bits - hostBits}`;
  const [block] = parseCidr(cidr) ?? [];
  return block?.first === first && block.last === last ? cidr : rangeText(range);
}

function sizeOf(set: AddressSet): bigint {
  return set.reduce((total, { first, last }) => total + last - first + 1n, 0n);
}
