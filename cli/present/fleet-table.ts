import { type Assessment, previousScoreOf } from '../../functions/model/assessment.ts';
import { toldNetScore } from '../../functions/model/exceptions-in-force.ts';
import { changeText, scoreText } from './score-text.ts';
import { plainTable } from './table.ts';

const fixesMax = 3;

/** One row a cluster: score, net score where exceptions are in force, change, findings by severity and the fixes that gain most. */
export function fleetTable(assessments: readonly Assessment[]): string {
  const hasNet = assessments.some((assessment) => toldNetScore(assessment) !== undefined);
  return plainTable(
    [
      { title: 'CLUSTER' },
      { title: 'SCORE', align: 'right' },
      ...(hasNet ? [{ title: 'NET', align: 'right' } as const] : []),
      { title: 'CHANGE', align: 'right' },
      { title: 'CRIT', align: 'right' },
      { title: 'HIGH', align: 'right' },
      { title: 'MED', align: 'right' },
      { title: 'FIX FIRST (SCORE AFTER)' },
    ],
    assessments.map((assessment) => fleetRow(assessment, hasNet)),
  );
}

/** The fixes that the table names by their control, in words. */
export function fixesInWords(assessments: readonly Assessment[]): string {
  const remediation = new Map(
    assessments.flatMap(({ results }) => results.map((result) => [result.id, result.remediation])),
  );
  const named = assessments.flatMap(({ topFixes }) =>
    topFixes.slice(0, fixesMax).map(({ controlId }) => controlId),
  );
  return [...new Set(named)]
    .sort()
    .map((id) => `  ${id.padEnd(8)} ${remediation.get(id) ?? ''}`)
    .join('\n');
}

function fleetRow(assessment: Assessment, hasNet: boolean): string[] {
  const { cluster, score, changes, findings, topFixes } = assessment;
  const netScore = toldNetScore(assessment);
  const count = (severity: string): string =>
    String(findings.filter((finding) => finding.severity === severity).length);
  return [
    cluster.name,
    scoreText(score),
    ...(hasNet ? [netScore === undefined ? '-' : scoreText(netScore)] : []),
    changeText(score, previousScoreOf(changes)),
    count('critical'),
    count('high'),
    count('medium'),
    topFixes
      .slice(0, fixesMax)
      .map(({ controlId, scoreAfter }) => `${controlId} (${scoreAfter.toFixed(1)})`)
      .join(', '),
  ];
}
