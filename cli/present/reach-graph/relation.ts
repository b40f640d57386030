import type { GraphPeer } from './graph-peer.ts';
import type { Strand } from './strand.ts';
import type { Told } from './told-strands.ts';

/** Peers by their places, and the strands from each to each. */
export type Relation = {
  readonly peers: readonly GraphPeer[];
  /** For each peer what it may say to whom. */
  readonly rows: readonly ReadonlyMap<number, readonly Strand[]>[];
};

/** Peers in order of their keys; `others` are peers that need not have any connection. */
export function relationOf(told: readonly Told[], others: readonly GraphPeer[]): Relation {
  const ends = told.flatMap(({ source, destination }) => [source, destination]);
  const byKey = new Map([...others, ...ends].map((peer) => [peer.key, peer]));
  const peers = [...byKey.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  const places = new Map(peers.map(({ key }, place) => [key, place]));
  const rows = peers.map(() => new Map<number, readonly Strand[]>());
  for (const { source, destination, strands } of told) {
    const to = places.get(destination.key);
    if (to !== undefined) rows[places.get(source.key) ?? -1]?.set(to, strands);
  }
  return { peers, rows };
}
