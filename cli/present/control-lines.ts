import type { ControlResult } from '../../functions/model/assessment.ts';
import { type Severity, severities } from '../../functions/model/verdict.ts';
import { plainTable } from './table.ts';

const rowsMax = 14;
const lineCharsMax = 100;

/** Controls that failed or are unknown as a table, worst first; all others by their ids. */
export function controlLines(results: readonly ControlResult[]): string {
  const open = results
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const rest = open.slice(rowsMax);
  return [
    ...(open.length === 0 ? [] : [controlTable(open.slice(0, rowsMax))]),
    ...idLines('also FAIL', idsOf(rest, 'fail')),
    ...idLines('also UNKNOWN', idsOf(rest, 'unknown')),
    ...idLines('pass', idsOf(results, 'pass')),
    ...idLines('n/a', idsOf(results, 'notApplicable')),
  ].join('\n');
}

/** Of one severity a failure comes before what is not known. */
function rankOf({ severity, outcome }: ControlResult): number {
  return 2 * severityRank(severity) + (outcome === 'fail' ? 0 : 1);
}

function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

function controlTable(results: readonly ControlResult[]): string {
  return plainTable(
    [
      { title: 'outcome' },
      { title: 'control' },
      { title: 'severity' },
      { title: 'subjects', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'unknown', align: 'right' },
      { title: 'title' },
    ],
    results.map(({ id, title, severity, outcome, subjects }) => [
      outcome === 'fail' ? 'FAIL' : 'UNKNOWN',
      id,
      severity,
      String(subjects.pass + subjects.fail + subjects.unknown),
      String(subjects.fail),
      String(subjects.unknown),
      title,
    ]),
  );
}

function idsOf(results: readonly ControlResult[], wanted: ControlResult['outcome']): string[] {
  return results.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
}

/** `pass (2): NET-06, NET-10`, on several lines where one is too short. */
function idLines(word: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  const lines: string[] = [];
  let line = `${word} (${ids.length}):`;
  for (const [index, id] of ids.entries()) {
    const piece = index === ids.length - 1 ? ` ${id}` : ` ${id},`;
    if (line.length + piece.length > lineCharsMax) {
      lines.push(line);
      line = ' ';
    }
    line += piece;
  }
  return [...lines, line];
}
