import { listAt, objectAt, textAt, textsAt } from './raw-spec.ts';

export type Labels = Readonly<Record<string, string>>;

/** A LabelSelector that is there: all of its parts must hold, and an empty one selects everything. */
export function selects(selector: unknown, labels: Labels): boolean {
  const pairs = Object.entries(objectAt(selector, 'matchLabels'));
  return (
    pairs.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value) &&
    listAt(selector, 'matchExpressions').every((expression) => holds(expression, labels))
  );
}

/** NotIn and DoesNotExist hold for objects without the key as well. */
function holds(expression: unknown, labels: Labels): boolean {
  const key = textAt(expression, 'key') ?? '';
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const isListed = value !== undefined && textsAt(expression, 'values').includes(value);
  switch (textAt(expression, 'operator')) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new Error(`no operator of a label selector: ${JSON.stringify(expression)}`);
  }
}
