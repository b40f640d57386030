import type { Assessment, ControlResult } from '../../functions/model/assessment.ts';
import { domains } from '../../functions/model/verdict.ts';
import type { Block, TableBlock } from '../blocks.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { bySeverity } from '../severity-order.ts';
import {
  counted,
  domainWords,
  grouped,
  outcomeTones,
  outcomeWords,
  pointsText,
  severityWords,
} from '../words.ts';

export function resultsSection({ assessment }: ClusterReport): readonly Block[] {
  return [
    { kind: 'heading', level: 1, text: `${sectionNumbers.results} Results by control` },
    {
      kind: 'paragraph',
      text:
        `${counted(assessment.results.length, 'control')} of catalogue ` +
        `${assessment.catalogue.version}. "Tested" counts the subjects that were judged, ` +
        `"Unknown" those that could not be judged. "Lost" is what the control takes from ` +
        `the headline score of 100 points; points lost because of unknowns stand in brackets.`,
    },
    ...domains.flatMap((domain) => domainBlocks(assessment, domain)),
  ];
}

function domainBlocks(assessment: Assessment, domain: ControlResult['domain']): readonly Block[] {
  const results = assessment.results.filter((result) => result.domain === domain);
  if (results.length === 0) return [];
  const table: TableBlock = {
    kind: 'table',
    summary: `Results of the controls of the domain ${domainWords[domain]}`,
    columns: [
      { header: 'Control', weight: 11 },
      { header: 'Title', weight: 42 },
      { header: 'Severity', weight: 10 },
      { header: 'Outcome', weight: 19 },
      { header: 'Tested', weight: 8, align: 'right' },
      { header: 'Failed', weight: 8, align: 'right' },
      { header: 'Unknown', weight: 12, align: 'right' },
      { header: 'Lost', weight: 12, align: 'right' },
    ],
    rows: [...results].sort(bySeverity).map((result) => resultRow(assessment, result)),
  };
  return [{ kind: 'heading', level: 2, text: domainWords[domain] }, table];
}

function resultRow(assessment: Assessment, result: ControlResult): TableBlock['rows'][number] {
  const { subjects, outcome } = result;
  const unknown = { text: grouped(subjects.unknown), tone: outcomeTones.unknown, isStrong: true };
  return [
    { text: result.id, isStrong: true },
    result.title,
    { text: severityWords[result.severity], tone: result.severity },
    { text: outcomeWords[outcome], tone: outcomeTones[outcome], isStrong: true },
    grouped(subjects.pass + subjects.fail),
    grouped(subjects.fail),
    subjects.unknown === 0 ? '0' : unknown,
    lostText(assessment, result),
  ];
}

function lostText({ lostPoints }: Assessment, { id }: ControlResult): string {
  const lost = lostPoints.find(({ controlId }) => controlId === id);
  if (lost === undefined) return '0.0';
  if (lost.pointsUnknown === 0) return pointsText(lost.points);
  return `${pointsText(lost.points)} (${pointsText(lost.pointsUnknown)})`;
}
