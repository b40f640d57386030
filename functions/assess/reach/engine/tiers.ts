import { portsOf } from '../algebra/port-set.ts';
import {
  type Action,
  type Direction,
  networkPolicyFamilies,
  type Rule,
  type Rules,
  tiers,
} from '../policies/policy.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Bits } from './bits.ts';
import { DecisionMap, type Target } from './decision-map.ts';
import type { PortAlgebra } from './port-algebra.ts';
import type { RuleReader } from './rule-reader.ts';
import type { Acting, Subject } from './subjects.ts';
import type { UnorderedRank } from './unordered-rank.ts';

export type Tools = {
  readonly direction: Direction;
  readonly profile: Profile;
  readonly algebra: PortAlgebra;
  readonly rules: RuleReader;
  /** Is told of policies that have no order among them. */
  readonly onUnordered?: (rank: UnorderedRank) => void;
  /** The peers to decide about, where not all of them are asked for. */
  readonly among?: Bits;
  /** Rules to leave out, as if they were not written. */
  readonly without?: ReadonlySet<Rule>;
};

type ActingRules = Acting & { readonly given: Rules };

const targets: Readonly<Record<Action, Target>> = {
  allow: 'allowed',
  deny: 'denied',
  pass: 'passed',
};

/** How every peer fares with a subject in one direction, tier by tier. */
export function decisionsOn(subject: Subject, tools: Tools): DecisionMap {
  const { before, after } = tiersOf(subject, tools);
  const decided = before.reduce(
    (map, tier) => throughTier(map, tier, subject, tools),
    startFor(tools),
  );
  const atBaseline = besideNetworkPolicy(decided, subject, tools);
  const ended = after.reduce((map, tier) => throughTier(map, tier, subject, tools), atBaseline);
  return withEnforcement(byDefault(ended, subject, tools.profile), subject, tools);
}

/** What the policies themselves decide: `open` is what none of them decides for sure. */
export function decidedByPolicies(subject: Subject, tools: Tools): DecisionMap {
  const { before, after } = tiersOf(subject, tools);
  return [...before, ...after].reduce(
    (map, tier) => throughTier(map, tier, subject, tools),
    startFor(tools),
  );
}

type Tier = readonly ActingRules[];

/** The tiers that act on a subject, before baseline and from there on. */
function tiersOf(
  subject: Subject,
  { direction, without }: Tools,
): { readonly before: readonly Tier[]; readonly after: readonly Tier[] } {
  const acting = subject.acting.flatMap((item): readonly ActingRules[] => {
    const given = item.policy[direction];
    if (given === undefined) return [];
    if (without === undefined) return [{ ...item, given }];
    const rules = given.rules.filter((rule) => !without.has(rule));
    return [{ ...item, given: { ...given, rules } }];
  });
  const byTier = [...Map.groupBy(acting, ({ policy }) => policy.tier.order)];
  const isBaseline = ([order]: readonly [number, Tier]): boolean => order >= tiers.baseline.order;
  return {
    before: byTier.filter((tier) => !isBaseline(tier)).map(([, tier]) => tier),
    after: byTier.filter(isBaseline).map(([, tier]) => tier),
  };
}

function startFor({ rules, algebra, profile, among }: Tools): DecisionMap {
  const map = DecisionMap.undecided(among ?? rules.space.everything, algebra);
  if (profile.otherProtocols !== 'absent') return map;
  const other = algebra.idOf(portsOf('OTHER'));
  return map.changed((fate) => ({ ...fate, open: algebra.difference(fate.open, other) }));
}

function throughTier(
  map: DecisionMap,
  tier: readonly ActingRules[],
  subject: Subject,
  tools: Tools,
): DecisionMap {
  const opened = withOtherProtocols(map, tier, tools);
  const ranks = Map.groupBy(tier, ({ policy }) => `${policy.priority} ${policy.tieBreak ?? ''}`);
  const ruled = [...ranks.values()].reduce(
    (before, rank) => throughRank(before, rank, subject, tools),
    opened,
  );
  return isolated(ruled, tier).changed((fate, algebra) => ({
    ...fate,
    open: algebra.union(fate.open, fate.passed),
    passed: algebra.none,
  }));
}

/** Point 30: of a pod that a NetworkPolicy isolates, nothing is said about other protocols. */
function withOtherProtocols(
  map: DecisionMap,
  tier: readonly ActingRules[],
  { profile, algebra }: Tools,
): DecisionMap {
  if (profile.otherProtocols !== 'undefined') return map;
  const isolating = tier.filter(
    ({ policy, given }) => given.isolates && networkPolicyFamilies.includes(policy.ref.family),
  );
  if (isolating.length === 0) return map;
  const other = algebra.idOf(portsOf('OTHER'));
  const isSure = isolating.some((item) => item.isSure);
  return map.changed((fate) => {
    const hit = algebra.intersection(fate.open, other);
    return {
      ...fate,
      allowed: algebra.union(fate.allowed, hit),
      denied: algebra.union(fate.denied, hit),
      open: isSure ? algebra.difference(fate.open, hit) : fate.open,
    };
  });
}

/** Policies of one priority: in no order, or by action where the engine orders them so. */
function throughRank(
  map: DecisionMap,
  rank: readonly ActingRules[],
  subject: Subject,
  tools: Tools,
): DecisionMap {
  const apply = (before: DecisionMap, [item, rule]: readonly [ActingRules, Rule]): DecisionMap =>
    throughRule(before, item, rule, subject, tools);
  const listed = rank.flatMap((item) => item.given.rules.map((rule) => [item, rule] as const));
  const isOrdered = rank.length === 1 || listed.every(([, { action }]) => action === 'allow');
  if (tools.profile.ordersByAction && !listed.every(([, { action }]) => action === 'allow')) {
    const order: readonly Action[] = ['deny', 'allow', 'pass'];
    return listed
      .toSorted(([, one], [, other]) => order.indexOf(one.action) - order.indexOf(other.action))
      .reduce(apply, map);
  }
  if (isOrdered) return listed.reduce(apply, map);
  const eachFrom = (start: DecisionMap): readonly DecisionMap[] =>
    rank.map((item) =>
      item.given.rules.reduce((before, rule) => apply(before, [item, rule]), start),
    );
  tools.onUnordered?.({
    policies: rank.map(({ policy }) => policy),
    maps: eachFrom(leftOpenBy(map)),
  });
  return DecisionMap.unordered(eachFrom(map));
}

/** Only what is not decided yet, without what may have been decided. */
function leftOpenBy(map: DecisionMap): DecisionMap {
  return map.changed(({ open }, { none }) => ({ open, allowed: none, denied: none, passed: none }));
}

function throughRule(
  map: DecisionMap,
  { policy, isSure }: ActingRules,
  rule: Rule,
  subject: Subject,
  { rules }: Tools,
): DecisionMap {
  const target = targets[rule.action];
  return rules
    .matchesOf({ policy, rule }, subject.namedPorts)
    .reduce((before, { peers, ports }) => {
      const isDoubtful = !isSure || rule.unsure !== undefined;
      const match = isDoubtful ? { must: rules.nobody, may: peers.may } : peers;
      return before.matched(match, ports, target);
    }, map);
}

/** Who is isolated is denied what nothing in the tier allowed. */
function isolated(map: DecisionMap, tier: readonly ActingRules[]): DecisionMap {
  const isolating = tier.filter(({ given }) => given.isolates);
  if (isolating.length === 0) return map;
  const isSure = isolating.some((item) => item.isSure);
  return map.changed((fate, algebra) => ({
    ...fate,
    denied: algebra.union(fate.denied, fate.open),
    open: isSure ? algebra.none : fate.open,
  }));
}

/** Point 59: whether one NetworkPolicy keeps baseline policies away in both directions. */
function besideNetworkPolicy(
  map: DecisionMap,
  { isNetworkPolicySubject }: Subject,
  { profile }: Tools,
): DecisionMap {
  const { baselineBesideNetworkPolicy } = profile;
  if (isNetworkPolicySubject === 'no' || baselineBesideNetworkPolicy === 'yes') return map;
  const isSkipped = isNetworkPolicySubject === 'yes' && baselineBesideNetworkPolicy === 'no';
  return map.changed((fate, algebra) => ({
    ...fate,
    allowed: algebra.union(fate.allowed, fate.open),
    open: isSkipped ? algebra.none : fate.open,
  }));
}

function byDefault(map: DecisionMap, subject: Subject, { unselectedPods }: Profile): DecisionMap {
  const isClosed = unselectedPods === 'closed' && subject.isEnforced !== 'no';
  const mayBeDenied = isClosed && subject.isSelected !== 'yes';
  const mayBeAllowed = !mayBeDenied || subject.isSelected === 'undefined';
  return map.changed((fate, algebra) => ({
    ...fate,
    allowed: mayBeAllowed ? algebra.union(fate.allowed, fate.open) : fate.allowed,
    denied: mayBeDenied ? algebra.union(fate.denied, fate.open) : fate.denied,
    open: algebra.none,
  }));
}

/** Where nobody says whether policies act on the subject, whatever they deny may be allowed. */
function withEnforcement(
  map: DecisionMap,
  { isEnforced }: Subject,
  { algebra }: Tools,
): DecisionMap {
  if (isEnforced !== 'undefined') return map;
  return map.changed((fate) => ({
    ...fate,
    allowed: algebra.union(fate.allowed, fate.denied),
  }));
}
