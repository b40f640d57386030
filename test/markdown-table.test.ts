import { expect, test } from '@jest/globals';
import { markdownTable } from '../cli/present/markdown-table.ts';

test.each([
  ['a|b', 'a\\|b'],
  ['a\\|b', 'a\\\\\\|b'],
  ['<img src=x>', '&lt;img src=x>'],
  ['&lt;', '&amp;lt;'],
  ['*.example.com and *.example.org', '\\*.example.com and \\*.example.org'],
  ['`code`', '\\`code\\`'],
  ['[here](https://example.com)', '[here]\\(https://example.com)'],
  ['shop/web[Deployment]', 'shop/web[Deployment]'],
])('%s stays what it is in a cell', (text, expected) => {
  expect([...markdownTable(['name'], [[text]])].at(-1)).toBe(`| ${expected} |`);
});
