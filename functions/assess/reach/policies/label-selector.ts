import * as z from 'zod';
import { allOf, labelIn, notOf, unknownBecause } from './conditions.ts';
import {
  child,
  entriesOf,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  joinedFaults,
  malformed,
  oneOf,
  type Reading,
  readAs,
  textOf,
  valuesOf,
  whysOf,
} from './field.ts';
import type { Condition, LabelOwner } from './policy.ts';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
type Operator = (typeof operators)[number];

const labelKey = z.string().min(1);

/**
 * The condition of a LabelSelector. An empty one holds for everything, and so does a missing one:
 * what a missing selector means is for the caller to say. A requirement that cannot be understood
 * is unknown, next to those that can.
 */
export function labelSelectorCondition(selector: Field, of: LabelOwner): Condition {
  const matchLabels = child(selector, 'matchLabels');
  const { items, faults } = itemsOf(child(selector, 'matchExpressions'));
  const labels = entriesOf(matchLabels);
  return allOf([
    ...labels.map(([key, value]) => labelCondition(key, value, of)),
    ...items.map((requirement) => requirementCondition(requirement, of)),
    ...[
      ...faultsOf(selector, ['matchLabels', 'matchExpressions']),
      ...faultsOf(
        matchLabels,
        labels.map(([key]) => key),
      ),
      ...faults,
    ].map(unknownBecause),
  ]);
}

function labelCondition(key: string, field: Field, of: LabelOwner): Condition {
  const value = textOf(field);
  return 'why' in value ? unknownBecause(value.why) : labelIn(of, key, [value.value]);
}

/** "matchExpressions ... are ANDed"; NotIn and DoesNotExist also hold for labels without the key. */
function requirementCondition(requirement: Field, of: LabelOwner): Condition {
  const key = readAs(child(requirement, 'key'), labelKey, 'a label key');
  const operator = oneOf(child(requirement, 'operator'), operators);
  const texts = textsOf(child(requirement, 'values'));
  const structure = faultsOf(requirement, ['key', 'operator', 'values']);
  if ('why' in key || 'why' in operator || 'why' in texts || structure.length > 0) {
    return unknownBecause(joinedFaults([...structure, ...whysOf([key, operator, texts])]));
  }
  const values = texts.value;
  const mismatch = valuesMismatch(operator.value, values);
  if (mismatch !== undefined) {
    return unknownBecause(malformed(child(requirement, 'values'), mismatch));
  }
  return conditionOf({ of, key: key.value, operator: operator.value, values });
}

function conditionOf({
  of,
  key,
  operator,
  values,
}: {
  readonly of: LabelOwner;
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}): Condition {
  switch (operator) {
    case 'In':
      return labelIn(of, key, values);
    case 'NotIn':
      return notOf(labelIn(of, key, values));
    case 'Exists':
      return { op: 'exists', of, key };
    case 'DoesNotExist':
      return notOf({ op: 'exists', of, key });
  }
}

function valuesMismatch(operator: Operator, values: readonly string[]): string | undefined {
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues === values.length > 0) return undefined;
  return needsValues ? `${operator} needs values` : `${operator} takes no values`;
}

function textsOf(list: Field): Reading<readonly string[]> {
  if (isMissing(list)) return { value: [] };
  const { items, faults } = itemsOf(list);
  const readings = items.map(textOf);
  const whys = [...faults, ...whysOf(readings)];
  return whys.length > 0 ? { why: joinedFaults(whys) } : { value: valuesOf(readings) };
}
