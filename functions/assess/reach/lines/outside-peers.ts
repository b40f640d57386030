import { type AddressRange, isIPv4 } from '../algebra/address-set.ts';
import type { PeerClass, Reach } from '../reach.ts';
import type { ConnectionNumber } from './connection-numbers.ts';
import { addressesPeer, type LinePeer, outsidePeer } from './line-peer.ts';
import { lineReading } from './line-reading.ts';
import type { ShownOutside } from './shown-outside.ts';

/** A peer outside of the cluster's pods and nodes, and what it may say. */
export type OutsidePart = { readonly peer: LinePeer; readonly number: ConnectionNumber };

/** Turns rows over the outside into peers: neighbouring ranges alike are one, as the profile has it. */
export function outsideReader(
  reach: Reach,
  { hasIPv6, entities }: ShownOutside,
): (side: 'sources' | 'destinations', row: Int32Array) => readonly OutsidePart[] {
  const { joinsRanges } = lineReading(reach.profile);
  const unitCount = reach.engine.classes.length;
  const isShown = (given: PeerClass): boolean => {
    if (given.kind === 'entity') return entities.has(given.entity);
    return given.kind !== 'addresses' || hasIPv6 || isIPv4(given.range.first);
  };
  const outside = {
    sources: reach.sources.slice(unitCount),
    destinations: reach.destinations.slice(unitCount),
  };
  return (side, row) => {
    const ranges: RangePart[] = [];
    const others: OutsidePart[] = [];
    outside[side].forEach((given, place) => {
      const number = row[place] ?? 0;
      if (number === 0 || !isShown(given)) return;
      if (given.kind === 'addresses') {
        addRange(ranges, { range: given.range, number }, joinsRanges);
        return;
      }
      const peer = outsidePeer(given);
      if (peer !== undefined) others.push({ peer, number });
    });
    const parts = ranges.map(({ range, number }) => ({ peer: addressesPeer(range), number }));
    return [...parts, ...others].sort((one, other) => (one.peer.text < other.peer.text ? -1 : 1));
  };
}

type RangePart = { readonly range: AddressRange; readonly number: ConnectionNumber };

function addRange(ranges: RangePart[], part: RangePart, joins: boolean): void {
  const before = ranges.at(-1);
  const goesOn =
    joins &&
    before?.number === part.number &&
    before.range.last + 1n === part.range.first &&
    isIPv4(before.range.first) === isIPv4(part.range.first);
  if (!goesOn) {
    ranges.push(part);
    return;
  }
  const range = { first: before.range.first, last: part.range.last };
  ranges[ranges.length - 1] = { range, number: part.number };
}
