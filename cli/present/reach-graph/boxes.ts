import type { GraphPeer } from './graph-peer.ts';
import type { Relation } from './relation.ts';
import { joinedStrands, type Strand } from './strand.ts';

/** Peers that are drawn as one. */
export type Box = {
  readonly members: readonly GraphPeer[];
  /** Boxes of one group stand together. */
  readonly group: string;
  /** Whether it says of all members what may hold for some only. */
  readonly isFolded: boolean;
};

/** Boxes by their places, and the strands from each to each, and among the members of each. */
export type BoxMap = {
  readonly boxes: readonly Box[];
  readonly rows: readonly ReadonlyMap<number, readonly Strand[]>[];
};

/** Places of peers that are drawn as one; each place is in one part. */
export type Part = { readonly places: readonly number[]; readonly isFolded: boolean };

export function groupOf({ namespace, look, kind, side }: GraphPeer): string {
  if (namespace !== undefined) return `namespace ${namespace}`;
  return side === undefined ? 'nodes' : `${side} ${look} ${kind}`;
}

/** The map with each part as one box: between boxes passes what passes between any of their members. */
export function boxMapOf({ peers, rows }: Relation, parts: readonly Part[]): BoxMap {
  const partOf = new Map(
    parts.flatMap(({ places }, box) => places.map((place) => [place, box] as const)),
  );
  const joined = joiner();
  return {
    boxes: parts.map(({ places, isFolded }) => {
      const members = places.flatMap((place) => peers[place] ?? []).sort(byName);
      const [first] = members;
      return { members, group: first === undefined ? '' : groupOf(first), isFolded };
    }),
    rows: parts.map(({ places }) => {
      const lists = new Map<number, Set<readonly Strand[]>>();
      for (const place of places) {
        for (const [to, strands] of rows[place] ?? []) {
          const box = partOf.get(to) ?? -1;
          lists.set(box, (lists.get(box) ?? new Set()).add(strands));
        }
      }
      return new Map([...lists].map(([box, given]) => [box, joined(given)]));
    }),
  };
}

function byName(one: GraphPeer, other: GraphPeer): number {
  if (one.name === other.name) return one.key < other.key ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}

/** Few kinds of connections are joined again and again. */
function joiner(): (lists: Iterable<readonly Strand[]>) => readonly Strand[] {
  const known = new Map<string, readonly Strand[]>();
  return (lists) => {
    const byKey = new Map([...lists].map((list) => [keyOfStrands(list), list]));
    const key = [...byKey.keys()].sort().join(' + ');
    const made = known.get(key) ?? joinedStrands([...byKey.values()]);
    known.set(key, made);
    return made;
  };
}

export function keyOfStrands(strands: readonly Strand[]): string {
  return strands.map(({ key }) => key).join(' | ');
}
