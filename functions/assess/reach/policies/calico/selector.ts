import { SelectorFault, type Token, type TokenKind, tokensOf } from './selector-tokens.ts';

type TextMatch = 'startsWith' | 'endsWith' | 'contains';

/**
 * A selector of Calico's language over labels. `k != 'v'` and `k not in {...}` are negations of
 * `in`, and so match what has no label `k` (docs.tigera.io, Calico reference, Selectors: "resources
 * without label 'k' or with label 'k' and value not equal to v").
 */
export type Selector =
  | { readonly op: 'all' }
  /** What belongs to no namespace: global network sets and host endpoints. */
  | { readonly op: 'global' }
  | { readonly op: 'has'; readonly key: string }
  | { readonly op: 'in'; readonly key: string; readonly values: readonly string[] }
  | { readonly op: 'text'; readonly key: string; readonly how: TextMatch; readonly text: string }
  | { readonly op: 'not'; readonly operand: Selector }
  | { readonly op: 'and' | 'or'; readonly operands: readonly Selector[] }
  /** Stands for a selector that cannot be read. */
  | { readonly op: 'unknown'; readonly why: string };

/** Parentheses in parentheses: a bound, so that no policy can exhaust the stack. */
const deepestNesting = 100;

type Cursor = { readonly tokens: readonly Token[]; next: number; depth: number };

/** The selector, or what is wrong and where. An empty text selects all. */
export function parseSelector(
  text: string,
): { readonly value: Selector } | { readonly fault: string } {
  try {
    const cursor = { tokens: tokensOf(text), next: 0, depth: 0 };
    if (tokenOf(cursor).kind === 'end') return { value: { op: 'all' } };
    const value = disjunction(cursor);
    take(cursor, 'end', 'the end of the selector, && or ||');
    return { value };
  } catch (thrown) {
    if (thrown instanceof SelectorFault) {
      return { fault: `bad selector at character ${thrown.at}: ${thrown.message}` };
    }
    throw thrown;
  }
}

/** What all of them select; undefined where none is given. */
export function allGiven(...given: readonly (Selector | undefined)[]): Selector | undefined {
  const operands = given
    .filter((operand) => operand !== undefined)
    .flatMap((operand) => (operand.op === 'and' ? operand.operands : [operand]));
  return operands.length < 2 ? operands[0] : { op: 'and', operands };
}

export function mentionsGlobal(selector: Selector): boolean {
  switch (selector.op) {
    case 'global':
      return true;
    case 'not':
      return mentionsGlobal(selector.operand);
    case 'and':
    case 'or':
      return selector.operands.some(mentionsGlobal);
    default:
      return false;
  }
}

function disjunction(cursor: Cursor): Selector {
  return operandsOf(cursor, { op: 'or', between: '||', operand: conjunction });
}

function conjunction(cursor: Cursor): Selector {
  return operandsOf(cursor, { op: 'and', between: '&&', operand: negation });
}

function operandsOf(
  cursor: Cursor,
  {
    op,
    between,
    operand,
  }: {
    readonly op: 'and' | 'or';
    readonly between: TokenKind;
    readonly operand: (cursor: Cursor) => Selector;
  },
): Selector {
  const first = operand(cursor);
  const operands = [first];
  while (tokenOf(cursor).kind === between) {
    cursor.next += 1;
    operands.push(operand(cursor));
  }
  return operands.length === 1 ? first : { op, operands };
}

function negation(cursor: Cursor): Selector {
  let isNegated = false;
  while (tokenOf(cursor).kind === '!') {
    cursor.next += 1;
    isNegated = !isNegated;
  }
  const operand = match(cursor);
  return isNegated ? { op: 'not', operand } : operand;
}

function match(cursor: Cursor): Selector {
  const token = tokenOf(cursor);
  cursor.next += 1;
  switch (token.kind) {
    case 'all':
    case 'global':
      return { op: token.kind };
    case 'has':
      return { op: 'has', key: token.value };
    case 'label':
      return labelMatch(cursor, token.value);
    case '(':
      return inParentheses(cursor, token);
    default:
      throw new SelectorFault('expected a label, a function or (', token.at);
  }
}

function inParentheses(cursor: Cursor, opening: Token): Selector {
  if (cursor.depth === deepestNesting) {
    throw new SelectorFault(`parentheses are nested more than ${deepestNesting} deep`, opening.at);
  }
  cursor.depth += 1;
  const inner = disjunction(cursor);
  take(cursor, ')', '), && or ||');
  cursor.depth -= 1;
  return inner;
}

function labelMatch(cursor: Cursor, key: string): Selector {
  const operator = tokenOf(cursor);
  cursor.next += 1;
  switch (operator.kind) {
    case '==':
      return { op: 'in', key, values: [quotedText(cursor)] };
    case '!=':
      return { op: 'not', operand: { op: 'in', key, values: [quotedText(cursor)] } };
    case 'in':
      return { op: 'in', key, values: textSet(cursor) };
    case 'notIn':
      return { op: 'not', operand: { op: 'in', key, values: textSet(cursor) } };
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return { op: 'text', key, how: operator.kind, text: quotedText(cursor) };
    default:
      throw new SelectorFault('expected an operator after the label', operator.at);
  }
}

/** An empty set and a comma after the last text are taken, as Calico takes them. */
function textSet(cursor: Cursor): readonly string[] {
  take(cursor, '{', '{');
  const values: string[] = [];
  while (tokenOf(cursor).kind === 'text') {
    values.push(quotedText(cursor));
    if (tokenOf(cursor).kind !== ',') break;
    cursor.next += 1;
  }
  take(cursor, '}', 'a text in quotes or }');
  return values;
}

function quotedText(cursor: Cursor): string {
  return take(cursor, 'text', 'a text in quotes').value;
}

function take(cursor: Cursor, kind: TokenKind, expected: string): Token {
  const token = tokenOf(cursor);
  if (token.kind !== kind) throw new SelectorFault(`expected ${expected}`, token.at);
  cursor.next += 1;
  return token;
}

/** The tokenizer ends every list with `end`, and nothing reads on behind it. */
function tokenOf({ tokens, next }: Cursor): Token {
  return tokens[next] ?? { kind: 'end', value: '', at: 1 };
}
