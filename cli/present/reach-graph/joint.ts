import type { Box } from './boxes.ts';
import type { Strand } from './strand.ts';

/** An end of lines: a box, or all boxes of a group at once. */
export type End =
  | { readonly kind: 'box'; readonly box: number }
  | { readonly kind: 'all'; readonly group: string };

/** A strand from each of some ends to each of others. */
export type Joint = Ends & { readonly strand: Strand };

export type Ends = { readonly sources: readonly End[]; readonly destinations: readonly End[] };

/** Boxes that can be one end together: those of a namespace, and those of all namespaces. */
export type Groups = ReadonlyMap<string, readonly number[]>;

/** The group of all workloads; those of namespaces have other names. */
export const everyWorkload = 'every workload';

/** With fewer namespaces an end for each of them is as short. */
const namespacesMin = 3;

export function groupsOf(boxes: readonly Box[]): Groups {
  const places = [...boxes.keys()].filter(
    (place) => boxes[place]?.members[0]?.namespace !== undefined,
  );
  const byNamespace = Map.groupBy(places, (place) => boxes[place]?.group ?? '');
  return new Map([
    ...(byNamespace.size < namespacesMin ? [] : [[everyWorkload, places] as const]),
    ...[...byNamespace].filter(([, members]) => members.length > 1),
  ]);
}

export function boxesAt(ends: readonly End[], groups: Groups): readonly number[] {
  return ends.flatMap((end) => (end.kind === 'box' ? end.box : (groups.get(end.group) ?? [])));
}

/** Whether lines meet in a junction: where that takes fewer of them than one from each to each. */
export function hasJunction({ sources, destinations }: Ends): boolean {
  return sources.length * destinations.length > sources.length + destinations.length;
}

/** How many lines it takes to draw, and the junction, which takes room like one. */
export function costOf(ends: Ends): number {
  const { sources, destinations } = ends;
  return hasJunction(ends)
    ? sources.length + destinations.length + 1
    : sources.length * destinations.length;
}

export function keyOfEnd(end: End): string {
  return end.kind === 'box' ? `box ${end.box}` : `all ${end.group}`;
}
