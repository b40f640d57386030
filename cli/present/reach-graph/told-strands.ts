import { unionOfAddresses } from '../../../functions/assess/reach/algebra/address-set.ts';
import type { ConnectionLine } from '../../../functions/assess/reach/lines/connection-line.ts';
import type { Connection } from '../../../functions/assess/reach/reach.ts';
import { sortedAddresses } from './address-names.ts';
import {
  blockPeer,
  type GraphPeer,
  type InsidePeer,
  insidePeer,
  internetPeer,
  isInside,
  type OutsidePeer,
  otherPeer,
  type Side,
} from './graph-peer.ts';
import { type Strand, strandsOf } from './strand.ts';

/** What one peer of the picture may say to another. */
export type Told = {
  readonly source: GraphPeer;
  readonly destination: GraphPeer;
  readonly strands: readonly Strand[];
};

/** Lines as peers of the picture: addresses that stand alike to a workload are taken together. */
export function toldStrands(
  lines: Iterable<ConnectionLine>,
  tellsOwnPairs: boolean,
): readonly Told[] {
  const peers = new Map<string, GraphPeer>();
  const known = (peer: InsidePeer): GraphPeer => {
    const made = peers.get(peer.text) ?? insidePeer(peer, tellsOwnPairs);
    peers.set(peer.text, made);
    return made;
  };
  const strandsIn = rememberedStrands();
  const told: Told[] = [];
  const crossings: Crossing[] = [];
  for (const { source, destination, connection } of lines) {
    const strands = strandsIn(connection);
    if (isInside(source)) {
      const from = known(source);
      if (isInside(destination)) {
        told.push({ source: from, destination: known(destination), strands });
      } else crossings.push({ side: 'destination', inside: from, outside: destination, strands });
    } else if (isInside(destination)) {
      crossings.push({ side: 'source', inside: known(destination), outside: source, strands });
    }
  }
  return [...told, ...toldCrossings(crossings)].filter(({ strands }) => strands.length > 0);
}

/** Many lines share one connection. */
function rememberedStrands(): (connection: Connection) => readonly Strand[] {
  const known = new Map<Connection, readonly Strand[]>();
  return (connection) => {
    const strands = known.get(connection) ?? strandsOf(connection);
    known.set(connection, strands);
    return strands;
  };
}

/** A connection over the edge of the cluster. */
type Crossing = {
  readonly side: Side;
  readonly inside: GraphPeer;
  readonly outside: OutsidePeer;
  readonly strands: readonly Strand[];
};

function toldCrossings(crossings: readonly Crossing[]): readonly Told[] {
  const alike = Map.groupBy(crossings, ({ side, inside, strands }) =>
    JSON.stringify([side, inside.key, strands.map(({ key }) => key)]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { side, inside, strands } = first;
    const outside = outsidePeers(
      side,
      group.map((crossing) => crossing.outside),
    );
    return outside.map((peer) =>
      side === 'source'
        ? { source: peer, destination: inside, strands }
        : { source: inside, destination: peer, strands },
    );
  });
}

function outsidePeers(side: Side, given: readonly OutsidePeer[]): readonly GraphPeer[] {
  const ranges = given.flatMap((peer) => (peer.kind === 'addresses' ? peer.range : []));
  const { internet, blocks } = sortedAddresses(unionOfAddresses([ranges]));
  return [
    ...(internet.length > 0 ? [internetPeer(side, internet)] : []),
    ...blocks.map((range) => blockPeer(side, range)),
    ...given.flatMap((peer) => (peer.kind === 'addresses' ? [] : otherPeer(side, peer))),
  ];
}
