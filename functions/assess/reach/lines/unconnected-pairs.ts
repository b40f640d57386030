import { type AddressSet, addressesWithout } from '../algebra/address-set.ts';
import { noPorts } from '../algebra/port-set.ts';
import type { ConnectionLine } from './connection-line.ts';
import { addressesPeer, type LinePeer } from './line-peer.ts';

type Ends = { readonly source: LinePeer; readonly destination: LinePeer };

/**
 * Pairs of these peers that have no line, as lines without a connection: what a person who asks why
 * something is not reached wants explained. A workload with itself is left out.
 */
export function unconnectedPairs(
  lines: readonly ConnectionLine[],
  sources: readonly LinePeer[],
  destinations: readonly LinePeer[],
): readonly ConnectionLine[] {
  const byEnds = Map.groupBy(lines, endsKey);
  return sources.flatMap((source) =>
    destinations.flatMap((destination) => {
      const isTold = source.kind === 'pods' || destination.kind === 'pods';
      if (!isTold || source.text === destination.text) return [];
      const ends = { source, destination };
      return left(ends, byEnds.get(endsKey(ends)) ?? []).map(withoutConnection);
    }),
  );
}

/** The same for all ranges of addresses: they are told apart by what is left of them. */
function endsKey({ source, destination }: Ends): string {
  return JSON.stringify([source, destination].map(keyOf));
}

function keyOf(peer: LinePeer): string {
  return peer.kind === 'addresses' ? '' : peer.text;
}

function left({ source, destination }: Ends, lines: readonly ConnectionLine[]): readonly Ends[] {
  if (source.kind === 'addresses') {
    const rest = addressesWithout([source.range], rangesOf(lines.map((line) => line.source)));
    return rest.map((range) => ({ source: addressesPeer(range), destination }));
  }
  if (destination.kind === 'addresses') {
    const connected = rangesOf(lines.map((line) => line.destination));
    const rest = addressesWithout([destination.range], connected);
    return rest.map((range) => ({ source, destination: addressesPeer(range) }));
  }
  return lines.length === 0 ? [{ source, destination }] : [];
}

function rangesOf(peers: readonly LinePeer[]): AddressSet {
  return peers.flatMap((peer) => (peer.kind === 'addresses' ? peer.range : []));
}

function withoutConnection(ends: Ends): ConnectionLine {
  return { ...ends, connection: { allowed: noPorts, undefined: noPorts } };
}
