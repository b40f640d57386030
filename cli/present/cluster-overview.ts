import {
  type Assessment,
  type ControlResult,
  previousScoreOf,
} from '../../functions/model/assessment.ts';
import { gapText, isAbsence } from '../../functions/model/gaps.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import { changeText, scoreText } from './score-text.ts';
import { plainTable } from './table.ts';

const topFixesMax = 3;
const gapsMax = 10;

/** One cluster for a person at a terminal: the score, why, what to do, what was not seen. */
export function clusterOverview(assessment: Assessment): string {
  return [
    headLines(assessment),
    regressionLines(assessment),
    controlTable(assessment.results),
    topFixLines(assessment),
    gapLines(assessment),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headLines({ cluster, takenAt, score, changes }: Assessment): string {
  const { account, region, name } = cluster;
  const coverage =
    score === null
      ? ''
      : `, ${score.coverage.evaluated} of ${score.coverage.total} controls evaluated`;
  const before = previousScoreOf(changes);
  const change = changes.previous === undefined ? '' : `, change ${changeText(score, before)}`;
  return [
    `${name} (${account}/${region}), ${takenAt}`,
    `score ${scoreText(score)}${change}${coverage}`,
    ...(changes.previousUnreadable === undefined
      ? []
      : [`not compared with the scan before: ${oneLine(changes.previousUnreadable)}`]),
  ].join('\n');
}

function regressionLines({ changes }: Assessment): string {
  if (changes.regressions.length === 0) return '';
  return ['got worse:', ...changes.regressions.map(({ text }) => `  ${text}`)].join('\n');
}

const outcomeText = {
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  pass: 'pass',
  notApplicable: 'n/a',
} as const satisfies Record<ControlResult['outcome'], string>;

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
      outcomeText[outcome],
      id,
      severity,
      String(subjects.pass + subjects.fail + subjects.unknown),
      String(subjects.fail),
      String(subjects.unknown),
      title,
    ]),
  );
}

function topFixLines({ topFixes, results }: Assessment): string {
  if (topFixes.length === 0) return '';
  const remediation = new Map(results.map((result) => [result.id, result.remediation]));
  const lines = topFixes.slice(0, topFixesMax).flatMap((fix, index) => {
    const findings = fix.findings === 1 ? '1 finding' : `${fix.findings} findings`;
    return [
      `  ${index + 1}. ${fix.controlId}, ${findings}: score ${fix.scoreAfter.toFixed(1)} (+${fix.gain.toFixed(1)})`,
      `     ${remediation.get(fix.controlId) ?? ''}`,
    ];
  });
  return ['fix first:', ...lines].join('\n');
}

function gapLines({ gaps }: Assessment): string {
  const real = gaps.filter((gap) => !isAbsence(gap));
  if (real.length === 0) return '';
  const shown = real.slice(0, gapsMax).map((gap) => `  ${gapText(gap)}`);
  const rest = real.length > gapsMax ? [`  and ${real.length - gapsMax} more`] : [];
  return ['could not be read:', ...shown, ...rest].join('\n');
}
