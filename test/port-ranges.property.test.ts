import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  holdsPorts,
  type PortRange,
  partsOfPorts,
  portRanges,
} from '../functions/assess/reach/port-ranges.ts';

const lastPort = 65_535;
const everyPort = Array.from({ length: lastPort }, (_, index) => index + 1);

const range = fc
  .tuple(fc.integer({ min: 0, max: lastPort }), fc.integer({ min: 1, max: lastPort }))
  .map(([one, other]): PortRange => ({ first: Math.min(one, other), last: Math.max(one, other) }));

/** All ports cut in pieces, one of which may be missing, or short by its last port. */
const nearlyWhole = fc
  .record({
    cuts: fc.uniqueArray(fc.integer({ min: 2, max: lastPort }), { maxLength: 5 }),
    at: fc.nat(),
    flaw: fc.constantFrom('none', 'none', 'missing', 'short'),
  })
  .map(({ cuts, at, flaw }): readonly PortRange[] => {
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
function isHeld(given: readonly PortRange[], port: number): boolean {
  return given.some(({ first, last }) => first <= port && port <= last);
}

describe('ranges', () => {
  test('hold every part exactly where they hold every port', () => {
    const seen = { whole: 0, open: 0 };
    fc.assert(
      fc.property(ranges, (given) => {
        const expected = everyPort.every((port) => isHeld(given, port));
        expect(partsOfPorts(given).every((part) => holdsPorts(given, part))).toBe(expected);
        seen[expected ? 'whole' : 'open'] += 1;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.whole, seen.open)).toBeGreaterThan(75);
  });

  test('hold a part whole or not at all, and the parts are all ports, each of them once', () => {
    fc.assert(
      fc.property(ranges, (given) => {
        const parts = partsOfPorts(given);
        expect(parts[0]?.first).toBe(1);
        expect(parts.at(-1)?.last).toBe(lastPort);
        for (const [index, part] of parts.entries()) {
          const next = parts[index + 1];
          if (next !== undefined) expect(next.first).toBe(part.last + 1);
          for (const one of given) {
            const ends = [isHeld([one], part.first), isHeld([one], part.last)];
            expect(ends).toEqual(Array(2).fill(holdsPorts([one], part)));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the ports of a rule', () => {
  test.each([
    ['without any', [], [{ first: 1, last: lastPort }]],
    ['with no number', [{ protocol: 'TCP' }], [{ first: 1, last: lastPort }]],
    ['with one number', [{ protocol: 'TCP', port: 80 }], [{ first: 80, last: 80 }]],
    ['with two numbers', [{ protocol: 'TCP', port: 1, endPort: 9 }], [{ first: 1, last: 9 }]],
    ['with a name, which may be any', [{ protocol: 'TCP', port: 'web' }], []],
    ['of another protocol', [{ protocol: 'UDP' }], []],
  ])('%s are those numbers', (_, ports, expected) => {
    expect(portRanges(ports, 'TCP')).toEqual(expected);
  });

  test.each([0, 1])('from %d to the last are all ports', (port) => {
    const given = portRanges([{ protocol: 'SCTP', port, endPort: lastPort }], 'SCTP');
    expect(partsOfPorts(given)).toEqual([{ first: 1, last: lastPort }]);
    expect(partsOfPorts(given).every((part) => holdsPorts(given, part))).toBe(true);
  });
});
