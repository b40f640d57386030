import {
  hasNoPorts,
  keyOfPorts,
  type PortSet,
  portsWithout,
  unionOfPorts,
} from '../../functions/assess/reach/algebra/port-set.ts';
import { type ProfileName, profileNamed } from '../../functions/assess/reach/profiles/profile.ts';
import { type Connection, type Reach, reachOf } from '../../functions/assess/reach/reach.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import type { OracleProfile } from './dialect.ts';
import type { OraclePeer } from './packet.ts';
import { runningPods } from './question.ts';
import { externalAddresses } from './random-words.ts';

/** What the engine answers for pairs of peers, by the names of the two. */
export type Answers = ReadonlyMap<string, Connection>;

export function engineReach(snapshot: Snapshot, profile: OracleProfile): Reach {
  const [name, mode] = profile.split(' ') as [ProfileName, string | undefined];
  return reachOf(snapshot, profileNamed(name, { strict: mode === 'strict' }));
}

/** Pods and nodes of a snapshot, and addresses outside of it. */
function peersOf(snapshot: Snapshot, profile: OracleProfile): readonly OraclePeer[] {
  const pods = runningPods(snapshot).map(
    ({ namespace, name }): OraclePeer => ({ kind: 'pod', namespace, name }),
  );
  const nodes = snapshot.nodes.map(({ name }): OraclePeer => ({ kind: 'node', name }));
  const addresses = externalAddresses.map((address): OraclePeer => ({ kind: 'address', address }));
  return [...pods, ...(profile === 'external-ipblocks' ? [] : nodes), ...addresses];
}

/** The answers for every pair with a pod in it. */
export function answersOf(snapshot: Snapshot, profile: OracleProfile): Answers {
  const reach = engineReach(snapshot, profile);
  const peers = peersOf(snapshot, profile);
  const pairs = peers.flatMap((source) =>
    peers
      .filter((destination) => source.kind === 'pod' || destination.kind === 'pod')
      .map((destination) => [source, destination] as const),
  );
  return new Map(
    pairs.map(([source, destination]) => [
      nameOfPair(source, destination),
      reach.between(source, destination),
    ]),
  );
}

function nameOfPair(source: OraclePeer, destination: OraclePeer): string {
  return `${nameOf(source)} => ${nameOf(destination)}`;
}

function nameOf(peer: OraclePeer): string {
  switch (peer.kind) {
    case 'pod':
      return `${peer.namespace}/${peer.name}`;
    case 'address':
      return peer.address;
    case 'entity':
      return peer.entity;
    default:
      return peer.name;
  }
}

/** Comparable with `toEqual`: the same text for the same answer. */
export function textsOf(answers: Answers): Readonly<Record<string, string>> {
  return Object.fromEntries([...answers].map(([pair, answer]) => [pair, textOf(answer)]));
}

export function textOf({ allowed, undefined: open }: Connection): string {
  return `${keyOfPorts(allowed)} open ${keyOfPorts(open)}`;
}

/** Pairs that may say less to each other, for sure or perhaps, than they could before. */
export function pairsThatLost(before: Answers, after: Answers): readonly string[] {
  return [...before].flatMap(([pair, one]) => {
    const other = after.get(pair);
    const hasLost =
      other === undefined ||
      !isInside(one.allowed, other.allowed) ||
      !isInside(possible(one), possible(other));
    return hasLost ? [pair] : [];
  });
}

function possible({ allowed, undefined: open }: Connection): PortSet {
  return unionOfPorts(allowed, open);
}

function isInside(one: PortSet, other: PortSet): boolean {
  return hasNoPorts(portsWithout(one, other));
}
