import type { KyvernoPolicy, KyvernoRule } from '../../model/admission-objects.ts';
import { gapsIn, gapText } from '../../model/gaps.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import { type Guard, type GuardedLevel, guardedLevels } from './guard.ts';
import { readKyvernoBlock } from './kyverno-match.ts';
import { isOfNewKinds, matchingOf, refuses } from './kyverno-rules.ts';
import { pods } from './match-resources.ts';
import { kyverno } from './policy-engines.ts';
import { isAskedIn } from './webhooks.ts';

type Rule = { readonly policy: KyvernoPolicy; readonly rule: KyvernoRule };

/**
 * Rules of Kyverno that refuse pods in a namespace. Only `validate.podSecurity` tells what it
 * refuses: what patterns and expressions add up to is not worked out.
 *
 * The filters in Kyverno's own ConfigMap are not read. Unless told otherwise they leave out the
 * namespaces of the system and of Kyverno itself.
 */
export function kyvernoGuards(namespace: Namespace, snapshot: Snapshot): readonly Guard[] {
  const acting = snapshot.kyvernoPolicies.flatMap((policy) =>
    policy.rules
      .filter((rule) => rule.validates && mayRefusePods(policy, rule, namespace))
      .map((rule) => ({ policy, rule })),
  );
  if (acting.length === 0) return [];
  const isAsked = isAskedIn(namespace, kyverno, snapshot);
  // Policies of the newer kinds have webhooks of their own.
  const asked = isAsked === 'no' ? acting.filter(({ policy }) => isOfNewKinds(policy)) : acting;
  const unseen = [
    ...gapsIn(snapshot, ['policyexceptions.kyverno.io']).map(gapText),
    ...(isAsked === 'yes' ? [] : ['no webhook shows that Kyverno is asked, whatever happens']),
  ];
  return asked.map((found) => {
    const excepted = exceptionsFor(found.policy, namespace, snapshot);
    return guardOf(found, [...doubtsOfRule(found, namespace), ...excepted, ...unseen]);
  });
}

function mayRefusePods(policy: KyvernoPolicy, rule: KyvernoRule, namespace: Namespace): boolean {
  return (
    refuses(policy, rule) !== 'no' &&
    rule.podSecurity?.level !== 'privileged' &&
    matchingOf(policy, rule).covers(pods, namespace) !== 'no'
  );
}

function guardOf({ policy, rule }: Rule, [why]: readonly string[]): Guard {
  const { kind, namespace, name } = policy;
  const sure = why === undefined ? 'yes' : 'undefined';
  return {
    kind: 'Kyverno',
    object: { kind, ...(namespace !== undefined && { namespace }), name },
    enforces: { baseline: sure, restricted: levelOf(rule) === 'baseline' ? 'no' : sure },
    ...(why !== undefined && { why }),
  };
}

function levelOf({ podSecurity }: KyvernoRule): GuardedLevel | undefined {
  return guardedLevels.find((level) => level === podSecurity?.level);
}

function doubtsOfRule({ policy, rule }: Rule, namespace: Namespace): readonly string[] {
  const isFor = matchingOf(policy, rule).covers(pods, namespace);
  return [
    ...(levelOf(rule) === undefined ? ['patterns and expressions are not evaluated'] : []),
    ...(refuses(policy, rule) === 'yes' ? [] : ['its action differs by namespace']),
    ...(isFor === 'yes' ? [] : ['it is not for all pods, or for which is not known']),
    ...(rule.isConditional ? ['its conditions are not evaluated'] : []),
    ...(rule.podSecurity?.hasExclusions ? ['it leaves out some checks or images'] : []),
    ...(policy.failurePolicy === 'Ignore' ? ['it lets through what Kyverno does not answer'] : []),
  ];
}

function exceptionsFor(
  policy: KyvernoPolicy,
  namespace: Namespace,
  { kyvernoExceptions }: Snapshot,
): readonly string[] {
  return kyvernoExceptions
    .filter(
      ({ policies, match }) =>
        names(policies, policy) &&
        (match === undefined || readKyvernoBlock(match).covers(pods, namespace) !== 'no'),
    )
    .map((each) => `PolicyException ${each.namespace}/${each.name} is for some pods`);
}

/** An exception names a Policy with its namespace: `shop/limits`. */
function names(policies: readonly string[], { namespace, name }: KyvernoPolicy): boolean {
  const text = namespace === undefined ? name : `${namespace}/${name}`;
  return policies.includes(text) || policies.length === 0;
}
