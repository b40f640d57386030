import { everyOf, type Match, matchOf, notOf, someOf } from './packet.ts';

/*
 * Selector expressions of Calico (docs.tigera.io, NetworkPolicy resource, "Selectors"): evaluated
 * while they are read. `!` binds closer than `&&`, and that closer than `||`.
 */

/** `all()` and `global()` hold or not as the caller says. */
export type Words = Readonly<Record<'all()' | 'global()', boolean>>;

/** The label of a key; `unseen` where the snapshot does not tell. */
export type Lookup = (key: string) => string | undefined | typeof unseen;
export const unseen = Symbol('unseen');

type Reading = { readonly labels: Lookup; readonly words: Words; readonly tokens: string[] };

const token =
  /\s*(all\(\)|global\(\)|has\(|&&|\|\||==|!=|!|\(|\)|\{|\}|,|not in\b|in\b|contains\b|starts with\b|ends with\b|'[^']*'|"[^"]*"|[\w./-]+)/gy;

export function holdsFor(
  expression: string,
  labels: Lookup,
  words: Words = { 'all()': true, 'global()': false },
): Match {
  if (expression.trim() === '') return matchOf(words['all()']);
  const tokens = [...expression.trim().matchAll(token)].map(([, text = '']) => text);
  const result = either({ labels, words, tokens });
  if (tokens.length > 0) throw new Error(`cannot read the selector ${expression}`);
  return result;
}

function either(reading: Reading): Match {
  const parts = [both(reading)];
  while (takes(reading, '||')) parts.push(both(reading));
  return someOf(parts);
}

function both(reading: Reading): Match {
  const parts = [negated(reading)];
  while (takes(reading, '&&')) parts.push(negated(reading));
  return everyOf(parts);
}

function negated(reading: Reading): Match {
  if (takes(reading, '!')) return notOf(negated(reading));
  if (takes(reading, '(')) {
    const result = either(reading);
    expects(reading, ')');
    return result;
  }
  return compared(reading);
}

function compared(reading: Reading): Match {
  const word = taken(reading);
  if (word === 'all()' || word === 'global()') return matchOf(reading.words[word]);
  if (word !== 'has(') return comparedLabel(reading, word);
  const value = reading.labels(taken(reading));
  expects(reading, ')');
  return value === unseen ? 'maybe' : matchOf(value !== undefined);
}

/** `!=` and `not in` hold for labels without the key as well. */
function comparedLabel(reading: Reading, key: string): Match {
  const operator = taken(reading);
  const isOfList = operator === 'in' || operator === 'not in';
  const wanted = isOfList ? listTaken(reading) : [taken(reading).slice(1, -1)];
  const value = reading.labels(key);
  return value === unseen ? 'maybe' : matchOf(isHolding(operator, value, wanted));
}

function isHolding(operator: string, value: string | undefined, wanted: readonly string[]) {
  const isEqual = value !== undefined && wanted.includes(value);
  if (operator === '==' || operator === 'in') return isEqual;
  if (operator === '!=' || operator === 'not in') return !isEqual;
  return value !== undefined && isPiece(operator, value, wanted.join());
}

function isPiece(operator: string, value: string, piece: string): boolean {
  switch (operator) {
    case 'contains':
      return value.includes(piece);
    case 'starts with':
      return value.startsWith(piece);
    case 'ends with':
      return value.endsWith(piece);
    default:
      throw new Error(`no operator of a selector: ${operator}`);
  }
}

function listTaken(reading: Reading): readonly string[] {
  const values: string[] = [];
  expects(reading, '{');
  while (!takes(reading, '}')) {
    if (!takes(reading, ',')) values.push(taken(reading).slice(1, -1));
  }
  return values;
}

function taken({ tokens }: Reading): string {
  const next = tokens.shift();
  if (next === undefined) throw new Error('the selector ends too early');
  return next;
}

function takes({ tokens }: Reading, wanted: string): boolean {
  if (tokens[0] !== wanted) return false;
  tokens.shift();
  return true;
}

function expects(reading: Reading, wanted: string): void {
  if (!takes(reading, wanted)) throw new Error(`the selector has no ${wanted}`);
}
