import type { Assessment, Finding } from '../../functions/model/assessment.ts';
import type { Block, KeyValue } from '../blocks.ts';
import { cutNote } from '../cut-note.ts';
import { evidenceText } from '../evidence-text.ts';
import { findingSubject } from '../finding-subject.ts';
import type { ClusterReport } from '../report-input.ts';
import { rulesAndCluster } from '../rules-and-cluster.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { bySeverity } from '../severity-order.ts';
import { shortened } from '../shortened.ts';
import {
  changeCounts,
  grouped,
  listed,
  nothingToCompare,
  nothingWorse,
  scoreText,
  sentence,
  severityWords,
  utc,
} from '../words.ts';

const changesShownMax = 50;
const reasonCharsMax = 400;

export function changesSection({ assessment, digests }: ClusterReport): readonly Block[] {
  const heading: Block = {
    kind: 'heading',
    level: 1,
    text: `${sectionNumbers.changes} Changes since the previous report`,
  };
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
      : {
          kind: 'list',
          items: regressions.map(({ text }) => sentence(shortened(text, reasonCharsMax))),
        },
    ...listBlocks(assessment.changes, digests.findings),
    ...forgottenBlocks(assessment.changes),
  ];
}

type Previous = NonNullable<Assessment['changes']['previous']>;

function comparison(
  { catalogue, score, changes }: Assessment,
  previous: Previous,
): readonly KeyValue[] {
  const isSameCatalogue = previous.catalogueVersion === catalogue.version;
  const catalogueText = isSameCatalogue
    ? `${catalogue.version} in both`
    : `${previous.catalogueVersion} then, ${catalogue.version} now`;
  const notComparable =
    previous.notComparable === undefined
      ? []
      : [{ label: 'Not comparable', value: sentence(previous.notComparable) }];
  return [
    { label: 'Previous scan', value: `${utc(previous.takenAt)}, ${previous.scanId}` },
    { label: 'Score', value: `${scoreText(previous.score)} then, ${scoreText(score)} now` },
    { label: 'Catalogue', value: catalogueText },
    ...rulesAndCluster(previous),
    ...notComparable,
    { label: 'Findings', value: changeCounts(changes) },
  ];
}

/** The lists that have findings; those that have none take a sentence and no page. */
function listBlocks(changes: Assessment['changes'], digest: string): readonly Block[] {
  const lists = [
    { title: 'New findings', findings: changes.new },
    { title: 'Reopened findings', findings: changes.reopened },
    { title: 'Resolved findings', findings: changes.resolved },
    { title: 'Findings that are not comparable', findings: changes.notComparable },
  ];
  const empty = lists
    .filter(({ findings }) => findings.length === 0)
    .map(({ title }) => `no ${title.toLowerCase()}`);
  const none: readonly Block[] =
    empty.length === 0 ? [] : [{ kind: 'paragraph', text: `There are ${listed(empty)}.` }];
  const filled = lists.filter(({ findings }) => findings.length > 0);
  return [
    ...none,
    ...filled.flatMap(({ title, findings }) => findingBlocks(title, findings, digest)),
  ];
}

/** A finding that was forgotten counts as new when it is back. */
function forgottenBlocks({ closed, forgotten }: Assessment['changes']): readonly Block[] {
  if (forgotten === 0) return [];
  const text =
    `Of the findings that are gone the newest ${grouped(closed.length)} are remembered. ` +
    `${grouped(forgotten)} older ones were forgotten: one of them that is back counts as new.`;
  return [{ kind: 'paragraph', size: 'small', tone: 'muted', text }];
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
        findingSubject(finding),
        evidenceText(finding),
      ]),
    },
  ];
}
