import {
  type Direction,
  networkPolicyFamilies,
  type Peers,
  type Policy,
  type PolicyFamily,
  type Rule,
} from '../policies/policy.ts';
import type { Certainty, Profile } from '../profiles/profile.ts';
import { Bits } from './bits.ts';
import type { PortsMatch } from './decision-map.ts';
import { intersectionOfMatches, type Match, sure, unionOfMatches } from './label-index.ts';
import type { PeerSpace } from './peer-space.ts';
import type { PortAlgebra } from './port-algebra.ts';
import { hasNamedPorts, portsOfRule } from './port-matches.ts';
import type { NamedPort } from './units.ts';

/** Destinations whose containers name their ports alike. */
export type PortGroup = { readonly members: Bits; readonly namedPorts: readonly NamedPort[] };

/** Peers with the ports that a rule matches for them. */
export type RuleMatch = { readonly peers: Match; readonly ports: PortsMatch };

export type GivenRule = { readonly policy: Policy; readonly rule: Rule };

type Parts = {
  readonly direction: Direction;
  readonly space: PeerSpace;
  readonly algebra: PortAlgebra;
  readonly profile: Profile;
  /** Groups of peers by named ports; peers without any are in none. */
  readonly portGroups: readonly PortGroup[];
  /** Named ports of all pods that a policy selects. */
  readonly sharedPorts: (policy: Policy) => readonly NamedPort[];
};

/** Tells what a rule of a policy matches, and works each rule out once. */
export class RuleReader {
  readonly space: PeerSpace;
  readonly nobody = Bits.none;
  private readonly parts: Parts;
  private readonly peers = new Map<Rule, Match>();
  /** By how pods on the host network are read: families may share a set of peers. */
  private readonly single: Readonly<Record<Certainty, Map<Peers, Match>>> = {
    yes: new Map(),
    no: new Map(),
    undefined: new Map(),
  };
  private readonly ports = new Map<Rule, PortsMatch>();

  constructor(parts: Parts) {
    this.parts = parts;
    this.space = parts.space;
  }

  /** `own` are the named ports of the subject, which is the destination of ingress. */
  matchesOf(given: GivenRule, own: readonly NamedPort[]): readonly RuleMatch[] {
    const { direction, algebra, profile, sharedPorts } = this.parts;
    const peers = this.peersOf(given);
    const { rule, policy } = given;
    if (!hasNamedPorts(rule)) return [{ peers, ports: this.fixedPorts(rule) }];
    if (direction === 'egress') {
      if (profile.resolvesNamesInBlocks) return this.byDestination(rule, peers);
      return this.byDestination(rule, this.withoutBlocks(given)).concat({
        peers,
        ports: portsOfRule(rule, [], algebra),
      });
    }
    const named = profile.sharesNamedPorts ? sharedPorts(policy) : own;
    return [{ peers, ports: portsOfRule(rule, named, algebra) }];
  }

  peersOf({ policy, rule }: GivenRule): Match {
    const known = this.peers.get(rule);
    if (known !== undefined) return known;
    const operands = rule.peers.map(({ peers }) => peers);
    const hosts = hostsFor(policy.ref.family, this.parts.profile);
    const match = this.space.matching({ op: 'or', operands }, hosts);
    this.peers.set(rule, match);
    return match;
  }

  /** What one set of peers of a policy takes in; an explanation asks for it at every port. */
  peersIn(peers: Peers, { ref }: Policy): Match {
    const hosts = hostsFor(ref.family, this.parts.profile);
    const known = this.single[hosts].get(peers);
    if (known !== undefined) return known;
    const match = this.space.matching(peers, hosts);
    this.single[hosts].set(peers, match);
    return match;
  }

  private withoutBlocks({ policy, rule }: GivenRule): Match {
    const named = rule.peers.filter(({ peers }) => peers.op !== 'addresses');
    return unionOfMatches(named.map(({ peers }) => this.peersIn(peers, policy)));
  }

  private fixedPorts(rule: Rule): PortsMatch {
    const known = this.ports.get(rule);
    if (known !== undefined) return known;
    const ports = portsOfRule(rule, [], this.parts.algebra);
    this.ports.set(rule, ports);
    return ports;
  }

  private byDestination(rule: Rule, peers: Match): readonly RuleMatch[] {
    const { portGroups, algebra } = this.parts;
    const grouped = Bits.union(portGroups.map(({ members }) => members));
    const rest = { must: peers.must.minus(grouped), may: peers.may.minus(grouped) };
    return [
      { peers: rest, ports: portsOfRule(rule, [], algebra) },
      ...portGroups.map(({ members, namedPorts }) => ({
        peers: intersectionOfMatches(peers, sure(members)),
        ports: portsOfRule(rule, namedPorts, algebra),
      })),
    ];
  }
}

/** How a pod selector of a family reads pods on the host network (point 42). */
function hostsFor(family: PolicyFamily, { hostNetwork }: Profile): Certainty {
  if (hostNetwork.peer === 'pod') return 'yes';
  const isOpen = hostNetwork.peer === 'undefined' && networkPolicyFamilies.includes(family);
  return isOpen ? 'undefined' : 'no';
}
