import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { catalogue } from '../functions/assess/catalog.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { subjectText } from '../functions/model/verdict.ts';
import { controlOfFile } from './control-files.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const root = new URL('./controls/', import.meta.url).pathname;
const outcomes = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  'not-applicable': 'notApplicable',
};

const fixtureSchema = z.strictObject({
  /** For fail: `SUBJECT PATH = VALUES (REACH)`. For unknown: `SUBJECT: MISSING`. */
  expect: z.array(z.string()).optional(),
  snapshot: z.unknown(),
});

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort();

describe.each([...Map.groupBy(files, (path) => dirname(path))])('%s', (folder, paths) => {
  test.each(paths.map((path) => [basename(path, '.yaml'), path]))('%s', async (name, path) => {
    const { expect: expected = [], snapshot } = fixtureSchema.parse(
      parse(readFileSync(`${root}${path}`, 'utf8')),
    );
    const control = await controlOfFile(`${folder}.ts`);
    const judged = judgeSnapshot(snapshotOf(snapshot), { ...catalogue, controls: [control] });
    const result = judged.results[0];
    expect(result?.outcome).toBe(outcomeOf(name));
    const findings = judged.findings.map(
      (finding) =>
        `${subjectText(finding.subject)} ${finding.path} = ${finding.values.join(', ')} ` +
        `(${finding.reach})`,
    );
    const unknowns = (result?.unknowns ?? []).map(
      (item) => `${subjectText(item.subject)}: ${item.missing.join(', ')}`,
    );
    expect([...findings, ...unknowns]).toEqual(expected);
  });
});

function outcomeOf(name: string): string | undefined {
  return Object.entries(outcomes).find(([word]) => name.startsWith(`${word}-`))?.[1];
}
