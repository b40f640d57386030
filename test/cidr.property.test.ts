import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addressesWithout,
  everyIPv4Address,
  everyIPv6Address,
  hasAddress,
  intersectionOfAddresses,
  parseCidr,
  unionOfAddresses,
} from '../functions/assess/reach/algebra/address-set.ts';
import { coveringBlocks } from '../functions/assess/reach/algebra/covering-blocks.ts';

type Family = 4 | 6;

/** A block, as the bits of its prefix and the bits of a host in it. */
type Block = { readonly family: Family; readonly prefix: string; readonly host: string };

const widths = { 4: 32, 6: 128 } as const;
const family = fc.constantFrom<Family>(4, 6);
const bits = (length: number) =>
  fc.string({ unit: fc.constantFrom('0', '1'), minLength: length, maxLength: length });
const shortPrefix = fc.nat({ max: 3 }).chain(bits);

/** The blocks beside a path down to one address or less deep, and its end: exactly the family. */
const partition = fc
  .tuple(family, fc.nat({ max: 128 }))
  .chain(([of, depth]) =>
    fc.record({ family: fc.constant(of), path: bits(depth % (widths[of] + 1)) }),
  )
  .map(({ family: of, path }) => ({
    family: of,
    prefixes: [
      path,
      ...[...path].map((bit, index) => `${path.slice(0, index)}${bit === '0' ? '1' : '0'}`),
    ],
  }));

const nearlyWhole = fc
  .tuple(partition, fc.array(shortPrefix, { maxLength: 3 }), fc.nat(), fc.boolean())
  .map(([{ family: of, prefixes }, more, at, isWhole]) => ({
    family: of,
    prefixes: [
      ...more,
      ...(isWhole ? prefixes : prefixes.filter((_, index) => index !== at % prefixes.length)),
    ],
  }));
const anywhere = fc.record({ family, prefixes: fc.array(shortPrefix, { maxLength: 6 }) });

const blocks = fc
  .array(fc.oneof(nearlyWhole, anywhere), { maxLength: 2 })
  .chain((sets) =>
    fc.tuple(
      ...sets.flatMap(({ family: of, prefixes }) =>
        prefixes.map((prefix) =>
          bits(widths[of] - prefix.length).map((host): Block => ({ family: of, prefix, host })),
        ),
      ),
    ),
  )
  .chain((given) => fc.shuffledSubarray(given, { minLength: given.length }));

/** Halves every block until it is inside a given one, or nothing given is left inside it. */
function isWhole(prefixes: readonly string[], at = ''): boolean {
  if (prefixes.some((prefix) => at.startsWith(prefix))) return true;
  if (!prefixes.some((prefix) => prefix.startsWith(at))) return false;
  return isWhole(prefixes, `${at}0`) && isWhole(prefixes, `${at}1`);
}

function prefixesOf(given: readonly Block[], of: Family): readonly string[] {
  return given.filter((block) => block.family === of).map(({ prefix }) => prefix);
}

function textOf({ family: of, prefix, host }: Block): string {
  const partBits = of === 4 ? /.{8}/g : /.{16}/g;
  const parts = (`${prefix}${host}`.match(partBits) ?? []).map((part) => Number.parseInt(part, 2));
  const address = of === 4 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':');
  return `${address}/${prefix.length}`;
}

const families = { 4: everyIPv4Address, 6: everyIPv6Address } as const;

describe('blocks', () => {
  test('cover a family exactly where halving it comes to nothing else', () => {
    const seen = { whole: 0, open: 0 };
    fc.assert(
      fc.property(blocks, (given) => {
        const whole = ([4, 6] as const).filter((of) => isWhole(prefixesOf(given, of)));
        const union = unionOfAddresses(given.map((block) => parseCidr(textOf(block)) ?? []));
        const covered = ([4, 6] as const).filter(
          (of) => addressesWithout(families[of], union).length === 0,
        );
        const covers = coveringBlocks(given.map(textOf));
        expect(covered).toEqual(whole);
        expect(covers.map(([first = '']) => (first.includes(':') ? 6 : 4))).toEqual(whole);
        seen[whole.length > 0 ? 'whole' : 'open'] += 1;
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.whole, seen.open)).toBeGreaterThan(300);
  });

  test('that are named cover the family by themselves, and none of them is in vain', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        for (const cover of coveringBlocks(given.map(textOf))) {
          const prefixes = cover.map(
            (text) => given.find((block) => textOf(block) === text)?.prefix,
          );
          const named = prefixes.map((prefix = '') => prefix);
          expect(isWhole(named)).toBe(true);
          for (const left of named) {
            expect(isWhole(named.filter((prefix) => prefix !== left))).toBe(false);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('that are no CIDR cover nothing', () => {
    expect(coveringBlocks(['office', '0.0.0.0', '::/0%eth0'])).toEqual([]);
  });
});

const smallRange = fc
  .tuple(fc.constantFrom(4, 6), fc.nat({ max: 9 }), fc.nat({ max: 9 }))
  .map(([of, one, other]) => {
    const base = families[of === 4 ? 4 : 6][0]?.first ?? 0n;
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    return { first: base + BigInt(low), last: base + BigInt(high) };
  });
const ranges = fc.array(smallRange, { maxLength: 5 });
const samples = [everyIPv6Address, everyIPv4Address].flatMap(([family]) =>
  Array.from({ length: 10 }, (_, index) => (family?.first ?? 0n) + BigInt(index)),
);

describe('sets of addresses', () => {
  test('are united, cut and subtracted as their members are', () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const union = unionOfAddresses([one, other]);
        const [inOne, inOther] = [one, other].map(
          (set) => (address: bigint) => hasAddress(set, address),
        );
        const both = intersectionOfAddresses(unionOfAddresses([one]), other);
        const rest = addressesWithout(unionOfAddresses([one]), other);
        for (const address of samples) {
          const expected = [inOne?.(address) === true, inOther?.(address) === true] as const;
          expect(hasAddress(union, address)).toBe(expected[0] || expected[1]);
          expect(hasAddress(both, address)).toBe(expected[0] && expected[1]);
          expect(hasAddress(rest, address)).toBe(expected[0] && !expected[1]);
        }
        for (const [index, { first }] of union.entries()) {
          const before = union[index - 1];
          if (before !== undefined) expect(first > before.last + 1n).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('keep IPv6 and IPv4 apart, although their numbers lie side by side', () => {
    expect(unionOfAddresses([everyIPv4Address, everyIPv6Address])).toHaveLength(2);
  });

  test('of thousands of ranges are subtracted in a moment', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => {
      const address = (everyIPv4Address[0]?.first ?? 0n) + BigInt(2 * index);
      return { first: address, last: address };
    });
    const started = performance.now();
    expect(addressesWithout(everyIPv4Address, many)).toHaveLength(many.length);
    expect(intersectionOfAddresses(many, many)).toHaveLength(many.length);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});

describe('a CIDR', () => {
  test.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3/0', '0.0.0.0/0'],
    ['::/1', '0:0:0:0:0:0:0:0/1'],
    ['8000::/1', 'ffff:1::2/1'],
    ['2001:db8::1:0:0/96', '2001:db8:0:0:0:1:0:0/96'],
    ['::ffff:192.0.2.1/128', '::ffff:c000:201/128'],
    ['64:ff9b::192.0.2.1/96', '64:ff9b:0:0:0:0::/96'],
  ])('%s means the same as %s', (one, other) => {
    expect(parseCidr(one)).toBeDefined();
    expect(parseCidr(one)).toEqual(parseCidr(other));
  });

  test.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '::/129',
    'fe80::1%eth0/64',
    '10.0.0.0/-1',
    '1::2::3/64',
  ])('is not %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});
