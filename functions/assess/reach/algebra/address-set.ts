import ipaddr from 'ipaddr.js';

/** Addresses in a row, both ends included. IPv6 takes 0 to 2^128 - 1, IPv4 the numbers after it. */
export type AddressRange = { readonly first: bigint; readonly last: bigint };

/** Ranges that are in order, apart and not adjacent. IPv4 and IPv6 never share a range. */
export type AddressSet = readonly AddressRange[];

const ipv4Base = 1n << 128n;
const addressBits = { 4: 32, 6: 128 } as const;

export const everyIPv4Address: AddressSet = [{ first: ipv4Base, last: ipv4Base + 0xffff_ffffn }];
export const everyIPv6Address: AddressSet = [{ first: 0n, last: ipv4Base - 1n }];

export const noAddresses: AddressSet = [];

export function isIPv4(address: bigint): boolean {
  return address >= ipv4Base;
}

/** The number of an address; undefined where the text is none. A zone is not part of an address. */
export function parseAddress(text: string): bigint | undefined {
  if (!ipaddr.isValid(text) || text.includes('%')) return undefined;
  if (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  return numberOf(ipaddr.parse(text));
}

/** The addresses of a CIDR; host bits count for nothing. Undefined where the text is no CIDR. */
export function parseCidr(text: string): AddressSet | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const number = parseAddress(address);
  if (number === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const hostBits = addressBits[isIPv4(number) ? 4 : 6] - Number(length);
  if (hostBits < 0) return undefined;
  const size = 1n << BigInt(hostBits);
  const first = number - (number % size);
  return [{ first, last: first + size - 1n }];
}

export function unionOfAddresses(sets: readonly AddressSet[]): AddressSet {
  const inOrder = sets.flat().sort((a, b) => compared(a.first, b.first));
  const result: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of inOrder) {
    const before = result.at(-1);
    // IPv4 is kept apart, although its numbers lie next to those of IPv6.
    const isNext = before !== undefined && first <= before.last + 1n;
    if (isNext && isIPv4(first) === isIPv4(before.last)) {
      if (last > before.last) before.last = last;
    } else result.push({ first, last });
  }
  return result;
}

/** Both lists may have thousands of ranges, and need no order. */
export function addressesWithout(set: AddressSet, removed: AddressSet): AddressSet {
  const gaps = unionOfAddresses([removed]);
  return set.flatMap((range) => {
    const left: AddressRange[] = [];
    let first = range.first;
    for (const gap of touching(gaps, range)) {
      if (first < gap.first) left.push({ first, last: gap.first - 1n });
      first = gap.last + 1n;
    }
    return first <= range.last ? [...left, { first, last: range.last }] : left;
  });
}

export function intersectionOfAddresses(one: AddressSet, other: AddressSet): AddressSet {
  const inOrder = unionOfAddresses([other]);
  return one.flatMap((a) =>
    touching(inOrder, a).map((b) => ({
      first: a.first > b.first ? a.first : b.first,
      last: a.last < b.last ? a.last : b.last,
    })),
  );
}

/** The ranges of a set that share an address with a range, in order. */
function touching(set: AddressSet, { first, last }: AddressRange): readonly AddressRange[] {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle]?.last ?? first) < first) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while ((set[end]?.first ?? last + 1n) <= last) end += 1;
  return set.slice(low, end);
}

export function hasAddress(set: AddressSet, address: bigint): boolean {
  return set.some(({ first, last }) => first <= address && address <= last);
}

/** `10.0.0.1`, `2001:db8::1`. */
export function addressText(address: bigint): string {
  if (isIPv4(address)) {
    return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.');
  }
  const bytes = Array.from({ length: 16 }, (_, index) =>
    Number((address >> BigInt(8 * (15 - index))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** `10.0.0.0-10.0.0.255`, both ends even where they are the same. */
export function rangeText({ first, last }: AddressRange): string {
  return `${addressText(first)}-${addressText(last)}`;
}

function numberOf(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  const number = address.toByteArray().reduce((total, byte) => (total << 8n) + BigInt(byte), 0n);
  return address.kind() === 'ipv4' ? number + ipv4Base : number;
}

function compared(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
