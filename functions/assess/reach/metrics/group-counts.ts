import type { Bits } from '../engine/bits.ts';
import { closureOf } from './closure.ts';
import type { WorkloadGraph } from './workload-graph.ts';

/** Numbers of other workloads, for each member of a group. */
export type GroupCounts = {
  readonly reachedBy: { readonly workloads: number; readonly undefined: number };
  readonly reaches: {
    readonly workloads: number;
    readonly undefined: number;
    readonly transitively: number;
  };
};

/** What holds for every workload of a group, by the place of the group. */
export function groupCounts({ groups, reaches, mayReach }: WorkloadGraph): readonly GroupCounts[] {
  const sizes = groups.map(({ length }) => length);
  const sum = (set: Bits | undefined): number => {
    let total = 0;
    set?.forEach((group) => {
      total += sizes[group] ?? 0;
    });
    return total;
  };
  const [sureIn, possibleIn] = [reaches, mayReach].map((edges) => incoming(edges, sizes));
  const closure = closureOf(reaches);
  return groups.map((_, group) => {
    // A workload is no peer of its own.
    const self = (edges: readonly Bits[]): number => Number(edges[group]?.has(group) ?? false);
    const out = sum(reaches[group]) - self(reaches);
    const into = (sureIn?.[group] ?? 0) - self(reaches);
    const isOnCycle =
      self(reaches) === 1 ||
      [...(reaches[group] ?? [])].some((next) => closure[next]?.has(group) === true);
    return {
      reachedBy: {
        workloads: into,
        undefined: (possibleIn?.[group] ?? 0) - self(mayReach) - into,
      },
      reaches: {
        workloads: out,
        undefined: sum(mayReach[group]) - self(mayReach) - out,
        transitively: sum(closure[group]) + (isOnCycle ? (sizes[group] ?? 1) - 1 : 0),
      },
    };
  });
}

/** How many workloads have an edge to a group. */
function incoming(edges: readonly Bits[], sizes: readonly number[]): readonly number[] {
  const counts = sizes.map(() => 0);
  edges.forEach((targets, source) => {
    targets.forEach((target) => {
      counts[target] = (counts[target] ?? 0) + (sizes[source] ?? 0);
    });
  });
  return counts;
}
