import { type End, hasJunction, type Joint, keyOfEnd } from './joint.ts';
import { isOnEveryPort, type Strand } from './strand.ts';

/** Where lines of a joint meet. */
type Junction = { readonly kind: 'junction'; readonly number: number };

export type ArrowEnd = End | Junction;

export type Arrow = {
  readonly from: ArrowEnd;
  readonly to: ArrowEnd;
  readonly strand: Strand;
  readonly isTwoWay: boolean;
};

/** The lines of a picture; what leads from a group to the same group is told in words. */
export type Arrows = {
  readonly arrows: readonly Arrow[];
  /** What passes a junction, by its number. */
  readonly junctions: readonly Strand[];
  readonly amongGroups: readonly AmongGroup[];
};

type AmongGroup = { readonly group: string; readonly strand: Strand };

/** The lines of joints, with two of opposite directions as one where nothing tells them apart. */
export function arrowsOf(joints: readonly Joint[]): Arrows {
  const junctions: Strand[] = [];
  const lines = joints.flatMap((joint): readonly Line[] => {
    const { strand, sources, destinations } = joint;
    if (!hasJunction(joint)) {
      return sources.flatMap((from) => destinations.map((to) => ({ from, to, strand })));
    }
    const junction: Junction = { kind: 'junction', number: junctions.length };
    junctions.push(strand);
    return [
      ...sources.map((from) => ({ from, to: junction, strand })),
      ...destinations.map((to) => ({ from: junction, to, strand })),
    ];
  });
  return {
    arrows: joinedWays(lines.filter(({ from, to }) => keyOf(from) !== keyOf(to))),
    junctions,
    amongGroups: lines.flatMap(({ from, to, strand }) =>
      from.kind === 'all' && keyOf(from) === keyOf(to) ? { group: from.group, strand } : [],
    ),
  };
}

type Line = Omit<Arrow, 'isTwoWay'>;

function joinedWays(lines: readonly Line[]): readonly Arrow[] {
  const known = new Set(lines.map(({ from, to, strand }) => wayKey(from, to, strand)));
  return lines.flatMap(({ from, to, strand }) => {
    const isJoinable = isOnEveryPort(strand) || from.kind === 'junction' || to.kind === 'junction';
    const isTwoWay = isJoinable && known.has(wayKey(to, from, strand));
    // Of the two the one is kept that leads to a junction, or comes first.
    const isSecond =
      isTwoWay && (from.kind === 'junction' || (to.kind !== 'junction' && keyOf(from) > keyOf(to)));
    return isSecond ? [] : [{ from, to, strand, isTwoWay }];
  });
}

function wayKey(from: ArrowEnd, to: ArrowEnd, strand: Strand): string {
  return [keyOf(from), keyOf(to), strand.key].join(' > ');
}

export function keyOf(end: ArrowEnd): string {
  return end.kind === 'junction' ? `junction ${end.number}` : keyOfEnd(end);
}
