import { namespaceNameKey, unknownBecause } from '../reach/policies/conditions.ts';
import type { Field } from '../reach/policies/field.ts';
import { labelSelectorCondition } from '../reach/policies/label-selector.ts';
import type { Condition } from '../reach/policies/policy.ts';
import { meets } from '../reach/ways/label-condition.ts';
import type { NamespaceTest } from './certainty.ts';

/** The namespaces that a LabelSelector selects; a missing one selects all of them. */
export function selectsNamespace(selector: unknown): NamespaceTest {
  const condition = labelSelectorCondition(fieldOf(selector), 'namespace');
  const undescribed = withoutLabels(condition);
  return ({ labels, isImplied }) =>
    meets(isImplied ? undescribed : condition, { namespace: labels });
}

/** Whether objects need certain labels, or must lack them: whoever makes an object chooses these. */
export function needsLabels(objectSelector: unknown): boolean {
  return labelSelectorCondition(fieldOf(objectSelector), 'pod').op !== 'true';
}

/** A fault makes the answer unknown; the controls of admission tell no faults of selectors. */
function fieldOf(value: unknown): Field {
  return { path: 'selector', value: value ?? undefined, report: () => undefined };
}

/** Of a namespace that nobody described only the name is known. */
function withoutLabels(condition: Condition): Condition {
  switch (condition.op) {
    case 'not':
      return { op: 'not', operand: withoutLabels(condition.operand) };
    case 'and':
    case 'or':
      return { op: condition.op, operands: condition.operands.map(withoutLabels) };
    case 'in':
    case 'exists':
    case 'text':
      return condition.key === namespaceNameKey
        ? condition
        : unknownBecause('the labels of the namespace');
    default:
      return condition;
  }
}
