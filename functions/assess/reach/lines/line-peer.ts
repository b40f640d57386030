import type { Node } from '../../../model/network-objects.ts';
import { oneLine } from '../../../model/one-line.ts';
import type { Pod } from '../../../model/snapshot.ts';
import { type AddressRange, rangeText } from '../algebra/address-set.ts';
import type { Entity } from '../policies/policy.ts';
import type { PeerClass } from '../reach.ts';

/** An end of a connection as people read it; `text` is the same for the same peer, and for no other. */
export type LinePeer = { readonly text: string } & (
  | {
      readonly kind: 'pods';
      readonly namespace: string;
      readonly name: string;
      /** The kind that the pods are named by: of their workload, or `Pod`. */
      readonly ownerKind: string;
      readonly pods: readonly Pod[];
    }
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'addresses'; readonly range: AddressRange }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'entity'; readonly entity: Entity }
  | { readonly kind: 'symbol'; readonly symbol: string }
);

export type PodsPeer = Extract<LinePeer, { readonly kind: 'pods' }>;
export type NodePeer = Extract<LinePeer, { readonly kind: 'node' }>;

/** `shop/web[Deployment]`. */
export function podsPeer(
  { namespace, name, kind }: PeerName,
  pods: readonly Pod[],
): PodsPeer & { readonly pods: readonly Pod[] } {
  const text = peerText({ namespace, name, kind });
  return { text, kind: 'pods', namespace, name, ownerKind: kind, pods };
}

export type PeerName = {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
};

export function peerText({ namespace, name, kind }: PeerName): string {
  return oneLine(`${namespace}/${name}[${kind}]`);
}

/** `ip-10-0-0-1[Node]`. */
export function nodePeer(node: Node): NodePeer {
  return { text: oneLine(`${node.name}[Node]`), kind: 'node', node };
}

/** `10.0.0.0-10.0.0.255[External]`. */
export function addressesPeer(range: AddressRange): LinePeer {
  return { text: `${rangeText(range)}[External]`, kind: 'addresses', range };
}

/** What is neither a pod nor a node nor an address: `api.example.com[Name]`, `host[Entity]`. */
export function outsidePeer(peer: PeerClass): LinePeer | undefined {
  switch (peer.kind) {
    case 'name':
      return { text: oneLine(`${peer.name}[Name]`), kind: 'name', name: peer.name };
    case 'entity':
      return { text: `${peer.entity}[Entity]`, kind: 'entity', entity: peer.entity };
    case 'symbol':
      return { text: oneLine(`${peer.text}[Symbol]`), kind: 'symbol', symbol: peer.text };
    default:
      return undefined;
  }
}
