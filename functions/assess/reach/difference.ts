import type { Snapshot } from '../../model/snapshot.ts';
import { type AddressRange, hasAddress, isIPv4 } from './algebra/address-set.ts';
import {
  hasNoPorts,
  keyOfPorts,
  noPorts,
  type PortSet,
  portsWithout,
  unionOfPorts,
} from './algebra/port-set.ts';
import { type Pair, type Part, pairsOf } from './difference-pairs.ts';
import { reachKnowing } from './lines/asked-peers.ts';
import type { ConnectionLine } from './lines/connection-line.ts';
import { connectionWalk } from './lines/connection-lines.ts';
import { addressesPeer, type LinePeer } from './lines/line-peer.ts';
import { shownByEither, shownOutside } from './lines/shown-outside.ts';
import type { Connection, Reach } from './reach.ts';

type ChangeKind = 'added' | 'removed' | 'changed';

/** A connection between workloads, or with the outside, that two maps tell differently. */
export type ConnectionChange = {
  readonly kind: ChangeKind;
  readonly source: LinePeer;
  readonly destination: LinePeer;
  readonly before: Connection;
  readonly after: Connection;
  /** Ports that may pass now and could not, or were left open and now pass. */
  readonly gained: PortSet;
  /** Ports that passed and no longer do for sure, or were left open and are now denied. */
  readonly lost: PortSet;
};

export type MapSide = { readonly snapshot: Snapshot; readonly reach: Reach };

const nothing: Connection = { allowed: noPorts, undefined: noPorts };

/**
 * The connections that differ, in order of source and destination. Ranges of addresses are compared
 * address by address; a name that only one side's policies name is asked of the other side, too.
 */
export function connectionChanges(before: MapSide, after: MapSide): readonly ConnectionChange[] {
  const shown = shownByEither(
    shownOutside(before.reach, before.snapshot),
    shownOutside(after.reach, after.snapshot),
  );
  const names = [before, after].flatMap(({ reach }) => namesOf(reach));
  const linesOf = ({ snapshot, reach }: MapSide): Iterable<ConnectionLine> =>
    connectionWalk(reachKnowing(snapshot, reach.profile, names), snapshot, {
      level: 'workload',
      shown,
    }).lines;
  const compare = comparison();
  const changes: ConnectionChange[] = [];
  for (const pair of pairsOf(linesOf(before), linesOf(after))) {
    changes.push(...changesOf(pair, compare));
  }
  return changes.sort(byEnds);
}

function namesOf({ destinations }: Reach): readonly string[] {
  return destinations.flatMap((given) => (given.kind === 'name' ? given.name : []));
}

type Compare = (before: Connection, after: Connection) => Change | undefined;

/** Two maps have few different connections, and compare the same two again and again. */
function comparison(): Compare {
  const known = new Map<Connection, Map<Connection, Change | undefined>>();
  return (before, after) => {
    const changes = known.get(before) ?? new Map<Connection, Change | undefined>();
    known.set(before, changes);
    if (!changes.has(after)) changes.set(after, changeOf(before, after));
    return changes.get(after);
  };
}

function changesOf(
  { source, destination, before, after }: Pair,
  compare: Compare,
): readonly ConnectionChange[] {
  const pieces = cut([...before, ...after]).map((range) => ({
    range,
    change: compare(connectionAt(before, range), connectionAt(after, range)),
  }));
  return joined(pieces).map(({ range, change }) => ({
    ...change,
    source: range !== undefined && source.kind === 'addresses' ? addressesPeer(range) : source,
    destination:
      range !== undefined && destination.kind === 'addresses' ? addressesPeer(range) : destination,
  }));
}

/** The ranges of all parts, cut so that each is wholly in or out of each part. */
function cut(parts: readonly Part[]): readonly (AddressRange | undefined)[] {
  const ranges = parts.flatMap(({ range }) => range ?? []);
  if (ranges.length === 0) return [undefined];
  const starts = [...new Set(ranges.flatMap(({ first, last }) => [first, last + 1n]))].sort(
    (one, other) => (one < other ? -1 : 1),
  );
  return starts.slice(0, -1).flatMap((first, index) => {
    const next = starts[index + 1] ?? first;
    return hasAddress(ranges, first) ? [{ first, last: next - 1n }] : [];
  });
}

function connectionAt(parts: readonly Part[], range: AddressRange | undefined): Connection {
  const found = parts.find(
    (part) => range === undefined || (part.range && hasAddress([part.range], range.first)),
  );
  return found?.connection ?? nothing;
}

type Change = Omit<ConnectionChange, 'source' | 'destination'>;

/** Undefined where both sides are alike. */
function changeOf(before: Connection, after: Connection): Change | undefined {
  const isOpen = before.undefined.OTHER || after.undefined.OTHER;
  const [old, now] = isOpen ? [withPorts(before), withPorts(after)] : [before, after];
  if (connectionKey(old) === connectionKey(now)) return undefined;
  const gained = unionOfPorts(
    portsWithout(now.allowed, old.allowed),
    portsWithout(now.undefined, possible(old)),
  );
  const lost = unionOfPorts(
    portsWithout(old.allowed, now.allowed),
    portsWithout(old.undefined, possible(now)),
  );
  return { kind: kindOf(old, now), before: old, after: now, gained, lost };
}

/** Protocols without ports are left out where one side leaves them open: lines do not tell that. */
function withPorts({ allowed, undefined: open }: Connection): Connection {
  return { allowed: { ...allowed, OTHER: false }, undefined: { ...open, OTHER: false } };
}

function possible({ allowed, undefined: open }: Connection): PortSet {
  return unionOfPorts(allowed, open);
}

function connectionKey({ allowed, undefined: open }: Connection): string {
  return `${keyOfPorts(allowed)} ${keyOfPorts(open)}`;
}

function kindOf(before: Connection, after: Connection): ChangeKind {
  if (hasNoPorts(possible(before))) return 'added';
  return hasNoPorts(possible(after)) ? 'removed' : 'changed';
}

type Piece = { readonly range: AddressRange | undefined; readonly change: Change };

/** Leaves out what did not change, and joins neighbouring ranges of one change. */
function joined(
  pieces: readonly {
    readonly range: AddressRange | undefined;
    readonly change: Change | undefined;
  }[],
): readonly Piece[] {
  const result: Piece[] = [];
  for (const { range, change } of pieces) {
    if (change === undefined) continue;
    const last = result.at(-1);
    const goesOn =
      last?.range !== undefined &&
      range !== undefined &&
      last.range.last + 1n === range.first &&
      isIPv4(last.range.last) === isIPv4(range.first) &&
      changeKey(last.change) === changeKey(change);
    if (!goesOn) result.push({ range, change });
    else result[result.length - 1] = { range: { ...last.range, last: range.last }, change };
  }
  return result;
}

function changeKey({ before, after }: Change): string {
  return `${connectionKey(before)} ${connectionKey(after)}`;
}

function byEnds(one: ConnectionChange, other: ConnectionChange): number {
  const [a, b] = [endsText(one), endsText(other)];
  return a < b ? -1 : Number(a > b);
}

function endsText({ source, destination }: ConnectionChange): string {
  return `${source.text} => ${destination.text}`;
}
