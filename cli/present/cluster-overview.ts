import { type Assessment, previousScoreOf } from '../../functions/model/assessment.ts';
import {
  acceptedFindings,
  exceptionsInForce,
  toldNetScore,
} from '../../functions/model/exceptions-in-force.ts';
import { gapText, isAbsence } from '../../functions/model/gaps.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import { controlLines } from './control-lines.ts';
import { frameworkLines } from './framework-lines.ts';
import { changeText, scoreText } from './score-text.ts';

const regressionsMax = 6;
const regressionCharsMax = 200;
const topFixesMax = 3;
const gapsMax = 6;

/** One cluster for a person at a terminal: the score, why, what to do, what was not seen. */
export function clusterOverview(assessment: Assessment): string {
  return [
    headLines(assessment),
    regressionLines(assessment),
    controlLines(assessment.results),
    topFixLines(assessment),
    gapLines(assessment),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headLines(assessment: Assessment): string {
  const { cluster, takenAt, score, changes, frameworks } = assessment;
  const { account, region, name } = cluster;
  const coverage =
    score === null
      ? ''
      : `, ${score.coverage.evaluated} of ${score.coverage.total} controls evaluated`;
  const before = previousScoreOf(changes);
  const change = changes.previous === undefined ? '' : `, change ${changeText(score, before)}`;
  const netScore = toldNetScore(assessment);
  const net = netScore === undefined ? '' : `, net ${scoreText(netScore)}`;
  return [
    `${name} (${account}/${region}), ${takenAt}`,
    `score ${scoreText(score)}${net}${change}${coverage}`,
    ...exceptionLines(assessment),
    ...frameworkLines(frameworks),
    ...(changes.previousUnreadable === undefined
      ? []
      : [`not compared with the scan before: ${oneLine(changes.previousUnreadable)}`]),
  ].join('\n');
}

/** `exceptions: 2 in force (1 unused), 1 expired; 3 findings accepted`. */
function exceptionLines({ exceptions, findings }: Assessment): readonly string[] {
  const count = (wanted: string): number =>
    exceptions.filter(({ state }) => state === wanted).length;
  const [inForce, expired, unused] = [
    exceptionsInForce(exceptions).length,
    count('expired'),
    count('unused'),
  ];
  if (inForce + expired === 0) return [];
  const accepted = acceptedFindings(findings).length;
  return [
    `exceptions: ${inForce} in force (${unused} unused), ${expired} expired; ` +
      `${accepted} ${accepted === 1 ? 'finding' : 'findings'} accepted`,
  ];
}

function regressionLines({ changes }: Assessment): string {
  const { regressions } = changes;
  if (regressions.length === 0) return '';
  const shown = regressions.slice(0, regressionsMax).map(({ text }) => `  ${cut(text)}`);
  return ['got worse:', ...shown, ...andMore(regressions.length - regressionsMax)].join('\n');
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= regressionCharsMax
    ? text
    : `${characters.slice(0, regressionCharsMax).join('')}…`;
}

function andMore(count: number): readonly string[] {
  return count > 0 ? [`  and ${count} more`] : [];
}

function topFixLines({ topFixes, results }: Assessment): string {
  if (topFixes.length === 0) return '';
  const remediation = new Map(results.map((result) => [result.id, result.remediation]));
  const lines = topFixes.slice(0, topFixesMax).flatMap((fix, index) => {
    const findings = fix.findings === 1 ? '1 finding' : `${fix.findings} findings`;
    const gain = `${fix.gain.toFixed(1)} points by itself`;
    const after = index === 0 ? 'after it' : 'after it and those above';
    return [
      `  ${index + 1}. ${fix.controlId}, ${findings}: ${gain}, score ${fix.scoreAfter.toFixed(1)} ${after}`,
      `     ${remediation.get(fix.controlId) ?? ''}`,
    ];
  });
  return ['fix first:', ...lines].join('\n');
}

function gapLines({ gaps }: Assessment): string {
  const real = gaps.filter((gap) => !isAbsence(gap));
  if (real.length === 0) return '';
  const shown = real.slice(0, gapsMax).map((gap) => `  ${gapText(gap)}`);
  return ['could not be read:', ...shown, ...andMore(real.length - gapsMax)].join('\n');
}
