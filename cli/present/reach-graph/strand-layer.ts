import { Bits } from '../../../functions/assess/reach/engine/bits.ts';
import type { Box, BoxMap } from './boxes.ts';
import { isWithin, type Strand } from './strand.ts';

/** The pairs of boxes that one strand is about: for each source its destinations. */
export type StrandLayer = {
  readonly strand: Strand;
  /** Pairs of two boxes whose connection is this strand: each is to be drawn. */
  readonly asked: readonly Bits[];
  /**
   * Pairs where a line of this strand says nothing wrong: where it or a wider one holds, where the
   * map has no word at all, and each box to itself, of which its label says how it really is.
   */
  readonly valid: readonly Bits[];
};

/** A layer for each strand of the map, in order of their keys. */
export function strandLayers({ boxes, rows }: BoxMap): readonly StrandLayer[] {
  const strands = new Map(rows.flatMap(strandsIn).map((strand) => [strand.key, strand]));
  const wordless = boxes.map((box, place) => Bits.of([place, ...wordlessPlaces(box, boxes)]));
  return [...strands.values()]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map((strand) => ({
      strand,
      asked: rows.map((row, place) =>
        placesWhere(row, ({ key }) => key === strand.key).minus(Bits.of([place])),
      ),
      valid: rows.map((row, place) =>
        Bits.union([
          placesWhere(row, (given) => isWithin(strand, given)),
          wordless[place] ?? Bits.none,
        ]),
      ),
    }));
}

function strandsIn(row: BoxMap['rows'][number]): readonly Strand[] {
  return [...row.values()].flat();
}

function placesWhere(row: BoxMap['rows'][number], holds: (strand: Strand) => boolean): Bits {
  return Bits.of([...row].flatMap(([place, strands]) => (strands.some(holds) ? place : [])));
}

/** From one peer that is no pod to another nothing is told: policies have no say there. */
function wordlessPlaces(box: Box, boxes: readonly Box[]): readonly number[] {
  if (!isPodless(box) || box.members[0]?.side === 'destination') return [];
  return boxes.flatMap((other, at) =>
    isPodless(other) && other.members[0]?.side !== 'source' ? at : [],
  );
}

function isPodless({ members }: Box): boolean {
  return members.every(({ look }) => look !== 'workload');
}
