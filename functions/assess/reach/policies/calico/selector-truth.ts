import type { Selector } from './selector.ts';

type LabelMatch = Extract<Selector, { readonly key: string }>;

/** Why something is not known. */
type Unknown = { readonly why: string };

/** The value of a label, undefined where there is none. */
export type LabelsOf = (key: string) => string | undefined | Unknown;

/** Whether a selector selects what has these labels. */
export function truthOf(selector: Selector, labels: LabelsOf): boolean | Unknown {
  switch (selector.op) {
    case 'all':
      return true;
    case 'global':
    case 'unknown':
      return { why: selector.op === 'unknown' ? selector.why : 'global() stands for a scope' };
    case 'not': {
      const truth = truthOf(selector.operand, labels);
      return typeof truth === 'boolean' ? !truth : truth;
    }
    case 'and':
      return firstOf(false, selector.operands, labels);
    case 'or':
      return firstOf(true, selector.operands, labels);
    default: {
      const value = labels(selector.key);
      return typeof value === 'object' ? value : holdsFor(selector, value);
    }
  }
}

/** Whether the match holds for a label of this value; undefined is no label. */
export function holdsFor(match: LabelMatch, value: string | undefined): boolean {
  if (value === undefined) return false;
  switch (match.op) {
    case 'has':
      return true;
    case 'in':
      return match.values.includes(value);
    case 'text':
      return textHolds(match, value);
  }
}

function textHolds(
  { how, text }: Extract<Selector, { readonly op: 'text' }>,
  value: string,
): boolean {
  switch (how) {
    case 'startsWith':
      return value.startsWith(text);
    case 'endsWith':
      return value.endsWith(text);
    case 'contains':
      return value.includes(text);
  }
}

/** One operand of the decisive truth decides; else an unknown one leaves all of them unknown. */
function firstOf(
  decisive: boolean,
  operands: readonly Selector[],
  labels: LabelsOf,
): boolean | Unknown {
  const truths = operands.map((operand) => truthOf(operand, labels));
  if (truths.includes(decisive)) return decisive;
  return truths.find((truth) => typeof truth === 'object') ?? !decisive;
}
