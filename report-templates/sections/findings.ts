import type { ControlResult, Finding } from '../../functions/model/assessment.ts';
import { subjectText } from '../../functions/model/verdict.ts';
import type { Block, TableBlock } from '../blocks.ts';
import { cutNote } from '../cut-note.ts';
import { evidenceText } from '../evidence-text.ts';
import type { ClusterReport } from '../report-input.ts';
import { bySeverity } from '../severity-order.ts';
import { counted, daysBetween, domainWords, grouped, reachWords, severityWords } from '../words.ts';

/** Rows a control; a PDF with every row of a large cluster would be too slow to make and to read. */
const findingsShownMax = 50;

export function findingsSection(report: ClusterReport): readonly Block[] {
  const { results, findings } = report.assessment;
  const heading: Block = { kind: 'heading', level: 1, text: '5 Findings' };
  if (findings.length === 0) {
    return [heading, { kind: 'paragraph', text: 'No control failed: there are no findings.' }];
  }
  const introduction: Block = {
    kind: 'paragraph',
    text:
      `${counted(findings.length, 'finding')}, grouped by control, worst severity first. The ` +
      `evidence of a finding is a path in the subject and the value that was found there.`,
  };
  return [
    { kind: 'group', blocks: [heading, introduction], keepsWithNext: true },
    ...[...results].sort(bySeverity).flatMap((result) => controlBlocks(report, result)),
  ];
}

function controlBlocks(report: ClusterReport, result: ControlResult): readonly Block[] {
  const { assessment, digests } = report;
  const findings = assessment.findings.filter(({ controlId }) => controlId === result.id);
  if (findings.length === 0) return [];
  const { fail, pass, unknown } = result.subjects;
  const shown = findings.slice(0, findingsShownMax);
  const counts = [
    `${counted(findings.length, 'finding')}`,
    `${grouped(fail)} of ${counted(pass + fail, 'subject')} failed`,
    ...(unknown > 0 ? [`${grouped(unknown)} unknown`] : []),
  ];
  return [
    {
      kind: 'group',
      blocks: [
        {
          kind: 'heading',
          level: 2,
          text: `${result.id} ${result.title}`,
        },
        {
          kind: 'keyValues',
          rows: [
            {
              label: 'Severity',
              value: `${severityWords[result.severity]}, ${domainWords[result.domain]}`,
            },
            { label: 'Result', value: `${counts.join('; ')}.` },
            { label: 'Why it matters', value: result.rationale },
            { label: 'What to do', value: result.remediation },
            ...(result.mappings.length === 0
              ? []
              : [{ label: 'Requirements', value: result.mappings.join(', ') }]),
          ],
        },
        ...cutNote({ all: findings, shown, digest: digests.findings }),
      ],
    },
    findingsTable(shown, assessment.takenAt),
  ];
}

function findingsTable(findings: readonly Finding[], takenAt: string): TableBlock {
  return {
    kind: 'table',
    summary: 'Findings of the control with their evidence, reach and age',
    columns: [
      { header: 'Subject', weight: 30 },
      { header: 'Evidence', weight: 46, isCode: true },
      { header: 'Reach', weight: 11 },
      { header: 'First seen', weight: 13 },
    ],
    rows: findings.map((finding) => [
      subjectText(finding.subject),
      evidenceText(finding),
      reachWords[finding.reach],
      ageText(finding.firstSeenAt, takenAt),
    ]),
  };
}

function ageText(firstSeenAt: string, takenAt: string): string {
  const days = daysBetween(firstSeenAt, takenAt);
  const isNew = firstSeenAt === takenAt;
  return `${firstSeenAt.slice(0, 10)}\n${isNew ? 'this scan' : `${counted(days, 'day')} ago`}`;
}
