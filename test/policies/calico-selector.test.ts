import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseSelector,
  type Selector,
} from '../../functions/assess/reach/policies/calico/selector.ts';
import { truthOf } from '../../functions/assess/reach/policies/calico/selector-truth.ts';

const is = (key: string, ...values: readonly string[]): Selector => ({ op: 'in', key, values });
const not = (operand: Selector): Selector => ({ op: 'not', operand });
const has = (key: string): Selector => ({ op: 'has', key });

const meanings: readonly (readonly [claim: string, text: string, meaning: Selector])[] = [
  ['the empty selector selects all', '', { op: 'all' }],
  ['blanks select all', ' \t ', { op: 'all' }],
  ['all() selects all', 'all( )', { op: 'all' }],
  ['global() is a match of its own', 'global()', { op: 'global' }],
  ['has asks for the key', 'has( app.kubernetes.io/name )', has('app.kubernetes.io/name')],
  ['! negates what follows', '! has(a)', not(has('a'))],
  ['! in pairs says nothing', '!!has(a)', has('a')],
  ['== asks for the value', "k == 'v'", is('k', 'v')],
  ['texts stand in either quote', `k == "it's"`, is('k', "it's")],
  ['!= also holds without the key', "k!='v'", not(is('k', 'v'))],
  ['in asks for one of the values', 'k in { \'a\', "b" }', is('k', 'a', 'b')],
  ['not in also holds without the key', "k not in {'a'}", not(is('k', 'a'))],
  ['a set may be empty', 'k in {}', is('k')],
  ['a set may end with a comma', "k in {'a',}", is('k', 'a')],
  ['operators in letters need no blank around them', "k notin{'a'}", not(is('k', 'a'))],
  ['words of operators are labels where a label stands', "in in {'in'}", is('in', 'in')],
  ['contains', "k contains 'x'", { op: 'text', key: 'k', how: 'contains', text: 'x' }],
  ['starts with', "k starts with 'x'", { op: 'text', key: 'k', how: 'startsWith', text: 'x' }],
  ['ends with', "k ends  with 'x'", { op: 'text', key: 'k', how: 'endsWith', text: 'x' }],
  [
    '&& binds closer than ||, and ! closer than both',
    '!has(a) || has(b) && has(c)',
    { op: 'or', operands: [not(has('a')), { op: 'and', operands: [has('b'), has('c')] }] },
  ],
  [
    'parentheses group',
    '!(has(a) || has(b)) && has(c)',
    { op: 'and', operands: [not({ op: 'or', operands: [has('a'), has('b')] }), has('c')] },
  ],
];

test.each(meanings)('%s', (_claim, text, meaning) => {
  expect(parseSelector(text)).toEqual({ value: meaning });
});

const faults = [
  ["a = 'b'", 3, 'expected an operator after the label'],
  ['a == b', 6, 'expected a text in quotes'],
  ["a == 'b", 6, 'expected a label, an operator or a text'],
  ["a == 'b' c == 'd'", 10, 'expected the end of the selector, && or ||'],
  ["a in 'b'", 6, 'expected {'],
  ["a in {'b' 'c'}", 11, 'expected a text in quotes or }'],
  ["a == 'b' &&", 12, 'expected a label, a function or ('],
  ["(a == 'b'", 10, 'expected ), && or ||'],
  ['has()', 4, 'expected an operator after the label'],
  ['a', 2, 'expected an operator after the label'],
  ["a == 'b'\n&& c == 'd'", 9, 'expected a label, an operator or a text'],
  ['a & b', 3, 'expected an operator after the label'],
  [`${'('.repeat(101)}has(a)${')'.repeat(101)}`, 101, 'parentheses are nested more than 100 deep'],
] as const;

test.each(faults)('%j is malformed at character %i', (text, at, message) => {
  expect(parseSelector(text)).toEqual({ fault: `bad selector at character ${at}: ${message}` });
});

const key = fc.constantFrom('app', 'in', 'not', 'projectcalico.org/name', 'a-b_c.d/e');
const value = fc.stringMatching(/^[ -~]{0,6}$/).filter((text) => !text.includes('"'));

const { selector } = fc.letrec<{ selector: Selector }>((tie) => ({
  selector: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Selector>({ op: 'all' }, { op: 'global' }),
    fc.record({ op: fc.constant('has' as const), key }),
    fc.record({ op: fc.constant('in' as const), key, values: fc.array(value, { maxLength: 3 }) }),
    fc.record({
      op: fc.constant('text' as const),
      key,
      how: fc.constantFrom('startsWith' as const, 'endsWith' as const, 'contains' as const),
      text: value,
    }),
    fc.record({ op: fc.constant('not' as const), operand: tie('selector') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('selector'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const words = { startsWith: 'starts with', endsWith: 'ends with', contains: 'contains' };

function printed(given: Selector): string {
  switch (given.op) {
    case 'has':
      return `has(${given.key})`;
    case 'in':
      return `${given.key} in {${given.values.map((text) => `"${text}"`).join(', ')}}`;
    case 'text':
      return `${given.key} ${words[given.how]} "${given.text}"`;
    case 'not':
      return `!(${printed(given.operand)})`;
    case 'and':
    case 'or':
      return `(${given.operands.map(printed).join(given.op === 'and' ? ' && ' : ' || ')})`;
    default:
      return `${given.op}()`;
  }
}

describe('properties', () => {
  test('a printed selector parses back to the same', () => {
    fc.assert(
      fc.property(selector, (given) => {
        expect(parseSelector(printed(given))).toEqual({ value: given });
      }),
      { numRuns: 2000 },
    );
  });

  test('no text makes the parser fail otherwise than with a place', () => {
    const pieces = ['a', "'b'", '==', '!=', '!', '&&', '||', '(', ')', '{', '}', ',', 'in', ' '];
    const text = fc.array(fc.constantFrom(...pieces, 'has(', 'all()', 'not', '\u00e9', '\n'));
    fc.assert(
      fc.property(text, (parts) => {
        const parsed = parseSelector(parts.join(''));
        if ('fault' in parsed) expect(parsed.fault).toMatch(/^bad selector at character \d+: /);
      }),
      { numRuns: 5000 },
    );
  });
});

const unread = { why: 'unread' };

test.each([
  ["app == 'b' || tier == 'x'", true],
  ["app == 'a' && tier == 'x'", false],
  ["app == 'a' || tier == 'x'", unread],
  ["app == 'b' && tier == 'x'", unread],
  ["!(tier == 'x')", unread],
  ["missing != 'x'", true],
  ["missing not in {'x'} && !has(missing)", true],
  ["app contains 'b' && app starts with 'b' && app ends with 'b'", true],
  ["missing contains ''", false],
] as const)('of what has app=b and an unread tier, %s is %j', (text, expected) => {
  const parsed = parseSelector(text);
  const labels = new Map<string, string | typeof unread>(
    Object.entries({ app: 'b', tier: unread }),
  );
  expect('value' in parsed && truthOf(parsed.value, (label) => labels.get(label))).toEqual(
    expected,
  );
});
