import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wrapText } from '../functions/report/pdf/wrap-text.ts';

/** Every character is one point wide. */
const measure = (text: string) => [...text].length;

describe('wrapped text', () => {
  test.each([
    ['breaks at spaces', 'the quick brown fox', 10, ['the quick', 'brown fox']],
    ['keeps line breaks', 'one\n\ntwo', 10, ['one', '', 'two']],
    [
      'breaks a long name after a separator',
      'arn:aws:iam::111122223333:role/Administrator',
      31,
      ['arn:aws:iam::111122223333:role/', 'Administrator'],
    ],
    ['breaks at any character where there is none', 'abcdefghijklmno', 10, ['abcdefghij', 'klmno']],
    ['leaves no single character behind', 'abcdefghijk', 10, ['abcdefg', 'hijk']],
  ])('%s', (_name, text, width, lines) => {
    expect(wrapText(text, width, measure)).toEqual(lines);
  });

  test('never is wider than its column, and loses nothing but the spaces at its breaks', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const lines = wrapText(text, width, measure);
        expect(Math.max(...lines.map(measure))).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/[ \n]/g, '')).toBe(text.replace(/[ \n]/g, ''));
      }),
    );
  });
});
