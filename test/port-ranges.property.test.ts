import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allPorts,
  hasPort,
  intersectionOfPorts,
  keyOfPorts,
  lastPort,
  noPorts,
  type PortSet,
  portsOf,
  portsWithout,
  unionOfPorts,
} from '../functions/assess/reach/algebra/port-set.ts';

const everyPort = Array.from({ length: lastPort }, (_, index) => index + 1);
const protocols = ['TCP', 'UDP', 'SCTP'] as const;

type Range = { readonly first: number; readonly last: number };

const range = fc
  .tuple(fc.integer({ min: 0, max: lastPort }), fc.integer({ min: 1, max: lastPort }))
  .map(([one, other]): Range => ({ first: Math.min(one, other), last: Math.max(one, other) }));

/** All ports cut in pieces, one of which may be missing, or short by its last port. */
const nearlyWhole = fc
  .record({
    cuts: fc.uniqueArray(fc.integer({ min: 2, max: lastPort }), { maxLength: 5 }),
    at: fc.nat(),
    flaw: fc.constantFrom('none', 'none', 'missing', 'short'),
  })
  .map(({ cuts, at, flaw }): readonly Range[] => {
    const starts = [1, ...cuts.sort((one, other) => one - other)];
    const pieces = starts.map((first, index) => ({
      first,
      last: (starts[index + 1] ?? lastPort + 1) - 1,
    }));
    const hit = at % pieces.length;
    if (flaw === 'missing') return pieces.filter((_, index) => index !== hit);
    return pieces.map((piece, index) =>
      flaw === 'short' && index === hit ? { ...piece, last: piece.last - 1 } : piece,
    );
  })
  .map((pieces) => pieces.filter(({ first, last }) => first <= last));

const ranges = fc
  .tuple(fc.oneof(nearlyWhole, fc.constant([])), fc.array(range, { maxLength: 3 }))
  .chain(([pieces, more]) => {
    const all = [...pieces, ...more];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

/** Looks at every port by itself. */
function isHeld(given: readonly Range[], port: number): boolean {
  return given.some(({ first, last }) => first <= port && port <= last);
}

function setOf(given: readonly Range[]): PortSet {
  return given
    .map(({ first, last }) => portsOf('TCP', first, last))
    .reduce((one, other) => unionOfPorts(one, other), noPorts);
}

describe('ranges', () => {
  test('add up to all ports exactly where they hold every port', () => {
    const seen = { whole: 0, open: 0 };
    fc.assert(
      fc.property(ranges, (given) => {
        const expected = everyPort.every((port) => isHeld(given, port));
        expect(keyOfPorts(setOf(given)) === keyOfPorts(portsOf('TCP'))).toBe(expected);
        seen[expected ? 'whole' : 'open'] += 1;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.whole, seen.open)).toBeGreaterThan(75);
  });

  test('of a set are in order, apart and not adjacent, and hold what was put in', () => {
    fc.assert(
      fc.property(ranges, (given) => {
        const { TCP } = setOf(given);
        for (const [index, { first, last }] of TCP.entries()) {
          expect(first).toBeLessThanOrEqual(last);
          const next = TCP[index + 1];
          if (next !== undefined) expect(next.first).toBeGreaterThan(last + 1);
        }
        for (const port of edgesOf(given)) expect(isHeld(TCP, port)).toBe(isHeld(given, port));
      }),
      { numRuns: 1000 },
    );
  });

  test('are joined, met and left out port by port', () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const [a, b] = [setOf(one), setOf(other)];
        for (const port of edgesOf([...one, ...other])) {
          const [inOne, inOther] = [isHeld(one, port), isHeld(other, port)];
          expect(hasPort(unionOfPorts(a, b), 'TCP', port)).toBe(inOne || inOther);
          expect(hasPort(intersectionOfPorts(a, b), 'TCP', port)).toBe(inOne && inOther);
          expect(hasPort(portsWithout(a, b), 'TCP', port)).toBe(inOne && !inOther);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a set of ports', () => {
  test.each([0, 1])('from %d to the last is all of its protocol, and of no other', (first) => {
    for (const protocol of protocols) {
      const set = portsOf(protocol, first, lastPort);
      expect(set).toEqual(portsOf(protocol));
      for (const other of protocols) expect(set[other].length > 0).toBe(other === protocol);
      expect(set.OTHER).toBe(false);
    }
  });

  test('is everything where every protocol is all of it', () => {
    const all = [...protocols, 'OTHER' as const].map((protocol) => portsOf(protocol));
    expect(all.reduce(unionOfPorts)).toEqual(allPorts);
  });

  test('of a port that there is none of is empty', () => {
    expect(portsOf('TCP', lastPort + 1)).toEqual(noPorts);
    expect(portsOf('TCP', 0)).toEqual(noPorts);
  });
});

/** Ports at which something may change. */
function edgesOf(given: readonly Range[]): readonly number[] {
  const edges = given.flatMap(({ first, last }) => [first - 1, first, last, last + 1]);
  return [1, ...edges, lastPort].filter((port) => port >= 1 && port <= lastPort);
}
