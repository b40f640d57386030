import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bits } from '../functions/assess/reach/engine/bits.ts';
import { closureOf } from '../functions/assess/reach/metrics/closure.ts';

const vertexCount = 9;
const graph = fc.array(fc.uniqueArray(fc.nat(vertexCount - 1)), {
  minLength: vertexCount,
  maxLength: vertexCount,
});

test('the closure holds what a walk along the edges comes to, and nothing else', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const closure = closureOf(edges.map((targets) => Bits.of(targets)));
      for (const [vertex, set] of closure.entries()) {
        expect([...set]).toEqual(walked(edges, vertex));
      }
    }),
    { numRuns: 500 },
  );
});

test('a chain of many vertices does not end on the stack', () => {
  const length = 20_000;
  const edges = Array.from({ length }, (_, vertex) =>
    vertex + 1 < length ? Bits.of([vertex + 1]) : Bits.none,
  );
  expect(closureOf(edges.slice(-3).map(() => Bits.none))).toHaveLength(3);
  expect(closureOf(edges)[length - 3]?.size).toBe(2);
});

function walked(edges: readonly (readonly number[])[], start: number): readonly number[] {
  const seen = new Set<number>();
  const ahead = [...(edges[start] ?? [])];
  for (let vertex = ahead.pop(); vertex !== undefined; vertex = ahead.pop()) {
    if (seen.has(vertex)) continue;
    seen.add(vertex);
    ahead.push(...(edges[vertex] ?? []));
  }
  seen.delete(start);
  return [...seen].sort((one, other) => one - other);
}
