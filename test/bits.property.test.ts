import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bits } from '../functions/assess/reach/engine/bits.ts';

const numbers = fc.uniqueArray(fc.nat(400));

const inOrder = (members: Iterable<number>): number[] =>
  [...new Set(members)].sort((one, other) => one - other);

test('sets of bits do what sets of numbers do', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const [one, other] = [Bits.of(a), Bits.of(b)];
      expect([...one]).toEqual(inOrder(a));
      expect([...one.and(other)]).toEqual(inOrder(a.filter((member) => b.includes(member))));
      expect([...one.minus(other)]).toEqual(inOrder(a.filter((member) => !b.includes(member))));
      expect([...Bits.union([one, other])]).toEqual(inOrder([...a, ...b]));
      expect(one.meets(other)).toBe(a.some((member) => b.includes(member)));
      expect(one.size).toBe(a.length);
      expect(one.isEmpty).toBe(a.length === 0);
      for (const member of [0, 31, 32, 400, ...b]) expect(one.has(member)).toBe(a.includes(member));
      const visited: number[] = [];
      one.forEach((member) => void visited.push(member));
      expect(visited).toEqual(inOrder(a));
    }),
    { numRuns: 2_000 },
  );
});

test('a range holds its first number and not its end', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (first, end) => {
      const expected = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
      expect([...Bits.range(first, end)]).toEqual(expected);
    }),
  );
});
