import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gzipJson, jsonPieces } from '../functions/snapshot/gzip-json.ts';

test('the pieces together are what JSON.stringify gives', () => {
  const anyObject = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined)));
  fc.assert(
    fc.property(anyObject, (value) => {
      expect([...jsonPieces(value)].join('')).toBe(`${JSON.stringify(value)}\n`);
    }),
    { numRuns: 500 },
  );
});

test('a list longer than a piece stays whole', async () => {
  const value = { before: 1, items: Array.from({ length: 1_201 }, (_, id) => ({ id })), after: 2 };
  const text = gunzipSync(await gzipJson(value)).toString('utf8');
  expect(text).toBe(`${JSON.stringify(value)}\n`);
});
