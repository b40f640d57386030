import type { ActingPolicy, Direction } from './network-policy.ts';
import { everyAddress, everyPeer, everyPod, type OpenRule, type PeerSet } from './peer-sets.ts';
import { holdsPorts, partsOfPorts, portRanges } from './port-ranges.ts';

/**
 * Which policies allow everything in a direction to the pods that they select, each as a sentence.
 * Rules add up: those of a policy, and those of policies with the same selector.
 */
export function unrestrictedPolicies(
  policies: readonly ActingPolicy[],
  direction: Direction,
): readonly string[] {
  return sentences(policies, { direction, peerSets: [everyPeer, ...everyAddress] });
}

/** The same, with policies that admit all pods of the cluster, whatever is outside of it. */
export function policiesThatAdmitEveryPod(policies: readonly ActingPolicy[]): readonly string[] {
  const peerSets = [everyPeer, ...everyAddress, everyPod];
  return sentences(policies, { direction: 'ingress', peerSets });
}

type Question = { readonly direction: Direction; readonly peerSets: readonly PeerSet[] };

function sentences(policies: readonly ActingPolicy[], question: Question): readonly string[] {
  const groups = Map.groupBy(policies, ({ podSelector }) => JSON.stringify(podSelector));
  return [...groups.values()].flatMap((group) => {
    const alone = group.flatMap((policy) => allowance([policy], question) ?? []);
    return alone.length > 0 ? alone : (allowance(group, question) ?? []);
  });
}

const protocols = ['TCP', 'UDP', 'SCTP'] as const;

/** The first set of peers that is let through whole, on every port of one protocol. */
function allowance(
  policies: readonly ActingPolicy[],
  { direction, peerSets }: Question,
): string | undefined {
  const rules = policies.flatMap((policy) =>
    (policy[direction] ?? []).map((rule) => ({ ...rule, policy: policy.name })),
  );
  for (const peerSet of peerSets) {
    for (const protocol of protocols) {
      const open = rules.map((rule) => ({ ...rule, ranges: portRanges(rule.ports, protocol) }));
      // The first rule that will do is taken, so those that need the fewest others come first.
      const widestFirst = open.sort((one, other) => widest(other) - widest(one));
      const needed = neededRules(widestFirst, peerSet);
      if (needed !== undefined) return peerSet.textOf(needed, direction);
    }
  }
  return undefined;
}

function widest({ ranges }: OpenRule): number {
  return ranges.reduce((most, { first, last }) => Math.max(most, last - first), -1);
}

/** Rules that together let the peers through on every port, none of them in vain. */
function neededRules(
  rules: readonly OpenRule[],
  peerSet: PeerSet,
): readonly OpenRule[] | undefined {
  const found = rulesOnEveryPort(rules, peerSet);
  if (found === undefined) return undefined;
  return found.reduceRight((kept, rule) => {
    const others = kept.filter((other) => other !== rule);
    return rulesOnEveryPort(others, peerSet) === undefined ? kept : others;
  }, found);
}

function rulesOnEveryPort(
  rules: readonly OpenRule[],
  { rulesFor }: PeerSet,
): readonly OpenRule[] | undefined {
  const found = new Set<OpenRule>();
  for (const part of partsOfPorts(rules.flatMap(({ ranges }) => ranges))) {
    const onPart = rulesFor(rules.filter(({ ranges }) => holdsPorts(ranges, part)));
    if (onPart === undefined) return undefined;
    for (const rule of onPart) found.add(rule);
  }
  return rules.filter((rule) => found.has(rule));
}
