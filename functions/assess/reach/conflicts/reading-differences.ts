import { hasNamedPorts } from '../engine/port-matches.ts';
import { inDirections } from '../policies/doubtful-rules.ts';
import {
  directions,
  networkPolicyFamilies,
  type Peers,
  type Policy,
  type PolicyFamily,
  type Rule,
} from '../policies/policy.ts';
import { type Profile, profileNamed } from '../profiles/profile.ts';
import type { Reach } from '../reach.ts';

/** A way to read policies in which an engine differs from the specification. */
export type ReadingDifference = {
  /** The point of docs/semantics.md. */
  readonly point: number;
  /** What the engine does, for people. */
  readonly text: string;
  readonly fields: readonly (keyof Profile)[];
  /** Whether anything in the policies or pods of a map hangs on it. */
  readonly matters: (reach: Reach) => boolean;
};

const differences: readonly ReadingDifference[] = [
  {
    point: 22,
    text: 'a named port of an ingress rule means its numbers on all pods of the policy',
    fields: ['sharesNamedPorts'],
    matters: ({ policies }) =>
      policies.some(({ ingress }) => (ingress?.rules ?? []).some(hasNamedPorts)),
  },
  {
    point: 25,
    text: 'the name of a port means nothing for pods in an address block',
    fields: ['resolvesNamesInBlocks'],
    matters: ({ policies }) =>
      policies.some(({ egress }) => (egress?.rules ?? []).some(hasNamedPorts)),
  },
  {
    point: 33,
    text: 'address blocks do not match pods and nodes',
    fields: ['blocksMatchPods'],
    matters: ({ policies }) =>
      policies.some(
        (policy) =>
          !ownFamilies.includes(policy.ref.family) &&
          rulesOf(policy).some(({ peers }) => peers.some((peer) => namesAddresses(peer.peers))),
      ),
  },
  {
    point: 42,
    text: 'pod selectors match pods on the host network',
    fields: ['hostNetwork'],
    // Of a NetworkPolicy the specification leaves open how it reads such pods.
    matters: ({ policies, profile, engine: { units } }) =>
      profile.hostNetwork.peer === 'pod' &&
      policies.some(({ ref }) => !networkPolicyFamilies.includes(ref.family)) &&
      units.some(({ isHost, object }) => isHost && 'pod' in object),
  },
  {
    point: 56,
    text: 'rules of one policy are applied by action, Deny first, and not in their order',
    fields: ['ordersByAction'],
    matters: ({ policies }) => policies.some(mixesActions),
  },
];

/** The differences of an engine from the specification that matter in a map. */
export function readingDifferences(reach: Reach): readonly ReadingDifference[] {
  const spec = profileNamed('spec');
  return differences.filter(
    ({ fields, matters }) =>
      fields.some((field) => isOther(spec[field], reach.profile[field])) && matters(reach),
  );
}

function isOther(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

/**
 * The specification's reading of the policies that the engine of a map knows. Pods that the engine
 * leaves out, and a strict mode, are no reading of policies: they stay as they are.
 */
export function specifiedProfile({ families, leavesOut, unselectedPods }: Profile): Profile {
  return { ...profileNamed('spec'), families, leavesOut, unselectedPods };
}

/** A profile with the engine's own reading in the place of one difference. */
export function withReading(
  profile: Profile,
  { fields }: ReadingDifference,
  engine: Profile,
): Profile {
  return { ...profile, ...Object.fromEntries(fields.map((field) => [field, engine[field]])) };
}

/** Families that nobody but their engine specifies: it reads them as it should. */
const ownFamilies: readonly PolicyFamily[] = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'CalicoNetworkPolicy',
  'CalicoGlobalNetworkPolicy',
];

/**
 * A policy as it reads under the specification. One of the engine's own family keeps the engine's
 * reading of address blocks; no other difference touches such families.
 */
export function asSpecified(policy: Policy, engine: Profile): Policy {
  if (engine.blocksMatchPods || !ownFamilies.includes(policy.ref.family)) return policy;
  const outside = inDirections((direction) => {
    const rules = policy[direction];
    return rules && { ...rules, rules: rules.rules.map(withOutsidePeers) };
  });
  return { ...policy, ...outside };
}

function withOutsidePeers(rule: Rule): Rule {
  return {
    ...rule,
    peers: rule.peers.map(({ path, peers }) => ({ path, peers: outsidePeers(peers) })),
  };
}

/** Everybody whom the engine knows by what it is, and not by an address. */
const known: Peers = {
  op: 'or',
  operands: [
    { op: 'pods', where: { op: 'true' } },
    { op: 'nodes', where: { op: 'true' } },
    { op: 'entity', entity: 'host' },
  ],
};

function outsidePeers(peers: Peers): Peers {
  switch (peers.op) {
    case 'addresses':
      return { op: 'and', operands: [peers, { op: 'not', operand: known }] };
    case 'not':
      return { ...peers, operand: outsidePeers(peers.operand) };
    case 'and':
    case 'or':
      return { ...peers, operands: peers.operands.map(outsidePeers) };
    default:
      return peers;
  }
}

function rulesOf(policy: Policy): readonly Rule[] {
  return directions.flatMap((direction) => policy[direction]?.rules ?? []);
}

function namesAddresses(peers: Peers): boolean {
  switch (peers.op) {
    case 'not':
      return namesAddresses(peers.operand);
    case 'and':
    case 'or':
      return peers.operands.some(namesAddresses);
    default:
      return peers.op === 'addresses';
  }
}

function mixesActions(policy: Policy): boolean {
  return directions.some(
    (direction) => new Set((policy[direction]?.rules ?? []).map(({ action }) => action)).size > 1,
  );
}
