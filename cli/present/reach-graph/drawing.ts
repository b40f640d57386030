import { type Arrows, arrowsOf } from './arrows.ts';
import type { Box, BoxMap } from './boxes.ts';
import { boxesAt, type End, type Groups, groupsOf, hasJunction, type Joint } from './joint.ts';
import { jointsOf } from './joints.ts';
import { isWithin, joinedStrands, type Strand } from './strand.ts';
import { strandLayers } from './strand-layer.ts';

export type Drawing = Arrows &
  Pick<BoxMap, 'boxes'> & {
    readonly groups: Groups;
    /** Whether it has all workloads; otherwise only those that some connection is told of. */
    readonly isWhole: boolean;
    /** For each box what its label says of its pods among themselves. */
    readonly selves: readonly Self[];
    /** Boxes that reach nothing and that nothing reaches. */
    readonly lonely: ReadonlySet<number>;
  };

/** What of a box to itself lines do not say, or, where they say too much, how it really is. */
export type Self = { readonly isOnly: boolean; readonly strands: readonly Strand[] };

/** All that a map of boxes says, with as few lines as are found. */
export function drawingOf(map: BoxMap, isWhole: boolean): Drawing {
  const groups = groupsOf(map.boxes);
  const joints = strandLayers(map).flatMap((layer) => jointsOf(layer, groups));
  const { arrows, junctions, amongGroups } = arrowsOf(joints);
  // A line of a joint may stand for nothing but pairs without a word, such as the internet to itself.
  const isTold = (from: End, to: End): boolean =>
    boxesAt([from], groups).some((source) =>
      boxesAt([to], groups).some((destination) => map.rows[source]?.has(destination)),
    );
  return {
    boxes: map.boxes,
    groups,
    isWhole,
    junctions,
    amongGroups,
    arrows: arrows.filter(
      ({ from, to }) => from.kind === 'junction' || to.kind === 'junction' || isTold(from, to),
    ),
    selves: selvesOf(map, joints, groups),
    lonely: lonelyIn(map),
  };
}

function lonelyIn({ boxes, rows }: BoxMap): ReadonlySet<number> {
  const reached = new Set(rows.flatMap((row) => [...row.keys()]));
  const places = [...boxes.keys()];
  return new Set(places.filter((box) => !reached.has(box) && rows[box]?.size === 0));
}

function selvesOf(
  { boxes, rows }: BoxMap,
  joints: readonly Joint[],
  groups: Groups,
): readonly Self[] {
  const drawn = boxes.map((): Strand[] => []);
  for (const joint of joints) {
    for (const box of drawnToThemselves(joint, groups)) drawn[box]?.push(joint.strand);
  }
  return boxes.map((given, box) => {
    const said = joinedStrands([drawn[box] ?? []]);
    const real = rows[box]?.get(box) ?? [];
    const isOnly = !isWordless(given) && !areSaid(said, real);
    return { isOnly, strands: isOnly ? real : real.filter((strand) => !areSaid([strand], said)) };
  });
}

/** Boxes that lines of a joint lead from and back to; a direct line from a box to itself is not drawn. */
function drawnToThemselves(joint: Joint, groups: Groups): readonly number[] {
  const to = new Set(boxesAt(joint.destinations, groups));
  const from = boxesAt(joint.sources, groups).filter((box) => to.has(box));
  if (hasJunction(joint)) return from;
  const alone = (ends: readonly End[]) =>
    new Set(ends.flatMap((end) => (end.kind === 'box' ? end.box : [])));
  const [fromAlone, toAlone] = [alone(joint.sources), alone(joint.destinations)];
  return from.filter((box) => !fromAlone.has(box) || !toAlone.has(box));
}

/** Whether the map has no word on what passes among the members. */
function isWordless({ members }: Box): boolean {
  return members.every(
    ({ look, isSingle }) => look !== 'workload' || (isSingle && members.length === 1),
  );
}

function areSaid(strands: readonly Strand[], by: readonly Strand[]): boolean {
  return strands.every((strand) => by.some((other) => isWithin(strand, other)));
}
