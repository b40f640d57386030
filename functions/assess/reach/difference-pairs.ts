import type { AddressRange } from './algebra/address-set.ts';
import type { ConnectionLine } from './lines/connection-line.ts';
import type { LinePeer } from './lines/line-peer.ts';
import type { Connection } from './reach.ts';

/** What a line says, and for which addresses where it is about some. */
export type Part = { readonly range: AddressRange | undefined; readonly connection: Connection };

/** The lines of two peers on both sides; of a peer and the addresses outside there are several. */
export type Pair = {
  readonly source: LinePeer;
  readonly destination: LinePeer;
  readonly before: Part[];
  readonly after: Part[];
};

type Lines = Iterable<ConnectionLine>;

/** By the text of the destination; addresses are one destination. */
type Pairs = Map<string, Pair>;

/**
 * The pairs of two maps whose lines are in order of their sources. Pairs are made for one source at a
 * time: a large cluster has millions. Addresses are one source however they are cut, and come last.
 */
export function* pairsOf(before: Lines, after: Lines): Generator<Pair> {
  const [old, now] = [groupsOf(before), groupsOf(after)];
  const fromAddresses: Pairs = new Map();
  let [left, right] = [nextOf(old), nextOf(now)];
  while (left !== undefined || right !== undefined) {
    const { source } = firstOf(left, right);
    const pairs: Pairs = source.kind === 'addresses' ? fromAddresses : new Map();
    if (left?.source.text === source.text) {
      fileLines(pairs, left.lines, 'before');
      left = nextOf(old);
    }
    if (right?.source.text === source.text) {
      fileLines(pairs, right.lines, 'after');
      right = nextOf(now);
    }
    if (source.kind !== 'addresses') yield* pairs.values();
  }
  yield* fromAddresses.values();
}

type Group = { readonly source: LinePeer; readonly lines: readonly ConnectionLine[] };

function* groupsOf(given: Lines): Generator<Group> {
  let group: { source: LinePeer; lines: ConnectionLine[] } | undefined;
  for (const line of given) {
    if (group?.source.text !== line.source.text) {
      if (group !== undefined) yield group;
      group = { source: line.source, lines: [] };
    }
    group.lines.push(line);
  }
  if (group !== undefined) yield group;
}

function nextOf(groups: Generator<Group>): Group | undefined {
  const { value, done } = groups.next();
  return done === true ? undefined : value;
}

function firstOf(one: Group | undefined, other: Group | undefined): Group {
  const first =
    one === undefined || (other !== undefined && other.source.text < one.source.text) ? other : one;
  if (first === undefined) throw new Error('one of the two sides has lines left');
  return first;
}

function fileLines(pairs: Pairs, lines: readonly ConnectionLine[], side: 'before' | 'after'): void {
  for (const line of lines) {
    const { source, destination, connection } = line;
    const key = destination.kind === 'addresses' ? '' : destination.text;
    const pair = pairs.get(key) ?? { source, destination, before: [], after: [] };
    pairs.set(key, pair);
    pair[side].push({ range: rangeOf(line), connection });
  }
}

function rangeOf({ source, destination }: ConnectionLine): AddressRange | undefined {
  if (source.kind === 'addresses') return source.range;
  return destination.kind === 'addresses' ? destination.range : undefined;
}
