import type { ClassPart, Standing } from './class-parts.ts';

/** Whether two pods or nodes are on one node, may come to be, or are not. */
type Neighbourhood = 'same node' | 'perhaps' | 'apart';

/** Two pods or nodes that stand for all of their classes that are neighbours in the same way. */
export type UnitPair = {
  readonly source: Standing;
  readonly destination: Standing;
  /** The same for pairs that no policy and no rule about own nodes (point 40) can tell apart. */
  readonly key: string;
};

/**
 * One pair for each way in which the pods of two peers can stand to each other: by their classes, and
 * where one is a node or on its network, by whether it is the other's own.
 */
export function unitPairs(
  sources: readonly ClassPart[],
  destinations: readonly ClassPart[],
): readonly UnitPair[] {
  return sources.flatMap((from) =>
    destinations.flatMap((to) => {
      const found = from.isHost || to.isHost ? byNeighbourhood(from, to) : [anyPair(from, to)];
      return found.flatMap((pair) => {
        if (pair === undefined) return [];
        const [source, destination] = pair.ends;
        return { source, destination, key: `${from.place} ${to.place} ${pair.neighbourhood}` };
      });
    }),
  );
}

type Ends = readonly [Standing, Standing];
type Found = { readonly ends: Ends; readonly neighbourhood: Neighbourhood };

function byNeighbourhood(from: ClassPart, to: ClassPart): readonly (Found | undefined)[] {
  return (['same node', 'perhaps', 'apart'] as const).map((neighbourhood) =>
    firstPair(from, to, neighbourhood),
  );
}

function anyPair(from: ClassPart, to: ClassPart): Found | undefined {
  const ends = distinct([...from.byNode.values()].flat(), [...to.byNode.values()].flat());
  return ends && { ends, neighbourhood: 'apart' };
}

function firstPair(
  { byNode: from }: ClassPart,
  { byNode: to }: ClassPart,
  neighbourhood: Neighbourhood,
): Found | undefined {
  for (const [node, sources] of from) {
    const others = neighbourhood === 'same node' && node !== undefined ? [node] : to.keys();
    for (const other of others) {
      if (neighbourhoodOf(node, other) !== neighbourhood) continue;
      const ends = distinct(sources, to.get(other) ?? []);
      if (ends !== undefined) return { ends, neighbourhood };
    }
  }
  return undefined;
}

function neighbourhoodOf(node: string | undefined, other: string | undefined): Neighbourhood {
  if (node === undefined || other === undefined) return 'perhaps';
  return node === other ? 'same node' : 'apart';
}

/** Two different ones: of a pod that a template makes there is always another one. */
function distinct(
  sources: readonly Standing[],
  destinations: readonly Standing[],
): Ends | undefined {
  const [source, nextSource] = sources;
  const [destination, nextDestination] = destinations;
  if (source === undefined || destination === undefined) return undefined;
  if (source.text !== destination.text) return [source, destination];
  if (nextDestination !== undefined) return [source, nextDestination];
  if (nextSource !== undefined) return [nextSource, destination];
  const { ref, text } = destination;
  if (source.isRepresentative !== true || ref.kind !== 'pod') return undefined;
  return [source, { ref: { ...ref, isReplica: true }, text: `another ${text}` }];
}
