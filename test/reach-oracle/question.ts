import type { Node } from '../../functions/model/network-objects.ts';
import type { Pod, Snapshot } from '../../functions/model/snapshot.ts';
import { familyOf, isInBlock, isWholeFamily } from './address-bits.ts';
import type { Dialect } from './dialect.ts';
import type { Labels } from './label-selector.ts';
import {
  type Match,
  matchOf,
  type OracleEntity,
  type OraclePeer,
  type PacketProtocol,
  someOf,
} from './packet.ts';

export type PodEnd = {
  readonly kind: 'pod';
  readonly pod: Pod;
  readonly namespaceLabels: Labels;
  /** The pod has no network of its own: to the profile it is its node. */
  readonly isHost: boolean;
};

/** One end of a packet, with what the snapshot knows of it. */
export type End =
  | PodEnd
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'entity'; readonly entity: OracleEntity };

export type OracleDirection = 'ingress' | 'egress';

/** May this packet enter, or leave, this pod? */
export type Question = {
  readonly snapshot: Snapshot;
  readonly dialect: Dialect;
  readonly direction: OracleDirection;
  readonly subject: PodEnd;
  readonly peer: End;
  /** Whether the peer is the node that the subject runs on. */
  readonly isOwnNode: boolean;
  readonly destination: End;
  readonly protocol: PacketProtocol;
  readonly port: number;
};

export function endOf(snapshot: Snapshot, dialect: Dialect, peer: OraclePeer): End {
  if (peer.kind === 'pod') {
    const pod = snapshot.pods.find(
      ({ namespace, name }) => namespace === peer.namespace && name === peer.name,
    );
    if (pod === undefined) throw new Error(`no pod ${peer.namespace}/${peer.name}`);
    return podEndOf(snapshot, dialect, pod);
  }
  if (peer.kind !== 'node') return peer;
  const node = snapshot.nodes.find(({ name }) => name === peer.name);
  if (node === undefined) throw new Error(`no node ${peer.name}`);
  return { kind: 'node', node };
}

export function podEndOf(snapshot: Snapshot, dialect: Dialect, pod: Pod): PodEnd {
  const isHost = pod.spec.hostNetwork && dialect.hostNetworkSubjects !== 'ordinary';
  return { kind: 'pod', pod, namespaceLabels: labelsOfNamespace(snapshot, pod.namespace), isHost };
}

/** The API server names every namespace in a label; manifests may leave it out. */
function labelsOfNamespace(snapshot: Snapshot, name: string): Labels {
  const given = snapshot.namespaces.find((namespace) => namespace.name === name)?.labels;
  return { ...given, 'kubernetes.io/metadata.name': name };
}

/** Matches a pod by what its labels say; one on the host's network as the profile says. */
export function podMatch(end: End, hostMatch: Match, isSelected: (end: PodEnd) => boolean): Match {
  if (end.kind !== 'pod' || !isSelected(end)) return 'no';
  return end.isHost ? hostMatch : 'yes';
}

export type Block = { readonly cidr: string; readonly except?: readonly string[] };

/** Whether an end has an address in one of the blocks, and outside of what is left out of it. */
export function blockMatch(question: Question, end: End, blocks: readonly Block[]): Match {
  return addressMatch(question, end, {
    isIn: (address) =>
      blocks.some(
        ({ cidr, except = [] }) =>
          isInBlock(address, cidr) && !except.some((inner) => isInBlock(address, inner)),
      ),
    ofUnknown: (family) =>
      someOf(
        blocks
          .filter(({ cidr }) => familyOf(cidr) === family)
          .map(({ cidr, except = [] }) =>
            isWholeFamily(cidr) && except.length === 0 ? 'yes' : 'maybe',
          ),
      ),
  });
}

type Addresses = {
  readonly isIn: (address: string) => boolean;
  /** The answer for an address of a family of which no more is known. */
  readonly ofUnknown: (family: 4 | 6) => Match;
};

/** Any of several addresses may be the one in use. */
export function addressMatch(
  { snapshot, dialect }: Question,
  end: End,
  { isIn, ofUnknown }: Addresses,
): Match {
  if (isInsideTheCluster(end) && !dialect.blocksTakeInTheCluster) return 'no';
  // It may stand outside of the cluster, as that of EKS does, or be one of the nodes.
  if (end.kind === 'entity' && end.entity === 'apiServer') {
    return ofUnknown(clusterFamily(snapshot)) === 'no' ? 'no' : 'maybe';
  }
  const inside = addressesOf(snapshot, end).map(isIn);
  if (inside.length === 0) return ofUnknown(clusterFamily(snapshot));
  if (inside.every((isInside) => isInside)) return 'yes';
  return inside.includes(true) ? 'maybe' : 'no';
}

/** A cluster of EKS has one family of addresses: IPv6 where nothing has another. */
function clusterFamily({ pods, nodes }: Snapshot): 4 | 6 {
  const known = [...pods.flatMap(({ podIPs }) => podIPs), ...nodes.flatMap(addressesOfNode)];
  return known.length > 0 && known.every((address) => familyOf(address) === 6) ? 6 : 4;
}

function isInsideTheCluster(end: End): boolean {
  if (end.kind === 'entity') return end.entity !== 'apiServer';
  return end.kind === 'pod' || end.kind === 'node';
}

/** A node is known by its address inside of the network, and so is a pod on its network. */
function addressesOf(snapshot: Snapshot, end: End): readonly string[] {
  if (end.kind === 'address') return [end.address];
  if (end.kind === 'node') return addressesOfNode(end.node);
  if (end.kind !== 'pod') return [];
  const home = end.isHost ? nodeOf(snapshot, end) : undefined;
  return home === undefined ? end.pod.podIPs : addressesOfNode(home);
}

function addressesOfNode({ internalIPs, externalIPs }: Node): readonly string[] {
  return internalIPs.length > 0 ? internalIPs : externalIPs;
}

/** The node that a pod runs on. */
export function nodeOf({ nodes }: Snapshot, { pod }: PodEnd): Node | undefined {
  return nodes.find(({ name }) => name === pod.nodeName);
}

/**
 * Whether the other end is the node that a pod runs on, or a pod on the network of that node. A pod
 * that no node was chosen for yet may come to run on any.
 */
export function ownNodeMatch({ pod }: PodEnd, other: End): Match {
  if (other.kind === 'entity') return matchOf(other.entity === 'host');
  if (other.kind !== 'node' && !(other.kind === 'pod' && other.isHost)) return 'no';
  const home = other.kind === 'node' ? other.node.name : other.pod.nodeName;
  if (home === undefined || pod.nodeName === undefined) return 'maybe';
  return matchOf(home === pod.nodeName);
}

/** Pods that still run: the address of one that has ended may belong to another by now. */
export function runningPods(snapshot: Snapshot): readonly Pod[] {
  return snapshot.pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
}
