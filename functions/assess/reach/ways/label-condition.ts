import type { Condition, LabelOwner } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels of something that is asked as if it were a pod. */
export type LabelSets = Readonly<Partial<Record<LabelOwner, Labels>>>;

/** Whether labels meet a condition; `undefined` where the condition is not understood. */
export function meets(condition: Condition, labels: LabelSets): Certainty {
  switch (condition.op) {
    case 'true':
      return 'yes';
    case 'false':
      return 'no';
    case 'unknown':
      return 'undefined';
    case 'not':
      return opposite[meets(condition.operand, labels)];
    case 'and':
    case 'or': {
      const parts = condition.operands.map((operand) => meets(operand, labels));
      const decisive = condition.op === 'and' ? 'no' : 'yes';
      if (parts.includes(decisive)) return decisive;
      return parts.includes('undefined') ? 'undefined' : opposite[decisive];
    }
    default:
      return hasLabel(condition, labels[condition.of] ?? {}) ? 'yes' : 'no';
  }
}

const opposite = { yes: 'no', no: 'yes', undefined: 'undefined' } as const;

function hasLabel(
  condition: Extract<Condition, { readonly key: string }>,
  labels: Labels,
): boolean {
  if (!Object.hasOwn(labels, condition.key)) return false;
  const value = labels[condition.key] ?? '';
  switch (condition.op) {
    case 'in':
      return condition.values.includes(value);
    case 'exists':
      return true;
    case 'text': {
      const { how, text } = condition;
      if (how === 'contains') return value.includes(text);
      return how === 'startsWith' ? value.startsWith(text) : value.endsWith(text);
    }
  }
}
