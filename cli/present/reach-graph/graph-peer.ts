import type {
  AddressRange,
  AddressSet,
} from '../../../functions/assess/reach/algebra/address-set.ts';
import type { LinePeer, PodsPeer } from '../../../functions/assess/reach/lines/line-peer.ts';
import { oneLine } from '../../../functions/model/one-line.ts';
import { blockText, internetText, isOfTheInternet } from './address-names.ts';

/** What is outside stands twice: where connections come from, and where they go. */
export type Side = 'source' | 'destination';

type Look = 'workload' | 'node' | 'internet' | 'publicBlock' | 'block' | 'other';

/** A peer of the map as the picture has it. */
export type GraphPeer = {
  /** The same for the same peer, and for no other. */
  readonly key: string;
  /** How dot names it; may be the same for two only if somebody gave them misleading names. */
  readonly text: string;
  readonly look: Look;
  readonly name: string;
  /** What it is: `Deployment`, `DNS name`. */
  readonly kind: string;
  /** More about it, a line each. */
  readonly remarks: readonly string[];
  /** Absent outside of namespaces. */
  readonly namespace?: string;
  /** Set where it is outside of the cluster. */
  readonly side?: Side;
  /** Whether lines say nothing of the peer to itself, such as of a pod that is the only one. */
  readonly isSingle: boolean;
};

export type InsidePeer = Extract<LinePeer, { readonly kind: 'pods' | 'node' }>;
export type OutsidePeer = Exclude<LinePeer, InsidePeer>;

export function isInside(peer: LinePeer): peer is InsidePeer {
  return peer.kind === 'pods' || peer.kind === 'node';
}

export function insidePeer(peer: InsidePeer, tellsOwnPairs: boolean): GraphPeer {
  const { text } = peer;
  const base = { key: `${peer.kind} ${text}`, text: printable(text), remarks: [] } as const;
  if (peer.kind === 'node') {
    const name = printable(peer.node.name);
    return { ...base, look: 'node', name, kind: 'Node', isSingle: true };
  }
  return {
    ...base,
    look: 'workload',
    name: printable(peer.name),
    kind: printable(peer.ownerKind),
    namespace: printable(peer.namespace),
    isSingle: !tellsOwnPairs || isOnePod(peer),
  };
}

/** A template, unlike a pod, can make any number of pods. */
function isOnePod({ pods }: PodsPeer): boolean {
  return pods.length === 1 && pods[0]?.isRepresentative !== true;
}

const outside = { remarks: [], isSingle: true } as const;

export function internetPeer(side: Side, addresses: AddressSet): GraphPeer {
  return {
    ...outside,
    ...namesOf(side, 'internet', addresses.map(blockText).join(', ')),
    look: 'internet',
    name: 'Internet',
    kind: '',
    remarks: internetText(addresses),
    side,
  };
}

export function blockPeer(side: Side, range: AddressRange): GraphPeer {
  const name = blockText(range);
  const kind = range.first === range.last ? 'address' : 'addresses';
  const look = isOfTheInternet(range) ? 'publicBlock' : 'block';
  return { ...outside, ...namesOf(side, 'addresses', name), look, name, kind, side };
}

/** What is neither of the cluster nor an address. */
export function otherPeer(
  side: Side,
  peer: Exclude<OutsidePeer, { readonly kind: 'addresses' }>,
): GraphPeer {
  const base = {
    ...outside,
    ...namesOf(side, peer.kind, peer.text),
    look: 'other',
    side,
  } as const;
  switch (peer.kind) {
    case 'name':
      return { ...base, name: printable(peer.name), kind: 'DNS name' };
    case 'entity':
      return { ...base, name: peer.entity, kind: 'entity' };
    case 'symbol':
      return { ...base, name: printable(peer.symbol), kind: 'not resolved' };
  }
}

function namesOf(side: Side, kind: string, text: string): Pick<GraphPeer, 'key' | 'text'> {
  return {
    key: `${side} ${kind} ${text}`,
    text: printable(`${side === 'source' ? 'from' : 'to'} ${text}`),
  };
}

/** On one line, and without the two signs that XML 1.0 has no way to write. */
export function printable(text: string): string {
  return oneLine(text).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}
