import type { Field } from '../field.ts';
import { labelSelectorCondition } from '../label-selector.ts';
import type { Condition } from '../policy.ts';

/** The key has one of the values, or any value where none are given; or it is just not so. */
export type Requirement = {
  readonly key: string;
  readonly values: readonly string[] | undefined;
  readonly isNegated: boolean;
};

/** What a selector requires, all of it together, and why parts of it cannot be read. */
export type Requirements = {
  readonly known: readonly Requirement[];
  readonly whys: readonly string[];
};

/** The requirements of a LabelSelector one by one: Cilium reads some keys in a way of its own. */
export function requirementsOf(selector: Field): Requirements {
  const parts = partsOf(labelSelectorCondition(selector, 'pod'));
  return {
    known: parts.flatMap((part) => requirementOf(part) ?? []),
    whys: parts.flatMap((part) => (part.op === 'unknown' ? [part.why] : [])),
  };
}

/** Whether labels satisfy a requirement; a negated one also holds for labels without the key. */
export function isMet(
  { key, values, isNegated }: Requirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const holds = value !== undefined && (values === undefined || values.includes(value));
  return holds !== isNegated;
}

/** `app=db`, `app in (db, cache)`, `no app`. */
export function requirementText({ key, values, isNegated }: Requirement): string {
  if (values === undefined) return isNegated ? `no ${key}` : key;
  if (values.length === 1) return `${key}${isNegated ? '!=' : '='}${values[0]}`;
  return `${key} ${isNegated ? 'not in' : 'in'} (${values.join(', ')})`;
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.op === 'true') return [];
  return condition.op === 'and' ? condition.operands : [condition];
}

function requirementOf(part: Condition): Requirement | undefined {
  switch (part.op) {
    case 'in':
      return { key: part.key, values: part.values, isNegated: false };
    case 'exists':
      return { key: part.key, values: undefined, isNegated: false };
    case 'not': {
      const negated = requirementOf(part.operand);
      return negated && { ...negated, isNegated: !negated.isNegated };
    }
    default:
      return undefined;
  }
}
