import { Bits } from '../engine/bits.ts';
import type { Reach } from '../reach.ts';
import { workloadClasses } from './workload-classes.ts';
import { workloadGraph } from './workload-graph.ts';

/** Numbers of other namespaces. */
export type NamespaceCounts = Readonly<
  Record<'reachedBy' | 'reaches', { readonly namespaces: number; readonly undefined: number }>
>;

/** Which namespaces have a workload that reaches one of another, in numbers, by name. */
export function namespaceCounts(reach: Reach): ReadonlyMap<string, NamespaceCounts> {
  const { groups, reaches, mayReach } = workloadGraph(reach);
  const { workloads } = workloadClasses(reach);
  const names = [...new Set(workloads.map(({ owner }) => owner.namespace ?? ''))];
  const places = new Map(names.map((name, place) => [name, place]));
  const homes = groups.map((members) =>
    Bits.of(
      members.flatMap((member) => places.get(workloads[member]?.owner.namespace ?? '') ?? []),
    ),
  );
  const [sure, possible] = [reaches, mayReach].map((edges) => edgesOf(edges, homes, names.length));
  const [sureIn, possibleIn] = [sure, possible].map((edges) => reversed(edges ?? []));
  const counted = (certain?: Bits, all?: Bits) => ({
    namespaces: certain?.size ?? 0,
    undefined: (all?.size ?? 0) - (certain?.size ?? 0),
  });
  return new Map(
    names.map((name, place) => [
      name,
      {
        reachedBy: counted(sureIn?.[place], possibleIn?.[place]),
        reaches: counted(sure?.[place], possible?.[place]),
      },
    ]),
  );
}

/** For each namespace the others that a workload of it reaches. */
function edgesOf(edges: readonly Bits[], homes: readonly Bits[], count: number): readonly Bits[] {
  const targets: Bits[][] = Array.from({ length: count }, () => []);
  edges.forEach((reached, group) => {
    const namespaces = Bits.union([...reached].flatMap((other) => homes[other] ?? []));
    for (const home of homes[group] ?? []) targets[home]?.push(namespaces);
  });
  return targets.map((sets, place) => Bits.union(sets).minus(Bits.of([place])));
}

function reversed(edges: readonly Bits[]): readonly Bits[] {
  const sources: number[][] = edges.map(() => []);
  edges.forEach((targets, source) => {
    for (const target of targets) sources[target]?.push(source);
  });
  return sources.map((places) => Bits.of(places));
}
