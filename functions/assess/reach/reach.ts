import type { Node } from '../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import type { AddressRange } from './algebra/address-set.ts';
import type { PortSet } from './algebra/port-set.ts';
import type { Bits } from './engine/bits.ts';
import { buildEngine, type Engine } from './engine/engine.ts';
import type { Answer } from './engine/half.ts';
import { answerBetween } from './engine/pair.ts';
import { isNewName, type PeerRef } from './engine/peer-place.ts';
import { entities } from './engine/peer-space.ts';
import type { Entity, Policy, PolicyProblem } from './policies/policy.ts';
import { readPolicies } from './policies/read-policies.ts';
import type { Profile } from './profiles/profile.ts';

/** What one peer may say to another; ports in neither set are denied. */
export type Connection = { readonly allowed: PortSet; readonly undefined: PortSet };

/** Peers that no policy can tell apart in the role of a source or of a destination. */
export type PeerClass =
  | { readonly kind: 'pods'; readonly pods: readonly Pod[]; readonly isHost: boolean }
  | { readonly kind: 'nodes'; readonly nodes: readonly Node[] }
  | { readonly kind: 'addresses'; readonly range: AddressRange }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'entity'; readonly entity: Entity }
  | { readonly kind: 'symbol'; readonly text: string };

/**
 * Classes of sources that reach classes of destinations alike. Numbers are places in `sources` and
 * `destinations` of the map.
 */
type ConnectionBlock = {
  readonly sources: Bits;
  readonly destinations: Bits;
  readonly connection: Connection;
};

/** Who can talk to whom in a snapshot under a profile. */
export type Reach = {
  readonly profile: Profile;
  /** Policies that act, in order of tiers. */
  readonly policies: readonly Policy[];
  /** Policies of families that the profile's engine does not know: they change nothing. */
  readonly idle: readonly Policy[];
  /** Faults of policies, of acting ones and of others. */
  readonly problems: readonly PolicyProblem[];
  /** Pods and nodes come first, and have the same places in both. */
  readonly sources: readonly PeerClass[];
  readonly destinations: readonly PeerClass[];
  /** The place of a pod's class; undefined for a pod that is no peer, such as one that has ended. */
  readonly classOf: (pod: Pod) => number | undefined;
  /**
   * Every pair of classes that is not wholly denied, in exactly one block. A class with itself
   * stands for two different members of it.
   */
  readonly blocks: () => Iterable<ConnectionBlock>;
  /** The answer for members of two classes, by their places. */
  readonly connection: (source: number, destination: number) => Connection;
  /**
   * The answer for two peers: beside policies it knows that a pod reaches itself and how it stands to
   * its own node. Throws for a pod or node that is no peer.
   */
  readonly between: (source: PeerRef, destination: PeerRef) => Connection;
  /** Policies that select a pod, in order of tiers. */
  readonly policiesOn: (pod: Pod) => readonly Policy[];
  readonly engine: Engine;
  /** An engine that knows these peers, DNS names that no policy names included. */
  readonly engineFor: (...peers: readonly PeerRef[]) => Engine;
};

const known = new WeakMap<Snapshot, Map<string, Reach>>();

/**
 * The map of a snapshot, worked out once for each profile; `names` are DNS names that are peers even
 * though no policy names them.
 */
export function reachOf(
  snapshot: Snapshot,
  profile: Profile,
  names: readonly string[] = [],
): Reach {
  const maps = known.get(snapshot) ?? new Map<string, Reach>();
  known.set(snapshot, maps);
  const key = JSON.stringify([profile, names]);
  const reach = maps.get(key) ?? buildReach(snapshot, profile, names);
  maps.set(key, reach);
  return reach;
}

function buildReach(snapshot: Snapshot, profile: Profile, added: readonly string[]): Reach {
  const { policies: all, problems } = readPolicies(snapshot);
  const acts = ({ ref }: Policy): boolean => profile.families.includes(ref.family);
  const policies = all.filter(acts);
  const engine = buildEngine(snapshot, profile, { policies, names: added });
  const connectionOf = (answer: Answer): Connection => connectionIn(engine, answer);
  const asked = new Map<string, Engine>();
  /** A name that no policy names is a peer of its own: the engine is built again with it. */
  const engineFor = (...peers: readonly PeerRef[]): Engine => {
    const names = peers.flatMap((peer) =>
      peer.kind === 'name' && isNewName(engine, peer) ? peer.name : [],
    );
    const key = names.join();
    const knowing =
      asked.get(key) ??
      (names.length === 0
        ? engine
        : buildEngine(snapshot, profile, { policies, names: [...added, ...names] }));
    asked.set(key, knowing);
    return knowing;
  };
  return {
    profile,
    policies: engine.policies,
    idle: all.filter((policy) => !acts(policy)),
    problems,
    sources: peerClasses(engine, 'ingress'),
    destinations: peerClasses(engine, 'egress'),
    classOf: (pod) => engine.classOfUnit[engine.unitOfPod(pod) ?? -1],
    blocks: function* () {
      for (const { sources, destinations, answer } of engine.blocks()) {
        yield { sources, destinations, connection: connectionOf(answer) };
      }
    },
    connection: (source, destination) => connectionOf(engine.answer(source, destination)),
    between: (source, destination) => {
      const knowing = engineFor(source, destination);
      return connectionIn(knowing, answerBetween(knowing, source, destination));
    },
    policiesOn: (pod) => {
      const place = engine.classOfUnit[engine.unitOfPod(pod) ?? -1];
      const selection = place === undefined ? [] : (engine.selections[place] ?? []);
      return selection.map(({ policy }) => policy);
    },
    engine,
    engineFor,
  };
}

function connectionIn({ algebra }: Engine, answer: Answer): Connection {
  return { allowed: algebra.setOf(answer.allowed), undefined: algebra.setOf(answer.undefined) };
}

/** The peers of ingress rules are sources, those of egress rules destinations. */
function peerClasses({ classes, units, spaces }: Engine, direction: 'ingress' | 'egress') {
  const { atoms, names, symbols } = spaces[direction].parts;
  return [
    ...classes.map(({ members }): PeerClass => {
      const objects = members.flatMap((member) => units[member]?.object ?? []);
      const pods = objects.flatMap((object) => ('pod' in object ? object.pod : []));
      const nodes = objects.flatMap((object) => ('node' in object ? object.node : []));
      const isHost = units[members[0] ?? 0]?.isHost ?? false;
      return nodes.length > 0 ? { kind: 'nodes', nodes } : { kind: 'pods', pods, isHost };
    }),
    ...atoms.ranges.map((range): PeerClass => ({ kind: 'addresses', range })),
    ...names.map(({ pattern }): PeerClass => ({ kind: 'name', name: pattern })),
    ...entities.map((entity): PeerClass => ({ kind: 'entity', entity })),
    ...symbols.map((text): PeerClass => ({ kind: 'symbol', text })),
  ];
}
