/*
 * The words of Calico's selector language, as its own tokenizer takes them (projectcalico/calico,
 * libcalico-go/lib/selector/tokenizer): blanks are space and tab, texts stand in either quote and
 * know no escapes, and an operator in letters needs no blank around it.
 */

const symbols = [
  ['(', /\(/y],
  [')', /\)/y],
  ['{', /\{/y],
  ['}', /\}/y],
  [',', /,/y],
  ['==', /==/y],
  ['!=', /!=/y],
  ['!', /!/y],
  ['&&', /&&/y],
  ['||', /\|\|/y],
  ['text', /"([^"]*)"|'([^']*)'/y],
] as const;

/** Only after a label: elsewhere the same letters are a label. */
const wordOperators = [
  ['contains', /contains/y],
  ['startsWith', /starts[ \t]*with/y],
  ['endsWith', /ends[ \t]*with/y],
  ['notIn', /not[ \t]*in/y],
  ['in', /in/y],
] as const;

const operands = [
  ['has', /has\([ \t]*([\w./-]+)[ \t]*\)/y],
  ['all', /all\([ \t]*\)/y],
  ['global', /global\([ \t]*\)/y],
  ['label', /([\w./-]+)/y],
] as const;

const afterLabel = [...symbols, ...wordOperators] as const;
const elsewhere = [...symbols, ...operands] as const;
const blanks = /[ \t]*/y;

export type TokenKind = (typeof afterLabel | typeof elsewhere)[number][0] | 'end';

/** `value` is the label or the text; `at` counts characters from 1. */
export type Token = { readonly kind: TokenKind; readonly value: string; readonly at: number };

/** What makes a selector unreadable, and at which character. */
export class SelectorFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** The last token is always `end`. Throws SelectorFault. */
export function tokensOf(selector: string): readonly Token[] {
  const tokens: Token[] = [];
  let next = 0;
  while (tokens.at(-1)?.kind !== 'end') {
    const start = next + (matchAt(blanks, selector, next)?.[0].length ?? 0);
    const { token, end } = tokenAt(selector, start, tokens.at(-1)?.kind === 'label');
    tokens.push(token);
    next = end;
  }
  return tokens;
}

function tokenAt(
  selector: string,
  start: number,
  followsLabel: boolean,
): { readonly token: Token; readonly end: number } {
  const at = start + 1;
  if (start === selector.length) return { token: { kind: 'end', value: '', at }, end: start };
  for (const [kind, pattern] of followsLabel ? afterLabel : elsewhere) {
    const match = matchAt(pattern, selector, start);
    if (match === null) continue;
    const value = match[1] ?? match[2] ?? '';
    return { token: { kind, value, at }, end: start + match[0].length };
  }
  const expected = followsLabel ? 'an operator after the label' : 'a label, an operator or a text';
  throw new SelectorFault(`expected ${expected}`, at);
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}
