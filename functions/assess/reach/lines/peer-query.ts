import type { Snapshot } from '../../../model/snapshot.ts';
import {
  type AddressRange,
  type AddressSet,
  addressesWithout,
  hasAddress,
  intersectionOfAddresses,
  isIPv4,
  parseAddress,
  parseCidr,
} from '../algebra/address-set.ts';
import { keyOfName } from '../engine/dns-pattern.ts';
import { internetAddresses } from '../internet-addresses.ts';
import { podsBehind } from '../ways/service-backends.ts';
import type { PeerChoice } from './connection-lines.ts';
import { type LabelQuery, parseLabelQuery } from './label-query.ts';
import { addressesPeer, type LinePeer, type PodsPeer } from './line-peer.ts';

/** A question for peers: which it means, and what it wants to see that is otherwise left out. */
export type PeerQuery = {
  readonly choose: PeerChoice;
  readonly wantsIPv6?: boolean;
};

/** How peers are asked for, for messages. */
export const peerForms =
  'namespace/name, namespace/*, namespace/name[Kind], a label selector such as app=web (with ' +
  'namespace/ before it for one namespace), an address or CIDR, name:api.example.com, or internet';

/** Reads how a person asks for peers; undefined where the text is of no known form. */
export function parsePeerQuery(text: string, cluster: Snapshot): PeerQuery | undefined {
  if (text === 'internet') return internetQuery;
  const name = nameIn(text);
  if (name !== undefined) return nameQuery(name);
  return addressQuery(text, cluster) ?? writtenQuery(text) ?? labelQuery(text, cluster);
}

/** The DNS name that a text asks for. */
export function nameIn(text: string): string | undefined {
  return text.startsWith('name:') ? text.slice('name:'.length) : undefined;
}

/** A name may stand for any address of the internet, so names are part of it. */
const internetQuery: PeerQuery = {
  choose: (peer) => {
    if (peer.kind === 'name') return peer;
    if (peer.kind !== 'addresses') return undefined;
    return intersectionOfAddresses([peer.range], internetAddresses).length > 0 ? peer : undefined;
  },
};

function nameQuery(name: string): PeerQuery | undefined {
  const form = /^(\*\.)?[a-z0-9_]([-a-z0-9_.]*[a-z0-9_])?\.?$/i;
  if (!form.test(name)) return undefined;
  const key = keyOfName({ pattern: name });
  const isName = (peer: LinePeer): boolean =>
    peer.kind === 'name' && keyOfName({ pattern: peer.name }) === key;
  return { choose: (peer) => kept(peer, isName(peer)) };
}

/**
 * An address or CIDR, of pods and nodes or outside; a cluster IP means the pods behind its Service. A
 * range outside is cut to what was asked for; of an address inside nothing is left outside.
 */
function addressQuery(text: string, cluster: Snapshot): PeerQuery | undefined {
  const asked = addressesIn(text);
  if (asked === undefined) return undefined;
  const outside = addressesWithout(asked, clusterAddresses(cluster, asked));
  const isAsked = (address: string): boolean => {
    const number = parseAddress(address);
    return number !== undefined && hasAddress(asked, number);
  };
  const behind = new Set(
    cluster.services
      .filter(({ clusterIPs }) => clusterIPs.some(isAsked))
      .flatMap((service) => podsBehind(cluster, service)),
  );
  return {
    wantsIPv6: asked.some(({ first }) => !isIPv4(first)),
    choose: (peer) => {
      if (peer.kind === 'addresses') {
        return outside.length === 0 ? undefined : cutTo(peer.range, asked);
      }
      if (peer.kind === 'pods')
        return kept(
          peer,
          peer.pods.some((pod) => pod.podIPs.some(isAsked) || behind.has(pod)),
        );
      if (peer.kind !== 'node') return undefined;
      const { internalIPs, externalIPs } = peer.node;
      return kept(peer, [...internalIPs, ...externalIPs].some(isAsked));
    },
  };
}

/** `10.0.0.1`, `10.0.0.0/24`, or a range as it is printed. */
function addressesIn(text: string): AddressSet | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return [{ first: address, last: address }];
  const ends = /^(?<first>[^-]+)-(?<last>[^-[]+)\[External\]$/.exec(text)?.groups;
  if (ends === undefined) return parseCidr(text);
  const [first, last] = [parseAddress(ends['first'] ?? ''), parseAddress(ends['last'] ?? '')];
  return first === undefined || last === undefined ? undefined : [{ first, last }];
}

function clusterAddresses({ pods, nodes, services }: Snapshot, asked: AddressSet): AddressSet {
  const texts = [
    ...pods.flatMap(({ podIPs }) => podIPs),
    ...nodes.flatMap(({ internalIPs, externalIPs }) => [...internalIPs, ...externalIPs]),
    ...services.flatMap(({ clusterIPs }) => clusterIPs),
  ];
  const addresses = texts.flatMap((text) => parseAddress(text) ?? []);
  return addresses
    .filter((address) => hasAddress(asked, address))
    .map((address) => ({ first: address, last: address }));
}

function cutTo(range: AddressRange, asked: AddressSet): LinePeer | undefined {
  const [part] = intersectionOfAddresses([range], asked);
  return part && addressesPeer(part);
}

const written = /^(?<namespace>[^/\s=!,()[\]]+)\/(?<name>[^/\s=!,()[\]]+)(\[(?<kind>\w+)\])?$/;

/** A peer as it is printed, with or without its kind; `*` for every name. */
function writtenQuery(text: string): PeerQuery | undefined {
  const parts = written.exec(text)?.groups;
  if (parts === undefined) {
    return /\[\w+\]$/.test(text) ? { choose: (peer) => kept(peer, peer.text === text) } : undefined;
  }
  const { namespace = '', name = '', kind } = parts;
  return {
    choose: (peer) => {
      if (peer.kind !== 'pods' || peer.namespace !== namespace) return undefined;
      return kept(peer, name === '*' ? isOfKind(peer, kind) : isNamed(peer, name, kind));
    },
  };
}

/** By the kind that it is printed with, or that of the workload. */
function isOfKind(peer: PodsPeer, kind: string | undefined): boolean {
  const { ownerKind, pods } = peer;
  return kind === undefined || ownerKind === kind || pods.some(({ owner }) => owner.kind === kind);
}

/** By its own name, by that of the workload, or by that of one of its pods. */
function isNamed(peer: PodsPeer, name: string, kind: string | undefined): boolean {
  const isKind = (given: string): boolean => kind === undefined || kind === given;
  return (
    (peer.name === name && isKind(peer.ownerKind)) ||
    peer.pods.some(
      (pod) =>
        (pod.owner.name === name && isKind(pod.owner.kind)) || (pod.name === name && isKind('Pod')),
    )
  );
}

/** A selector of pods; what stands before its first slash is a namespace where there is such a one. */
function labelQuery(text: string, { namespaces }: Snapshot): PeerQuery | undefined {
  const slash = text.indexOf('/');
  const prefix = slash < 0 ? undefined : text.slice(0, slash);
  const namespace = namespaces.find(({ name }) => name === prefix)?.name;
  const query = parseLabelQuery(namespace === undefined ? text : text.slice(slash + 1));
  return query && { choose: (peer) => kept(peer, isSelected(peer, query, namespace)) };
}

function isSelected(peer: LinePeer, query: LabelQuery, namespace: string | undefined): boolean {
  if (peer.kind !== 'pods') return false;
  const isThere = namespace === undefined || peer.namespace === namespace;
  return isThere && peer.pods.some(({ labels }) => query(labels));
}

function kept(peer: LinePeer, isKept: boolean): LinePeer | undefined {
  return isKept ? peer : undefined;
}
