import * as z from 'zod';
import { listOf, stringMap } from '../../model/kube-schema.ts';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

const requirementSchema = z
  .strictObject({ key: z.string(), operator: z.enum(operators), values: listOf(z.string()) })
  .refine(({ operator, values }) => needsValues(operator) === values.length > 0, {
    path: ['values'],
    message: 'In and NotIn need values, Exists and DoesNotExist take none',
  });

export const selectorSchema = z.strictObject({
  matchLabels: stringMap,
  matchExpressions: listOf(requirementSchema),
});

export type Selector = Readonly<z.infer<typeof selectorSchema>>;
type Requirement = Readonly<z.infer<typeof requirementSchema>>;
type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy every requirement of a selector. */
export function selects({ matchLabels, matchExpressions }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labelOf(labels, key) === value) &&
    matchExpressions.every((requirement) => isMet(requirement, labels))
  );
}

/**
 * Whether a selector holds for any labels at all. Requirements are joined by AND and none of the
 * four operators holds for every label set, so only the empty selector does.
 */
export function selectsEverything({ matchLabels, matchExpressions }: Selector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function isMet({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      // Labels without the key satisfy NotIn, as in apimachinery.
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** Own properties only: a label key may be `constructor`. */
function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function needsValues(operator: (typeof operators)[number]): boolean {
  return operator === 'In' || operator === 'NotIn';
}
