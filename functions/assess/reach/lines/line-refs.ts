import { type AddressRange, addressText } from '../algebra/address-set.ts';
import type { Engine } from '../engine/engine.ts';
import { resolved } from '../engine/peer-place.ts';
import type { Reach } from '../reach.ts';
import { classParts, type Standing } from './class-parts.ts';
import type { LinePeer } from './line-peer.ts';
import { unitPairs } from './unit-pairs.ts';

/** So many addresses of a range are looked at for one outside of the cluster. */
const triesMax = 65_536n;

export type StandingPair = { readonly source: Standing; readonly destination: Standing };

type Ends = { readonly source: LinePeer; readonly destination: LinePeer };

/**
 * Single peers that stand for the ends of a line: one pair for each way in which their pods can stand
 * to each other. None for what only its owner can resolve.
 */
export function standingPairs(
  reach: Reach,
  { source, destination }: Ends,
): readonly StandingPair[] {
  if (isUnit(source) && isUnit(destination)) {
    return unitPairs(classParts(reach, source), classParts(reach, destination));
  }
  const destinations = standingsOf(reach, destination);
  return standingsOf(reach, source).flatMap((from) =>
    destinations.map((to) => ({ source: from, destination: to })),
  );
}

type UnitPeer = Extract<LinePeer, { readonly kind: 'pods' | 'node' }>;

function isUnit(peer: LinePeer): peer is UnitPeer {
  return peer.kind === 'pods' || peer.kind === 'node';
}

function standingsOf(reach: Reach, peer: LinePeer): readonly Standing[] {
  switch (peer.kind) {
    case 'pods':
    case 'node':
      return classParts(reach, peer).flatMap(({ byNode }) => [...byNode.values()][0]?.[0] ?? []);
    case 'addresses':
      return [addressRef(reach, peer.range)];
    case 'name':
      return [{ ref: { kind: 'name', name: peer.name }, text: peer.name }];
    case 'entity':
      return [{ ref: { kind: 'entity', entity: peer.entity }, text: peer.text }];
    case 'symbol':
      return [];
  }
}

/** An address of the range that no pod and no node has, among the first ones. */
function addressRef({ engine }: Reach, { first, last }: AddressRange): Standing {
  let address = first;
  while (address < last && address < first + triesMax && isTaken(engine, address)) address += 1n;
  const text = addressText(address);
  return { ref: { kind: 'address', address: text }, text };
}

function isTaken(engine: Engine, address: bigint): boolean {
  return resolved(engine, { kind: 'address', address: addressText(address) }).kind !== 'address';
}
