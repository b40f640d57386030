import { allOf, always } from '../conditions.ts';
import { inDirections } from '../doubtful-rules.ts';
import type { Condition, Direction, Policy, Rule } from '../policy.ts';
import type { NarrowedRule } from './rule.ts';

type PlacedPolicy = Omit<Policy, Direction> & { readonly tieBreak: string };
type RuleGroup = { readonly pods: Condition; readonly rules: readonly Rule[] };

/**
 * The policies of one object. A rule that is only for some of its pods becomes a policy for these,
 * with the rules before it in policies of their own before it: tieBreak keeps them in order. The
 * last policy has all pods and is the one that isolates.
 */
export function policiesOf({
  policy,
  isolates,
  directions,
  rulesOf,
}: {
  readonly policy: PlacedPolicy;
  readonly isolates: boolean;
  readonly directions: readonly Direction[];
  readonly rulesOf: (direction: Direction) => readonly NarrowedRule[];
}): readonly Policy[] {
  const groups = new Map(directions.map((each) => [each, groupsOf(rulesOf(each))]));
  const before = directions.flatMap((direction) =>
    (groups.get(direction) ?? []).slice(0, -1).map((group) => ({ direction, group })),
  );
  const parts = before.map(({ direction, group: { pods, rules } }, index) => ({
    ...policy,
    tieBreak: placeOf(policy, index),
    subject: allOf([policy.subject, pods]),
    [direction]: { isolates: false, rules },
  }));
  const last = inDirections((direction) => {
    const group = groups.get(direction)?.at(-1);
    return group && { isolates, rules: group.rules };
  });
  const tieBreak = parts.length === 0 ? policy.tieBreak : placeOf(policy, parts.length);
  return [...parts, { ...policy, tieBreak, ...last }];
}

/** Runs of rules that are for the same pods; the last one, which may be empty, is for all. */
function groupsOf(narrowed: readonly NarrowedRule[]): readonly RuleGroup[] {
  const groups: { readonly pods: Condition; readonly rules: Rule[] }[] = [];
  for (const { rule, pods } of narrowed) {
    const before = groups.at(-1);
    // Narrowed rules stand alone: conditions are equal only where they are the same object.
    if (before?.pods === pods) before.rules.push(rule);
    else groups.push({ pods, rules: [rule] });
  }
  return groups.at(-1)?.pods === always ? groups : [...groups, { pods: always, rules: [] }];
}

const placeDigits = 6;

function placeOf({ tieBreak }: PlacedPolicy, index: number): string {
  return `${tieBreak}/${String(index).padStart(placeDigits, '0')}`;
}
