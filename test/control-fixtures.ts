import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import type { Outcome } from '../functions/model/assessment.ts';
import type { Control } from '../functions/model/control.ts';
import { gapsIn } from '../functions/model/gaps.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { subjectText } from '../functions/model/verdict.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const root = new URL('./controls/', import.meta.url).pathname;
const outcomes = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  'not-applicable': 'notApplicable',
} as const satisfies Record<string, Outcome>;

const goodOutcomes: ReadonlySet<Outcome> = new Set(['pass', 'notApplicable']);

const fixtureSchema = z.strictObject({
  /** For fail: `SUBJECT PATH = VALUES (REACH)`. For unknown: `SUBJECT: MISSING`. */
  expect: z.array(z.string()).default([]),
  snapshot: z.unknown(),
});

export type Fixture = {
  /** File name without its ending: `fail-container`. */
  readonly name: string;
  readonly outcome: Outcome | undefined;
  readonly expected: readonly string[];
  readonly snapshot: Snapshot;
};

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort();

/** Paths of fixtures by the control they are for: `pod/privileged`. */
export const fixturePaths: ReadonlyMap<string, readonly string[]> = Map.groupBy(files, dirname);

export function fixtureAt(path: string): Fixture {
  const { expect: expected, snapshot } = fixtureSchema.parse(
    parse(readFileSync(`${root}${path}`, 'utf8')),
  );
  const name = basename(path, '.yaml');
  return { name, outcome: outcomeOf(name), expected, snapshot: snapshotOf(snapshot) };
}

/** What a control makes of a snapshot, in the words of fixtures. */
export function judgedTexts(control: Control, snapshot: Snapshot) {
  const { results, findings } = judgeSnapshot(snapshot, { controls: [control], frameworks: [] });
  const [result] = results;
  const failures = findings.map(
    (finding) =>
      `${subjectText(finding.subject)} ${finding.path} = ${finding.values.join(', ')} ` +
      `(${finding.reach})`,
  );
  const unknowns = (result?.unknowns ?? []).map(
    (item) => `${subjectText(item.subject)}: ${item.missing.join(', ')}`,
  );
  return {
    outcome: result?.outcome,
    texts: [...failures, ...unknowns, ...miscounted(control, snapshot)],
  };
}

/** Reports count verdicts: a subject has at least one, and to pass, or not to be judged, is its only one. */
function miscounted(control: Control, snapshot: Snapshot): readonly string[] {
  if (gapsIn(snapshot, control.judgementReads).length > 0) return [];
  const bySubject = Map.groupBy(control.evaluate(snapshot), ({ subject }) => subjectText(subject));
  return control.subjects(snapshot).flatMap((subject) => {
    const text = subjectText(subject);
    const judgements = bySubject.get(text) ?? [];
    if (judgements.length === 0) return [`${text}: no verdict`];
    const isGood = judgements.some(({ verdict }) => goodOutcomes.has(verdict.outcome));
    return isGood && judgements.length > 1 ? [`${text}: good beside another verdict`] : [];
  });
}

function outcomeOf(name: string): Outcome | undefined {
  return Object.entries(outcomes).find(([word]) => name.startsWith(`${word}-`))?.[1];
}
