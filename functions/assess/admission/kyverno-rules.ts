import type { KyvernoPolicy, KyvernoRule } from '../../model/admission-objects.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { certainly, everyOf, opposite } from './certainty.ts';
import { readKyvernoBlock } from './kyverno-match.ts';
import { type Matching, readMatchResources } from './match-resources.ts';

/** Whether what a rule finds is refused; `undefined` where that differs by namespace. */
export function refuses(policy: KyvernoPolicy, rule: KyvernoRule): Certainty {
  if (!policy.isForAdmission) return 'no';
  if (policy.hasOverrides) return 'undefined';
  return certainly((rule.failureAction ?? policy.failureAction) === 'Enforce');
}

/** ValidatingPolicy and its kin: written like policies of the API server. */
export function isOfNewKinds({ kind }: KyvernoPolicy): boolean {
  return kind.endsWith('ValidatingPolicy');
}

const known = new WeakMap<KyvernoRule, Matching>();

/** What a rule is for: a Policy stays in its namespace. */
export function matchingOf(policy: KyvernoPolicy, rule: KyvernoRule): Matching {
  const matching = known.get(rule) ?? readMatching(policy, rule);
  known.set(rule, matching);
  return matching;
}

function readMatching(policy: KyvernoPolicy, rule: KyvernoRule): Matching {
  const match = isOfNewKinds(policy)
    ? readMatchResources(rule.match)
    : readKyvernoBlock(rule.match);
  const exclude = readKyvernoBlock(rule.exclude);
  return {
    names: match.names,
    covers: (created, namespace) =>
      policy.namespace !== undefined && policy.namespace !== namespace.name
        ? 'no'
        : everyOf([match.covers(created, namespace), opposite(exclude.covers(created, namespace))]),
  };
}
