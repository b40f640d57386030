import { type ArrowEnd, keyOf } from './arrows.ts';
import type { Drawing } from './drawing.ts';

export type OuterEnds = { readonly leftmost: ArrowEnd; readonly rightmost: ArrowEnd };

/**
 * Nodes of a cluster that a layout in ranks puts into its first and its last rank: what stands
 * before the one or behind the other stands beside the whole cluster.
 */
export function outerEnds(ends: readonly ArrowEnd[], { arrows }: Drawing): OuterEnds | undefined {
  const own = new Set(ends.map(keyOf));
  const next = Map.groupBy(
    arrows.filter(({ from, to }) => own.has(keyOf(from)) && own.has(keyOf(to))),
    ({ from }) => keyOf(from),
  );
  const depths = depthsOf([...own], (key) => (next.get(key) ?? []).map(({ to }) => keyOf(to)));
  const depth = (end: ArrowEnd): number => depths.get(keyOf(end)) ?? 0;
  const inOrder = ends.toSorted((one, other) => depth(one) - depth(other));
  const [leftmost] = inOrder;
  const rightmost = inOrder.at(-1);
  return leftmost && rightmost && { leftmost, rightmost };
}

type Steps = (key: string) => readonly string[];

/** The length of the longest way to each key. */
function depthsOf(keys: readonly string[], next: Steps): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { from, to } of stepsInOrder(keys, next)) {
    depths.set(to, Math.max(depths.get(to) ?? 0, (depths.get(from) ?? 0) + 1));
  }
  return depths;
}

type Step = { readonly from: string; readonly to: string };

/** Steps so that those to a key come before those from it; one that closes a circle is left out. */
function stepsInOrder(keys: readonly string[], next: Steps): readonly Step[] {
  const open = new Set<string>();
  const done = new Set<string>();
  const steps: Step[][] = [];
  const visit = (from: string): void => {
    open.add(from);
    const forward = next(from).filter((to) => !open.has(to));
    for (const to of forward) if (!done.has(to) && !open.has(to)) visit(to);
    open.delete(from);
    done.add(from);
    steps.push(forward.map((to) => ({ from, to })));
  };
  for (const key of keys) if (!done.has(key)) visit(key);
  return steps.reverse().flat();
}
