import type { ObjectRef, Snapshot } from '../../../model/snapshot.ts';
import { keyOfPorts, type PortSet } from '../algebra/port-set.ts';
import { workloadClasses } from '../metrics/workload-classes.ts';
import type { Direction } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';
import { type Disagreement, disagreements } from './disagreements.ts';
import { type NamedPeer, namedPeers, workloadPeer } from './peer-list.ts';
import type { ReadingDifference } from './reading-differences.ts';

/** Connections of one workload about which its engine and the specification disagree. */
export type WorkloadDisagreement = {
  readonly kind: Disagreement['kind'];
  /** `egress` only to peers that are no pods: between pods it is told of the destination. */
  readonly direction: Direction;
  /** The other ends, without the workload itself. */
  readonly peers: readonly NamedPeer[];
  readonly ports: PortSet;
  readonly because: readonly ReadingDifference[];
};

export function workloadDisagreements(
  reach: Reach,
  snapshot: Snapshot,
  owner: ObjectRef,
): readonly WorkloadDisagreement[] {
  const index = indexOf(reach, snapshot);
  const classes = workloadClasses(reach).classesOf(owner);
  const self = workloadPeer(owner).text;
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const found = new Set(classes.flatMap((place) => index[direction].get(place) ?? []));
    return merged([...found], direction, index).flatMap((disagreement) => {
      const peers = disagreement.peers.filter(({ text }) => text !== self);
      return peers.length === 0 ? [] : { ...disagreement, peers };
    });
  });
}

type Index = Readonly<Record<Direction, ReadonlyMap<number, readonly Disagreement[]>>> & {
  readonly reach: Reach;
  readonly merged: Map<string, readonly WorkloadDisagreement[]>;
  readonly places: ReadonlyMap<Disagreement, number>;
};

const known = new WeakMap<Reach, Index>();

function indexOf(reach: Reach, snapshot: Snapshot): Index {
  const before = known.get(reach);
  if (before !== undefined) return before;
  const all = disagreements(reach, snapshot);
  const ingress = new Map<number, Disagreement[]>();
  const egress = new Map<number, Disagreement[]>();
  for (const disagreement of all) {
    const destinations = [...disagreement.destinations];
    for (const place of destinations) note(ingress, place, disagreement);
    if (destinations.every((place) => isPods(reach, place))) continue;
    for (const place of disagreement.sources) note(egress, place, disagreement);
  }
  const places = new Map(all.map((disagreement, place) => [disagreement, place]));
  const index = { reach, ingress, egress, places, merged: new Map() };
  known.set(reach, index);
  return index;
}

function note(map: Map<number, Disagreement[]>, place: number, item: Disagreement): void {
  const items = map.get(place);
  if (items === undefined) map.set(place, [item]);
  else items.push(item);
}

function isPods({ destinations }: Reach, place: number): boolean {
  return destinations[place]?.kind === 'pods';
}

/** Worked out once for all workloads that the same disagreements are about. */
function merged(
  found: readonly Disagreement[],
  direction: Direction,
  { reach, places, merged: before }: Index,
): readonly WorkloadDisagreement[] {
  const numbers = found.map((disagreement) => places.get(disagreement));
  const key = `${direction} ${numbers.sort().join()}`;
  const done = before.get(key);
  if (done !== undefined) return done;
  const alike = Map.groupBy(found, ({ kind, ports, because }) =>
    [kind, keyOfPorts(ports), ...because.map(({ point }) => point)].join(' '),
  );
  const result = [...alike.values()].flatMap((same): readonly WorkloadDisagreement[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { kind, ports, because } = first;
    return [{ kind, direction, peers: otherEnds(same, direction, reach), ports, because }];
  });
  before.set(key, result);
  return result;
}

function otherEnds(same: readonly Disagreement[], direction: Direction, reach: Reach) {
  if (direction === 'ingress') {
    const places = new Set(same.flatMap(({ sources }) => [...sources]));
    return namedPeers(reach, places, 'sources');
  }
  const places = new Set(
    same.flatMap(({ destinations }) => [...destinations].filter((place) => !isPods(reach, place))),
  );
  return namedPeers(reach, places, 'destinations');
}
