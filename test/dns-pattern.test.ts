import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DnsName, overlapOf } from '../functions/assess/reach/engine/dns-pattern.ts';

const inLabel = (pattern: string): DnsName => ({ pattern, isWithinLabel: true });
const atFront = (pattern: string): DnsName => ({ pattern });

describe('a pattern of DNS names', () => {
  test.each([
    ['takes in a name below it', atFront('*.example.com'), 'a.b.example.com', 'all'],
    ['is not the name at its end', atFront('*.example.com'), 'example.com', 'none'],
    ['keeps its dots', atFront('*.example.com'), 'a-exampleXcom', 'none'],
    [
      'has a star for no character of a label',
      inLabel('api*.example.com'),
      'api.example.com',
      'all',
    ],
    ['stops at the end of a label', inLabel('*.example.com'), 'a.b.example.com', 'none'],
    ['looks at no case and no dot at the end', atFront('*.Example.com.'), 'A.example.COM', 'all'],
  ] as const)('%s', (_, rule, name, expected) => {
    expect(overlapOf(rule, { pattern: name })).toBe(expected);
  });

  test('of many stars is compared as fast as any other', () => {
    const started = performance.now();
    const rule = inLabel(`${'a*'.repeat(60)}.example.com`);
    expect(overlapOf(rule, { pattern: `${'a'.repeat(120)}.example.org` })).toBe('none');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('takes in the names that a regular expression does', () => {
    const text = (characters: string) =>
      fc.string({ unit: fc.constantFrom(...characters), maxLength: 7 });
    fc.assert(
      fc.property(text('ab.*'), text('ab.'), fc.boolean(), (pattern, name, isWithinLabel) => {
        fc.pre(pattern !== '*' && !pattern.endsWith('.') && !name.endsWith('.'));
        const star = isWithinLabel ? '[ab]*' : '[ab.]+';
        const expression = pattern.replaceAll('.', '[.]').replaceAll('*', star);
        const expected = new RegExp(`^(?:${expression})$`).test(name) ? 'all' : 'none';
        expect(overlapOf({ pattern, isWithinLabel }, { pattern: name })).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
