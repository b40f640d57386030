import { hasNoPorts, type PortSet } from '../algebra/port-set.ts';
import { Bits } from '../engine/bits.ts';
import type { Reach } from '../reach.ts';
import { workloadClasses } from './workload-classes.ts';

/**
 * Which workloads can open a connection to which, on any port of TCP, UDP or SCTP. Workloads that
 * reach and are reached alike are one group; that a node reaches the pods on it counts for nothing.
 */
export type WorkloadGraph = {
  /** Places of the workloads of each group. */
  readonly groups: readonly (readonly number[])[];
  /** For each group those that it surely reaches; itself where its members reach one another. */
  readonly reaches: readonly Bits[];
  /** Those that it reaches for sure or perhaps. */
  readonly mayReach: readonly Bits[];
};

const known = new WeakMap<Reach, WorkloadGraph>();

export function workloadGraph(reach: Reach): WorkloadGraph {
  const graph = known.get(reach) ?? buildGraph(reach);
  known.set(reach, graph);
  return graph;
}

type Block = { readonly sources: Bits; readonly destinations: Bits; readonly isSure: boolean };

function buildGraph(reach: Reach): WorkloadGraph {
  const blocks = blocksOf(reach);
  const parts = partsOf(blocks, reach.engine.classes.length);
  const { workloads } = workloadClasses(reach);
  const shapes = workloads.map(({ classes }) => [
    ...new Set(classes.map((place) => parts.partOf[place] ?? 0)),
  ]);
  const alike = Map.groupBy(shapes.keys(), (place) => (shapes[place] ?? []).sort(byNumber).join());
  const groups = [...alike.values()];
  const groupsOfPart: number[][] = parts.firstOf.map(() => []);
  groups.forEach(([first = 0], group) => {
    for (const part of shapes[first] ?? []) groupsOfPart[part]?.push(group);
  });
  const groupsIn = (classes: Bits): readonly number[] => {
    const found: number[] = [];
    classes.forEach((place) => {
      // One class of each part stands for all of them.
      if (parts.firstOf[parts.partOf[place] ?? -1] !== place) return;
      for (const group of groupsOfPart[parts.partOf[place] ?? -1] ?? []) found.push(group);
    });
    return found;
  };
  return { groups, ...edgesOf(blocks, groupsIn, groups.length) };
}

function blocksOf(reach: Reach): readonly Block[] {
  const units = reach.engine.spaces.ingress.units;
  const blocks: Block[] = [];
  for (const { sources, destinations, connection } of reach.blocks()) {
    const isSure = isSome(connection.allowed);
    if (!isSure && !isSome(connection.undefined)) continue;
    const ends = { sources: within(sources, units), destinations: within(destinations, units) };
    if (!ends.sources.isEmpty && !ends.destinations.isEmpty) blocks.push({ ...ends, isSure });
  }
  return blocks;
}

/** The set itself where it can be, so that what was seen of it is known again. */
function within(set: Bits, units: Bits): Bits {
  return set.minus(units).isEmpty ? set : set.and(units);
}

function isSome(ports: PortSet): boolean {
  return !hasNoPorts({ ...ports, OTHER: false });
}

type Parts = {
  /** For each class its part. */
  readonly partOf: readonly number[];
  readonly firstOf: readonly number[];
};

/** Parts classes by the blocks that they are sources and destinations of. */
function partsOf(blocks: readonly Block[], count: number): Parts {
  const partOf = new Array<number>(count).fill(0);
  let next = 1;
  const seen = new Set<Bits>();
  for (const ends of blocks.flatMap(({ sources, destinations }) => [sources, destinations])) {
    if (seen.has(ends)) continue;
    seen.add(ends);
    const moved = new Map<number, number>();
    ends.forEach((place) => {
      const before = partOf[place] ?? 0;
      const after = moved.get(before) ?? next + moved.size;
      moved.set(before, after);
      partOf[place] = after;
    });
    next += moved.size;
  }
  const numbers = new Map([...new Set(partOf)].map((part, number) => [part, number]));
  const numbered = partOf.map((part) => numbers.get(part) ?? 0);
  const firstOf: number[] = [];
  numbered.forEach((part, place) => {
    firstOf[part] ??= place;
  });
  return { partOf: numbered, firstOf };
}

function edgesOf(
  blocks: readonly Block[],
  groupsIn: (classes: Bits) => readonly number[],
  count: number,
): Pick<WorkloadGraph, 'reaches' | 'mayReach'> {
  const sure: Bits[][] = Array.from({ length: count }, () => []);
  const possible: Bits[][] = Array.from({ length: count }, () => []);
  for (const { sources, destinations, isSure } of blocks) {
    const targets = Bits.of(groupsIn(destinations));
    if (targets.isEmpty) continue;
    for (const group of new Set(groupsIn(sources))) {
      possible[group]?.push(targets);
      if (isSure) sure[group]?.push(targets);
    }
  }
  return { reaches: sure.map(Bits.union), mayReach: possible.map(Bits.union) };
}

function byNumber(one: number, other: number): number {
  return one - other;
}
