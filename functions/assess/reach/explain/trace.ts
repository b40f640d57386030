import { type Action, networkPolicyFamilies, type Rule, tiers } from '../policies/policy.ts';
import { type ActingRules, doubtOfSubject, matchOf, type Question } from './rule-step.ts';
import type { Step, Trace } from './step.ts';

type State = {
  /** Whether the packet may still be undecided. */
  open: boolean;
  allowed: boolean;
  denied: boolean;
  steps: Step[];
};

/** What the policies on a class decide about one packet, step by step in order of tiers. */
export function traceOf(question: Question): Trace {
  const state: State = { open: true, allowed: false, denied: false, steps: [] };
  const { subject, direction } = question;
  const acting = subject.acting.flatMap(({ policy, isSure }): readonly ActingRules[] => {
    const given = policy[direction];
    return given === undefined ? [] : [{ policy, isSure, given }];
  });
  let isBaselineAhead = true;
  for (const [order, tier] of Map.groupBy(acting, ({ policy }) => policy.tier.order)) {
    if (isBaselineAhead && order >= tiers.baseline.order) {
      isBaselineAhead = false;
      besideNetworkPolicy(question, state);
    }
    throughTier(question, tier, state);
  }
  byDefault(question, state);
  return finished(question, state);
}

function throughTier(question: Question, tier: readonly ActingRules[], state: State): void {
  if (!state.open) return;
  noteOtherProtocols(question, tier, state);
  const ranks = Map.groupBy(tier, ({ policy }) => `${policy.priority} ${policy.tieBreak ?? ''}`);
  let hasPassed = false;
  for (const rank of ranks.values()) {
    hasPassed = throughRank(question, rank, state) || hasPassed;
  }
  const isolating = tier.filter(({ given }) => given.isolates);
  if (state.open && isolating.length > 0) {
    const sure = isolating.filter((item) => item.isSure);
    const [first = isolating[0]] = sure;
    const isSure = sure.length > 0;
    const policies = (isSure ? sure : isolating).map(({ policy }) => policy);
    state.denied = true;
    state.open = !isSure;
    state.steps.push({
      kind: 'isolated',
      policies,
      ...(!isSure && first !== undefined && { doubt: doubtOfSubject(first.policy) }),
      ...(state.allowed && { isPerhapsAllowed: true }),
    });
  }
  state.open ||= hasPassed;
}

/** Tells whether the packet may have been passed on to the next tier. */
function throughRank(question: Question, rank: readonly ActingRules[], state: State): boolean {
  const { ordersByAction } = question.engine.profile;
  const lists = rank.map((item) => item.given.rules.map((rule) => ({ item, rule })));
  const areAllAllowing = lists.flat().every(({ rule }) => rule.action === 'allow');
  if (ordersByAction && !areAllAllowing) {
    const order: readonly Action[] = ['deny', 'allow', 'pass'];
    const sorted = lists
      .flat()
      .toSorted((one, other) => order.indexOf(one.rule.action) - order.indexOf(other.rule.action));
    return throughRules(question, sorted, state);
  }
  if (rank.length === 1 || areAllAllowing) return throughRules(question, lists.flat(), state);
  return throughUnordered(question, lists, state);
}

type Listed = { readonly item: ActingRules; readonly rule: Rule };

function throughRules(question: Question, rules: readonly Listed[], state: State): boolean {
  let hasPassed = false;
  for (const { item, rule } of rules) {
    if (!state.open) break;
    const step = matchOf(question, item, rule);
    if (step === undefined) continue;
    state.steps.push(step);
    state.allowed ||= rule.action === 'allow';
    state.denied ||= rule.action === 'deny';
    hasPassed ||= rule.action === 'pass';
    state.open = step.kind === 'rule' && step.doubt !== undefined;
  }
  return hasPassed;
}

/** Each policy decides alone; the packet stays open only where none of them surely decides. */
function throughUnordered(
  question: Question,
  lists: readonly (readonly Listed[])[],
  state: State,
): boolean {
  if (!state.open) return false;
  let [hasPassed, isOpen] = [false, true];
  for (const rules of lists) {
    const alone: State = { open: true, allowed: false, denied: false, steps: state.steps };
    hasPassed = throughRules(question, rules, alone) || hasPassed;
    state.allowed ||= alone.allowed;
    state.denied ||= alone.denied;
    isOpen &&= alone.open;
  }
  state.open = isOpen;
  return hasPassed;
}

function noteOtherProtocols(
  { engine, point }: Question,
  tier: readonly ActingRules[],
  state: State,
): void {
  if (engine.profile.otherProtocols !== 'undefined' || point.protocol !== 'OTHER') return;
  const isolating = tier.filter(
    ({ policy, given }) => given.isolates && networkPolicyFamilies.includes(policy.ref.family),
  );
  if (isolating.length === 0) return;
  state.allowed = true;
  state.denied = true;
  state.open = !isolating.some(({ isSure }) => isSure);
  const why = 'NetworkPolicy says nothing about protocols beside TCP, UDP and SCTP';
  state.steps.push({ kind: 'leftOpen', why });
}

function besideNetworkPolicy({ engine, subject }: Question, state: State): void {
  const { baselineBesideNetworkPolicy: reading } = engine.profile;
  const { isNetworkPolicySubject } = subject;
  if (!state.open || reading === 'yes' || isNetworkPolicySubject === 'no') return;
  const isSkipped = reading === 'no' && isNetworkPolicySubject === 'yes';
  state.allowed = true;
  state.open = !isSkipped;
  const why =
    'a NetworkPolicy selects the pod, in the other direction: baseline policies do not act';
  state.steps.push(
    isSkipped
      ? { kind: 'default', verdict: 'allowed', why }
      : { kind: 'leftOpen', why: `${why}, or they do` },
  );
}

function byDefault({ engine, subject }: Question, state: State): void {
  if (!state.open) return;
  const isClosed = engine.profile.unselectedPods === 'closed' && subject.isEnforced !== 'no';
  const mayBeDenied = isClosed && subject.isSelected !== 'yes';
  const mayBeAllowed = !mayBeDenied || subject.isSelected === 'undefined';
  state.allowed ||= mayBeAllowed;
  state.denied ||= mayBeDenied;
  state.steps.push(
    mayBeDenied
      ? {
          kind: 'default',
          verdict: 'denied',
          why: 'no policy selects the pod, and the engine is strict',
        }
      : { kind: 'default', verdict: 'allowed', why: 'no policy denies it' },
  );
}

function finished({ subject }: Question, state: State): Trace {
  const { steps } = state;
  if (subject.isEnforced === 'undefined' && state.denied) {
    state.allowed = true;
    steps.push({ kind: 'leftOpen', why: 'the engine does not say that policies act on this pod' });
  }
  if (state.allowed && state.denied) return { verdict: 'undefined', steps };
  return { verdict: state.denied ? 'denied' : 'allowed', steps };
}
