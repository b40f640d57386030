import { groupOf, keyOfStrands } from './boxes.ts';
import type { Relation } from './relation.ts';

/** A kind of connection by its number; 0 for none. */
type KindNumber = number;

type NumberedRow = ReadonlyMap<number, KindNumber>;

/**
 * Peers of one group that stand alike to everybody and to each other. A peer that the map says
 * nothing of to itself may be taken for one that stands to itself as to its twins.
 */
export function twinsOf({ peers, rows }: Relation): readonly (readonly number[])[] {
  const numbers = new Map<string, KindNumber>([['', 0]]);
  const numbered = rows.map(
    (row): NumberedRow =>
      new Map(
        [...row].map(([place, strands]) => {
          const key = keyOfStrands(strands);
          const number = numbers.get(key) ?? numbers.size;
          numbers.set(key, number);
          return [place, number];
        }),
      ),
  );
  const columns = transposed(numbered);
  const alike = new Map<string, number[]>();
  peers.forEach((peer, place) => {
    const row = numbered[place] ?? new Map();
    const column = columns[place] ?? new Map();
    const group = groupOf(peer);
    const isNear = (other: number): boolean => {
      const given = peers[other];
      return given !== undefined && groupOf(given) === group;
    };
    const toTwins = peer.isSingle ? kindsAmong(row, isNear) : [row.get(place) ?? 0];
    for (const kind of toTwins) {
      const key = [group, textWith(row, place, kind), textWith(column, place, kind)].join('\n');
      alike.set(key, [...(alike.get(key) ?? []), place]);
    }
  });
  return disjoint([...alike.values()]);
}

function transposed(rows: readonly NumberedRow[]): readonly NumberedRow[] {
  const columns = rows.map(() => new Map<number, KindNumber>());
  rows.forEach((row, from) => {
    for (const [to, number] of row) columns[to]?.set(from, number);
  });
  return columns;
}

function kindsAmong(row: NumberedRow, isNear: (place: number) => boolean): readonly KindNumber[] {
  const near = [...row].flatMap(([place, number]) => (isNear(place) ? number : []));
  return [...new Set([0, ...near])];
}

/** The same for rows that differ in nothing, with a kind put in for the peer itself. */
function textWith(row: NumberedRow, itself: number, kind: KindNumber): string {
  return [...row]
    .filter(([place]) => place !== itself)
    .concat(kind === 0 ? [] : [[itself, kind]])
    .sort(([one], [other]) => one - other)
    .map(([place, number]) => `${place}:${number}`)
    .join();
}

/** Each place in the largest set that it is in; sets in order of their first places. */
function disjoint(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const taken = new Set<number>();
  const parts: (readonly number[])[] = [];
  const bySize = sets.toSorted(
    (one, other) => other.length - one.length || (one[0] ?? 0) - (other[0] ?? 0),
  );
  for (const set of bySize) {
    const rest = set.filter((place) => !taken.has(place));
    if (rest.length === 0) continue;
    for (const place of rest) taken.add(place);
    parts.push(rest);
  }
  return parts.sort((one, other) => (one[0] ?? 0) - (other[0] ?? 0));
}
