import { type BoxMap, boxMapOf, groupOf, type Part } from './boxes.ts';
import { type Drawing, drawingOf } from './drawing.ts';
import type { Relation } from './relation.ts';
import { isOnEveryPort, type Strand } from './strand.ts';
import { twinsOf } from './twins.ts';

/** More lines than this are a tangle, whatever they say. */
const arrowsMax = 240;
const boxesMax = 240;

/** A picture, and what of the map it says less exactly than the lines do. */
export type FoldedDrawing = { readonly drawing: Drawing; readonly notes: readonly string[] };

type Folding = {
  readonly parts: (relation: Relation) => readonly Part[];
  /** What is folded, for people; nothing where the picture is exact. */
  readonly noteOn: (map: BoxMap) => readonly string[];
};

/** From the exact picture to the coarsest one. */
const foldings: readonly Folding[] = [
  { parts: twinParts, noteOn: () => [] },
  {
    parts: openParts,
    noteOn: (map) => [
      `${folded(map)} that every address reaches and that reach every address; ` +
        'what holds for some of them is drawn for all.',
    ],
  },
  {
    parts: groupParts,
    noteOn: (map) => [
      `Too many connections to draw them by workload: ${folded(map)}, one for each namespace ` +
        'and each kind of peer outside.',
      'A line says that some of the one reach some of the other. What passes exactly is in the list of connections.',
    ],
  },
];

/** The most exact picture that can still be read; the coarsest one where none can. */
export function readableDrawing(relation: Relation, isWhole: boolean): FoldedDrawing {
  let last: FoldedDrawing | undefined;
  for (const [at, { parts, noteOn }] of foldings.entries()) {
    const given = parts(relation);
    const isCoarsest = at === foldings.length - 1;
    if (given.length > boxesMax && !isCoarsest) continue;
    if (last !== undefined && !given.some(({ isFolded }) => isFolded)) continue;
    const map = boxMapOf(relation, given);
    const drawing = drawingOf(map, isWhole);
    last = { drawing, notes: noteOn(map) };
    if (drawing.arrows.length <= arrowsMax) return last;
  }
  return last ?? { drawing: drawingOf({ boxes: [], rows: [] }, isWhole), notes: [] };
}

function twinParts(relation: Relation): readonly Part[] {
  return twinsOf(relation).map((places) => ({ places, isFolded: false }));
}

/** Workloads of a namespace that are open to all in both directions are one, others are as they were. */
function openParts(relation: Relation): readonly Part[] {
  const open = openPlaces(relation);
  const rest = twinsOf(relation)
    .map((places) => places.filter((place) => !open.has(place)))
    .filter((places) => places.length > 0);
  return [
    ...foldedParts(relation, [...open]),
    ...rest.map((places) => ({ places, isFolded: false })),
  ];
}

function groupParts(relation: Relation): readonly Part[] {
  return foldedParts(relation, [...relation.peers.keys()]);
}

function foldedParts({ peers }: Relation, places: readonly number[]): readonly Part[] {
  const groups = Map.groupBy(places, (place) => {
    const peer = peers[place];
    // The internet is no kind of peer among others.
    return peer === undefined || peer.look === 'internet' ? `${place}` : groupOf(peer);
  });
  return [...groups.values()].map((group) => ({ places: group, isFolded: group.length > 1 }));
}

function openPlaces({ peers, rows }: Relation): ReadonlySet<number> {
  const internet = (side: string): readonly number[] =>
    [...peers.keys()].filter((at) => peers[at]?.look === 'internet' && peers[at]?.side === side);
  const reached = new Set(
    internet('source').flatMap((from) =>
      [...(rows[from] ?? [])].flatMap(([to, strands]) => (areOpen(strands) ? to : [])),
    ),
  );
  const targets = internet('destination');
  const isFree = (place: number): boolean =>
    targets.some((target) => areOpen(rows[place]?.get(target) ?? []));
  return new Set([...reached].filter(isFree).sort((one, other) => one - other));
}

function areOpen(strands: readonly Strand[]): boolean {
  return strands.some((strand) => strand.certainty === 'allowed' && isOnEveryPort(strand));
}

/** `38 workloads and 2 others are drawn as 5 boxes`. */
function folded({ boxes }: BoxMap): string {
  const given = boxes.filter(({ isFolded }) => isFolded);
  const members = given.flatMap((box) => box.members);
  const workloads = members.filter(({ look }) => look === 'workload').length;
  const others = members.length - workloads;
  const counts = [
    ...(workloads > 0 ? [`${workloads} workloads`] : []),
    ...(others > 0 ? [`${others} ${workloads > 0 ? 'others' : 'peers'}`] : []),
  ];
  const boxCount = given.length === 1 ? 'one box' : `${given.length} boxes`;
  return `${counts.join(' and ')} are drawn as ${boxCount}`;
}
