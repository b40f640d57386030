import type { ObjectRef } from '../../../model/snapshot.ts';
import { subjectText } from '../../../model/verdict.ts';
import { rangeText } from '../algebra/address-set.ts';
import { workloadClasses } from '../metrics/workload-classes.ts';
import type { PeerClass, Reach } from '../reach.ts';

export type PeerSide = 'sources' | 'destinations';

const shownMax = 3;

/** A workload, or a peer that is no pod and so of no namespace. */
export type NamedPeer = { readonly text: string; readonly namespace?: string };

/** The peers at these places of a map, workloads instead of pods, each once and in order. */
export function namedPeers(
  reach: Reach,
  places: Iterable<number>,
  side: PeerSide,
): readonly NamedPeer[] {
  const peers = new Map<string, NamedPeer>();
  const add = (peer: NamedPeer): void => void peers.set(peer.text, peer);
  const { workloads, byClass } = workloadClasses(reach);
  for (const place of places) {
    const peer = reach[side][place];
    if (peer?.kind !== 'pods') add({ text: outsideText(peer) });
    for (const member of byClass[place] ?? []) {
      const owner = workloads[member]?.owner;
      if (owner !== undefined) add(workloadPeer(owner));
    }
  }
  return [...peers.values()].sort((one, other) => (one.text < other.text ? -1 : 1));
}

/** `a, b, c and 4 more`. */
export function shortList(peers: readonly NamedPeer[]): string {
  const texts = peers.map(({ text }) => text);
  const shown = texts.slice(0, shownMax).join(', ');
  return texts.length > shownMax ? `${shown} and ${texts.length - shownMax} more` : shown;
}

export function workloadPeer(owner: ObjectRef): NamedPeer {
  const { namespace } = owner;
  return { text: subjectText(owner), ...(namespace !== undefined && { namespace }) };
}

function outsideText(peer: PeerClass | undefined): string {
  switch (peer?.kind) {
    case 'nodes':
      return 'nodes';
    case 'addresses':
      return rangeText(peer.range);
    case 'name':
      return peer.name;
    case 'entity':
      return peer.entity;
    case 'symbol':
      return peer.text;
    default:
      return 'peers';
  }
}
