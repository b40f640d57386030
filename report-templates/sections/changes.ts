import type { Assessment, Finding } from '../../functions/model/assessment.ts';
import { subjectText } from '../../functions/model/verdict.ts';
import type { Block } from '../blocks.ts';
import { cutNote } from '../cut-note.ts';
import { evidenceText } from '../evidence-text.ts';
import type { ClusterReport } from '../report-input.ts';
import { bySeverity } from '../severity-order.ts';
import {
  nothingToCompare,
  nothingWorse,
  scoreText,
  sentence,
  severityWords,
  utc,
} from '../words.ts';

const changesShownMax = 50;

export function changesSection({ assessment, digests }: ClusterReport): readonly Block[] {
  const heading: Block = { kind: 'heading', level: 1, text: '6 Changes since the previous report' };
  const { previous, regressions } = assessment.changes;
  if (previous === undefined) {
    return [heading, { kind: 'paragraph', text: nothingToCompare(assessment.changes) }];
  }
  return [
    heading,
    { kind: 'keyValues', rows: comparison(assessment, previous) },
    { kind: 'heading', level: 2, text: 'What got worse' },
    regressions.length === 0
      ? { kind: 'paragraph', text: nothingWorse(assessment.changes) }
      : { kind: 'list', items: regressions.map(({ text }) => sentence(text)) },
    ...findingBlocks('New findings', assessment.changes.new, digests.findings),
    ...findingBlocks('Resolved findings', assessment.changes.resolved, digests.findings),
    ...findingBlocks(
      'Findings that are not comparable',
      assessment.changes.notComparable,
      digests.findings,
    ),
  ];
}

type Previous = NonNullable<Assessment['changes']['previous']>;

function comparison({ catalogue, score, changes }: Assessment, previous: Previous) {
  const isSameCatalogue = previous.catalogueVersion === catalogue.version;
  const catalogueText = isSameCatalogue
    ? `${catalogue.version} in both`
    : `${previous.catalogueVersion} then, ${catalogue.version} now`;
  const rescored =
    previous.rescored === undefined
      ? []
      : [
          {
            label: 'Effect of the catalogue',
            value:
              `Under the present catalogue the previous scan comes to ` +
              `${scoreText(previous.rescored.score)}.`,
          },
        ];
  const notComparable =
    previous.notComparable === undefined
      ? []
      : [{ label: 'Not comparable', value: sentence(previous.notComparable) }];
  return [
    { label: 'Previous scan', value: `${utc(previous.takenAt)}, ${previous.scanId}` },
    { label: 'Score', value: `${scoreText(previous.score)} then, ${scoreText(score)} now` },
    { label: 'Catalogue', value: catalogueText },
    ...rescored,
    ...notComparable,
    {
      label: 'Findings',
      value:
        `${changes.new.length} new, ${changes.resolved.length} resolved, ` +
        `${changes.unchanged} unchanged, ${changes.notComparable.length} not comparable`,
    },
  ];
}

function worstFirst(left: Finding, right: Finding): number {
  return bySeverity(
    { severity: left.severity, id: left.controlId },
    { severity: right.severity, id: right.controlId },
  );
}

function findingBlocks(
  title: string,
  findings: readonly Finding[],
  digest: string,
): readonly Block[] {
  const heading: Block = { kind: 'heading', level: 2, text: title };
  if (findings.length === 0) return [heading, { kind: 'paragraph', text: 'None.' }];
  const shown = findings.toSorted(worstFirst).slice(0, changesShownMax);
  return [
    heading,
    ...cutNote({ all: findings, shown, digest }),
    {
      kind: 'table',
      summary: title,
      columns: [
        { header: 'Control', weight: 9 },
        { header: 'Severity', weight: 9 },
        { header: 'Subject', weight: 35 },
        { header: 'Evidence', weight: 47, isCode: true },
      ],
      rows: shown.map((finding) => [
        { text: finding.controlId, isStrong: true },
        { text: severityWords[finding.severity], tone: finding.severity },
        subjectText(finding.subject),
        evidenceText(finding),
      ]),
    },
  ];
}
