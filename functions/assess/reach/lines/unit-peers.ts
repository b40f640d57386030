import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { Reach } from '../reach.ts';
import { type ClassPart, classParts } from './class-parts.ts';
import { type NodePeer, nodePeer, type PeerName, type PodsPeer, podsPeer } from './line-peer.ts';
import { lineReading } from './line-reading.ts';
import { type Level, peerNameOf } from './peer-names.ts';

/** A workload, pod or node in the numbers of the map. */
export type UnitPeer = {
  readonly peer: PodsPeer | NodePeer;
  /** The place of its shape. */
  readonly shape: number;
  readonly parts: readonly ClassPart[];
};

export type UnitPeers = {
  /** In order of their texts. */
  readonly peers: readonly UnitPeer[];
  /** Classes of the peers: peers of the same classes have one shape. */
  readonly shapes: readonly (readonly number[])[];
};

/** The pods and nodes of a map, as lines name them. */
export function unitPeersOf(reach: Reach, snapshot: Snapshot, level: Level): UnitPeers {
  const shapes = new ShapeNumbers();
  const peers = [...podPeers(reach, snapshot, level), ...nodePeers(reach)]
    .sort((one, other) => (one.text < other.text ? -1 : 1))
    .map((peer) => {
      const parts = classParts(reach, peer);
      return { peer, parts, shape: shapes.numberOf(parts.map(({ place }) => place)) };
    });
  return { peers, shapes: shapes.all };
}

type PodGroup = { readonly name: PeerName; readonly pods: Pod[] };

function podPeers(reach: Reach, { pods }: Snapshot, level: Level): readonly PodsPeer[] {
  const { namesControllers } = lineReading(reach.profile);
  const groups = new Map<string, PodGroup>();
  for (const pod of pods) {
    if (reach.classOf(pod) === undefined) continue;
    const name = peerNameOf(pod, level, namesControllers);
    const key = JSON.stringify([name.namespace, name.name, name.kind]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name, pods: [pod] });
    else group.pods.push(pod);
  }
  return [...groups.values()].map(({ name, pods: members }) => podsPeer(name, members));
}

function nodePeers({ sources }: Reach): readonly NodePeer[] {
  return sources.flatMap((given) => (given.kind === 'nodes' ? given.nodes.map(nodePeer) : []));
}

class ShapeNumbers {
  readonly all: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(classes: readonly number[]): number {
    const inOrder = classes.toSorted((one, other) => one - other);
    const key = inOrder.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.all.push(inOrder);
    this.numbers.set(key, number);
    return number;
  }
}
