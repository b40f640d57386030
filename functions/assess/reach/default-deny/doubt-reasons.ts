import { firstPort } from '../algebra/port-set.ts';
import type { Engine } from '../engine/engine.ts';
import type { Acting, Subject } from '../engine/subjects.ts';
import { policyText } from '../explain/explanation-text.ts';
import { traceOf } from '../explain/trace.ts';
import type { Direction, Policy, Rule } from '../policies/policy.ts';
import { whysIn } from '../policies/unknown-parts.ts';

/**
 * Why it cannot be told what policies do to a pod: the fields of them that are not understood, or
 * else the point that the specification leaves open for this peer.
 */
export function doubtReasons(
  engine: Engine,
  direction: Direction,
  subject: Subject,
  peer: number,
): readonly string[] {
  const fields = subject.acting.flatMap((acting) => doubtsOf(acting, direction));
  if (fields.length > 0) return [...new Set(fields)].sort();
  const point = { protocol: 'TCP', port: firstPort } as const;
  const { steps } = traceOf({ engine, direction, subject, peer, point });
  const open = steps.flatMap((step) => (step.kind === 'leftOpen' ? step.why : []));
  if (open.length > 0) return [...new Set(open)].sort();
  const deciding = steps.flatMap((step) =>
    step.kind === 'rule' ? policyText(step.policy.ref) : [],
  );
  return [`the order of ${[...new Set(deciding)].sort().join(' and ')}`];
}

/** `NetworkPolicy shop/web: spec.tier: field is not known`. */
export function doubtsOf({ policy, isSure }: Acting, direction: Direction): readonly string[] {
  const inSubject = isSure ? [] : whysIn(policy.subject);
  const inRules = policy[direction]?.rules.flatMap(doubtsOfRule) ?? [];
  return [...inSubject, ...inRules].map((why) => `${policyText(policy.ref)}: ${why}`);
}

/** What of a rule may hold or not. */
export function doubtsOfRule({ peers, ports, exceptPorts, unsure }: Rule): readonly string[] {
  return [...(unsure === undefined ? [] : [unsure]), ...whysIn([peers, ports, exceptPorts])];
}

/** What of the pods that a policy selects may hold or not. */
export function doubtsOfSubject({ subject }: Policy): readonly string[] {
  return whysIn(subject);
}
