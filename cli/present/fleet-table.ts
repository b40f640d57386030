import { type Assessment, previousScoreOf } from '../../functions/model/assessment.ts';
import { changeText, scoreText } from './score-text.ts';
import { plainTable } from './table.ts';

const fixesMax = 3;

/** One row a cluster: score, change, findings by severity and the fixes that gain most. */
export function fleetTable(assessments: readonly Assessment[]): string {
  return plainTable(
    [
      { title: 'CLUSTER' },
      { title: 'SCORE', align: 'right' },
      { title: 'CHANGE', align: 'right' },
      { title: 'CRIT', align: 'right' },
      { title: 'HIGH', align: 'right' },
      { title: 'MED', align: 'right' },
      { title: 'FIX FIRST (SCORE AFTER)' },
    ],
    assessments.map(fleetRow),
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

function fleetRow({ cluster, score, changes, findings, topFixes }: Assessment): string[] {
  const count = (severity: string): string =>
    String(findings.filter((finding) => finding.severity === severity).length);
  return [
    cluster.name,
    scoreText(score),
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
