import { allOf, inNamespaces, unknownBecause } from './conditions.ts';
import { joinedFaults } from './field.ts';
import type { Action, Direction, Policy, Rule, Rules } from './policy.ts';

/** One rule for each action, which may match anything: what a part that cannot be read may do. */
export function doubtfulRules(
  path: string,
  why: string,
  actions: readonly Action[],
): readonly Rule[] {
  const peers = [{ path, peers: unknownBecause(why) }];
  return actions.map((action) => ({ path, action, peers, ports: 'every' }));
}

/** The rule as one that may apply or not, where there are faults. */
export function doubted(rule: Rule, faults: readonly string[]): Rule {
  if (faults.length === 0) return rule;
  const known = rule.unsure === undefined ? [] : [rule.unsure];
  return { ...rule, unsure: joinedFaults([...known, ...faults]) };
}

/** `ingress` and `egress` of a policy, each only where it says something. */
export function inDirections(
  rulesOf: (direction: Direction) => Rules | undefined,
): Pick<Policy, Direction> {
  const [ingress, egress] = [rulesOf('ingress'), rulesOf('egress')];
  return { ...(ingress && { ingress }), ...(egress && { egress }) };
}

/** The policy of an object whose spec cannot be read at all: it may do anything where it could act. */
export function unreadablePolicy({
  ref,
  tier,
  priority,
  isolates,
  actions,
  why,
}: Pick<Policy, 'ref' | 'tier' | 'priority'> & {
  readonly isolates: boolean;
  /** What the rules of the family can do. */
  readonly actions: readonly Action[];
  readonly why: string;
}): Policy {
  const itsNamespace = ref.namespace === undefined ? [] : [inNamespaces([ref.namespace])];
  const rules = { isolates, rules: doubtfulRules('spec', why, actions) };
  return {
    ref,
    tier,
    priority,
    subject: allOf([...itsNamespace, unknownBecause(why)]),
    ingress: rules,
    egress: rules,
  };
}
