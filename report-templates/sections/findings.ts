import type { ControlResult, Finding } from '../../functions/model/assessment.ts';
import { acceptedFindings, openFindings } from '../../functions/model/exceptions-in-force.ts';
import type { Block, TableBlock } from '../blocks.ts';
import { cutNote } from '../cut-note.ts';
import { evidenceText } from '../evidence-text.ts';
import { findingSubject } from '../finding-subject.ts';
import type { ClusterReport } from '../report-input.ts';
import { requirementsText } from '../requirements-text.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { bySeverity } from '../severity-order.ts';
import { counted, daysBetween, domainWords, grouped, reachWords, severityWords } from '../words.ts';

/** Rows a control; a PDF with every row of a large cluster would be too slow to make and to read. */
const findingsShownMax = 50;

export function findingsSection(report: ClusterReport): readonly Block[] {
  const { results, findings } = report.assessment;
  const heading: Block = { kind: 'heading', level: 1, text: `${sectionNumbers.findings} Findings` };
  if (findings.length === 0) {
    return [heading, { kind: 'paragraph', text: 'No control failed: there are no findings.' }];
  }
  const introduction: Block = {
    kind: 'paragraph',
    text:
      `${counted(findings.length, 'finding')}, grouped by control, worst severity first. The ` +
      `evidence of a finding is a path in the subject and the value that was found there.` +
      `${acceptedText(findings)} Below each control stands the first of its snippets, to be pasted; ` +
      `words in capitals are to be filled in. "ringfence controls ID" prints all snippets of a control.`,
  };
  return [
    { kind: 'group', blocks: [heading, introduction], keepsWithNext: true },
    ...[...results].sort(bySeverity).flatMap((result) => controlBlocks(report, result)),
  ];
}

function acceptedText(findings: readonly Finding[]): string {
  const accepted = acceptedFindings(findings).length;
  if (accepted === 0) return '';
  return (
    ` ${grouped(accepted)} of them ${accepted === 1 ? 'is' : 'are'} accepted by an exception, which ` +
    `is named with the subject; section ${sectionNumbers.exceptions} has the reasons.`
  );
}

function controlBlocks(report: ClusterReport, result: ControlResult): readonly Block[] {
  const { assessment, digests } = report;
  const findings = assessment.findings.filter(({ controlId }) => controlId === result.id);
  if (findings.length === 0) return [];
  const { fail, pass, unknown } = result.subjects;
  const accepted = acceptedFindings(findings);
  const shown = [...openFindings(findings), ...accepted].slice(0, findingsShownMax);
  const counts = [
    `${counted(findings.length, 'finding')}`,
    ...(accepted.length > 0 ? [`${grouped(accepted.length)} accepted by an exception`] : []),
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
              : [{ label: 'Requirements', value: requirementsText(result.mappings) }]),
          ],
        },
      ],
      keepsWithNext: true,
    },
    ...snippetBlocks(result),
    ...cutNote({ all: findings, shown, digest: digests.findings }),
    findingsTable(shown, assessment.takenAt),
  ];
}

const formTitles = {
  kubectl: 'At a terminal, with kubectl',
  yaml: 'In the manifests',
  aws: 'At a terminal, with the AWS CLI',
  cdk: 'In the AWS CDK',
} as const satisfies Readonly<Record<ControlResult['snippets'][number]['form'], string>>;

function snippetBlocks({ snippets }: ControlResult): readonly Block[] {
  const [first] = snippets;
  return first === undefined
    ? []
    : [{ kind: 'code', title: formTitles[first.form], text: first.text.trimEnd() }];
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
      findingSubject(finding),
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
