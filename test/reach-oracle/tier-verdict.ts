import type { ActingPolicy } from './acting-policy.ts';
import { actingAdminPolicies } from './admin-policy-verdict.ts';
import { actingCalicoPolicies, type CalicoTier, calicoTiers } from './calico-verdict.ts';
import { actingCiliumPolicies } from './cilium-verdict.ts';
import { actingNetworkPolicies, isSelectedByNetworkPolicy } from './network-policy-verdict.ts';
import { firstMatch, type JudgedRule, type Outcome, type Outcomes } from './packet.ts';
import type { Question } from './question.ts';

/** A tier as it answers: `none` and `pass` hand the packet on to the next one. */
type AnsweringTier = { readonly order: number; readonly outcomes: () => Outcomes };

/** Every policy that acts on the subject of a question, in this direction. */
export function actingPolicies(question: Question): readonly ActingPolicy[] {
  return [
    ...actingAdminPolicies(question),
    ...actingNetworkPolicies(question),
    ...actingCiliumPolicies(question),
    ...actingCalicoPolicies(question),
  ];
}

/** Asks the tiers in their order; what none of them decides is allowed. */
export function outcomesOfTiers(question: Question, acting: readonly ActingPolicy[]): Outcomes {
  const decided = new Set<Outcome>();
  for (const { outcomes } of tiersInOrder(question, acting)) {
    const found = outcomes();
    for (const outcome of found) {
      if (outcome === 'allow' || outcome === 'deny') decided.add(outcome);
    }
    if (!found.has('none') && !found.has('pass')) return decided;
  }
  return decided.add('allow');
}

function tiersInOrder(
  question: Question,
  acting: readonly ActingPolicy[],
): readonly AnsweringTier[] {
  const of = (tier: string) => acting.filter((policy) => policy.tier === tier);
  const calico = calicoTiers(question)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((tier) => ({
      order: tier.order,
      outcomes: () => calicoOutcomes(tier, of(tier.name)),
    }));
  return [
    { order: 1_000, outcomes: () => adminOutcomes(question, of('admin')) },
    { order: 1_000_000, outcomes: () => networkOutcomes(question, of('network')) },
    { order: 10_000_000, outcomes: () => baselineOutcomes(question, of('baseline')) },
    ...calico,
  ].toSorted((one, other) => one.order - other.order);
}

/** Policies of one priority have no order: what any of them decides may come of the packet. */
function adminOutcomes(question: Question, policies: readonly ActingPolicy[]): Outcomes {
  if (question.dialect.isVpcCni) return firstMatch(rulesAsTheVpcCniKeepsThem(policies));
  const result = new Set<Outcome>();
  const places = Map.groupBy(policies, ({ order }) => order);
  for (const [, peers] of [...places].toSorted(([one], [other]) => one - other)) {
    const outcomes = peers.map(({ rules }) => firstMatch(rules));
    for (const outcome of outcomes.flatMap((set) => [...set])) {
      if (outcome !== 'none') result.add(outcome);
    }
    if (outcomes.some((set) => !set.has('none'))) return result;
  }
  return result.add('none');
}

/** By priority, then Deny before Accept before Pass; the order in a policy is lost. */
function rulesAsTheVpcCniKeepsThem(policies: readonly ActingPolicy[]): readonly JudgedRule[] {
  const actions = ['deny', 'allow', 'pass'];
  return policies
    .flatMap(({ order, rules }) => rules.map((rule) => ({ ...rule, order })))
    .toSorted(
      (one, other) =>
        one.order - other.order || actions.indexOf(one.action) - actions.indexOf(other.action),
    );
}

/**
 * NetworkPolicies add up, and so do what Cilium allows; what Cilium denies goes before. They stand
 * where Calico has policies of order 1000, before its own.
 */
function networkOutcomes(question: Question, policies: readonly ActingPolicy[]): Outcomes {
  const isOther = question.protocol === 'OTHER';
  if (isOther && question.dialect.otherProtocols === 'undefined') {
    // Nobody says what a NetworkPolicy means for them, so the whole tier is open.
    if (actingNetworkPolicies(question).length > 0) return new Set(['allow', 'deny']);
  }
  const ordered = policies.filter(({ group }) => group === 'ordered').toSorted(byOrderAndName);
  return endOfTier(policies, [
    ...policies.filter(({ group }) => group === 'ciliumDeny'),
    ...ordered.filter(({ order }) => order < 1_000),
    ...policies.filter(({ group }) => group === 'additive'),
    ...ordered.filter(({ order }) => order >= 1_000),
  ]);
}

function calicoOutcomes(tier: CalicoTier, policies: readonly ActingPolicy[]): Outcomes {
  if (tier.defaultAction === 'pass') {
    return firstMatch(policies.toSorted(byOrderAndName).flatMap(({ rules }) => rules));
  }
  return endOfTier(policies, policies.toSorted(byOrderAndName));
}

function endOfTier(policies: readonly ActingPolicy[], inOrder: readonly ActingPolicy[]): Outcomes {
  const outcomes = new Set(firstMatch(inOrder.flatMap(({ rules }) => rules)));
  const isIsolated = policies.some(({ isolates }) => isolates);
  if (isIsolated && outcomes.delete('none')) outcomes.add('deny');
  return outcomes;
}

function byOrderAndName(one: ActingPolicy, other: ActingPolicy): number {
  if (one.order !== other.order) return one.order < other.order ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}

/** A NetworkPolicy that leaves a direction open may take it from the baseline all the same. */
function baselineOutcomes(question: Question, policies: readonly ActingPolicy[]): Outcomes {
  const { openDirection } = question.dialect;
  const isSelected = openDirection !== 'baseline' && isSelectedByNetworkPolicy(question);
  if (isSelected && openDirection === 'no baseline') return new Set(['none']);
  const outcomes = new Set(adminOutcomes(question, policies));
  const isOpen = isSelected && actingNetworkPolicies(question).length === 0;
  if (isOpen) outcomes.add('none');
  return outcomes;
}
