import type { Pod } from '../../../model/snapshot.ts';
import type { PeerRef } from '../engine/peer-place.ts';
import type { Reach } from '../reach.ts';
import type { NodePeer, PodsPeer } from './line-peer.ts';

/** One pod, node, address or name, and how people read it. */
export type Standing = {
  readonly ref: PeerRef;
  readonly text: string;
  /** A pod as a template makes any number of it. */
  readonly isRepresentative?: boolean;
};

/** The pods of a workload that are of one class, or a node. */
export type ClassPart = {
  readonly place: number;
  /** Whether they are a node or on the network of their node. */
  readonly isHost: boolean;
  /** By the node they run on; undefined for pods that have none yet. */
  readonly byNode: ReadonlyMap<string | undefined, readonly Standing[]>;
};

export function classParts(reach: Reach, peer: PodsPeer | NodePeer): readonly ClassPart[] {
  if (peer.kind === 'node') return nodeParts(reach, peer);
  const byClass = Map.groupBy(peer.pods, (pod) => reach.classOf(pod));
  return [...byClass].flatMap(([place, pods]) => {
    if (place === undefined) return [];
    const byNode = Map.groupBy(pods, ({ nodeName }) => nodeName);
    return {
      place,
      isHost: reach.engine.classes[place]?.unit.isHost ?? false,
      byNode: new Map([...byNode].map(([node, given]) => [node, given.map(standingPod)])),
    };
  });
}

function nodeParts({ engine }: Reach, { node, text }: NodePeer): readonly ClassPart[] {
  const place = engine.classOfUnit[engine.unitOfNode(node.name) ?? -1];
  if (place === undefined) return [];
  const standing: Standing = { ref: { kind: 'node', name: node.name }, text };
  return [{ place, isHost: true, byNode: new Map([[node.name, [standing]]]) }];
}

function standingPod({ namespace, name, isRepresentative }: Pod): Standing {
  return { ref: { kind: 'pod', namespace, name }, text: `${namespace}/${name}`, isRepresentative };
}
