import type { Direction } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';
import type { Engine } from './engine.ts';
import { type PeerRef, placeOf } from './peer-place.ts';
import { entities } from './peer-space.ts';

/** One way in which a peer may be met: as the place it has, exempt from policies or not. */
export type Reading = { readonly at: number; readonly exempt: Certainty };

/**
 * How the policies of a pod meet a peer. A node, or a pod on its network, may be the pod's own node
 * (point 40), another one, or either as long as one of the two has no place yet.
 */
export function readingsOf(
  engine: Engine,
  direction: Direction,
  subject: PeerRef,
  peer: PeerRef,
): readonly Reading[] {
  const { ownNode, nodesAreEntities } = engine.profile;
  const other: Reading = { at: placeOf(engine, peer, direction), exempt: 'no' };
  const host = engine.spaces[direction].firstEntity + entities.indexOf('host');
  const exempt = ownNode[direction];
  const mentioned: ReadonlySet<string> = engine.mentions.entities;
  // Policies of Cilium know a node by what it is to the pod, all others by its address.
  const asHost = nodesAreEntities || ['host', 'remoteNode'].some((entity) => mentioned.has(entity));
  const asNode = !nodesAreEntities;
  const own = [
    ...(asHost ? [{ at: host, exempt }] : []),
    ...(asNode ? [{ at: other.at, exempt }] : []),
  ];
  switch (relationOf(engine, subject, peer)) {
    case 'own':
      return own;
    case 'either':
      return [...own, other];
    case 'none':
      return [other];
  }
}

/** Whether a peer is the node that a pod runs on. */
function relationOf(engine: Engine, subject: PeerRef, peer: PeerRef): 'own' | 'either' | 'none' {
  const home = homeOf(engine, subject);
  if (home === undefined || home.kind === 'node') return 'none';
  if (peer.kind === 'entity') return peer.entity === 'host' ? 'own' : 'none';
  const place = homeOf(engine, peer);
  if (place === undefined || !(place.kind === 'node' || place.isHost)) return 'none';
  if (home.node === undefined || place.node === undefined) return 'either';
  return home.node === place.node ? 'own' : 'none';
}

type Home = {
  readonly kind: 'node' | 'pod';
  /** Absent for a pod that runs nowhere yet. */
  readonly node: string | undefined;
  readonly isHost: boolean;
};

function homeOf(engine: Engine, peer: PeerRef): Home | undefined {
  if (peer.kind === 'node') return { kind: 'node', node: peer.name, isHost: true };
  if (peer.kind !== 'pod') return undefined;
  const unit = engine.units[engine.unitOfPod(peer) ?? -1];
  if (unit === undefined || !('pod' in unit.object)) return undefined;
  return { kind: 'pod', node: unit.object.pod.nodeName, isHost: unit.isHost };
}
