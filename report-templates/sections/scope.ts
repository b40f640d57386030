import type { Assessment, ControlResult } from '../../functions/model/assessment.ts';
import type { Gap } from '../../functions/model/snapshot.ts';
import { subjectText } from '../../functions/model/verdict.ts';
import type { Block, TableBlock } from '../blocks.ts';
import { gapKind, gapReasonText } from '../gap-kinds.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { counted, outcomeTones, severityWords, sourceWords, utc } from '../words.ts';

const unknownSubjectsMax = 10;

export function scopeSection({ assessment, digests }: ClusterReport): readonly Block[] {
  const { source, tool, catalogue, results, takenAt } = assessment;
  return [
    {
      kind: 'heading',
      level: 1,
      text: `${sectionNumbers.scope} Scope, method and what could not be seen`,
    },
    { kind: 'heading', level: 2, text: 'Method' },
    {
      kind: 'keyValues',
      rows: [
        { label: 'Source', value: `${sourceWords[source]}.` },
        { label: 'Identity of the reads', value: identityTexts[source] },
        {
          label: 'Method',
          value:
            `Examination of configuration (NIST SP 800-53A: EXAMINE), automated by ` +
            `${tool.name} ${tool.version} with catalogue ${catalogue.version}. ` +
            `Nothing was tested by an attempt, and nothing was changed.`,
        },
        {
          label: 'Extent',
          value:
            `${counted(results.length, 'control')}, at ${utc(takenAt)}. The controls look at every ` +
            `object that was read: the whole population, no sample.`,
        },
      ],
    },
    { kind: 'heading', level: 2, text: 'What could not be seen' },
    ...gapBlocks(assessment.gaps),
    ...notEvaluatedBlocks(assessment, digests.findings),
    { kind: 'heading', level: 3, text: 'What this method cannot see' },
    { kind: 'list', items: limits },
  ];
}

const identityTexts = {
  eks:
    'The AWS identity that the tool ran with, as the cluster maps it to a user and groups. ' +
    'The tool reads what sections 2 and 3 list, and asks for no Secret. ' +
    'Which further rights the identity holds was not examined.',
  kubeconfig:
    'The user of the kubeconfig. The tool reads what sections 2 and 3 list, and asks for no ' +
    'Secret. Which further rights the user holds was not examined.',
  manifests: 'None: files were read, no cluster was contacted.',
} as const;

const limits = [
  'Files on nodes and settings of the kubelet: CIS Amazon EKS Benchmark 1.8.0, sections 3.1 ' +
    'and 3.2 (13 recommendations), are not in the scope of a method that uses APIs only.',
  'Behaviour at run time: which connections, API calls and system calls really happened.',
  'The content of Secrets and of container images, which is never read, and the values of ' +
    'environment variables, which are dropped where they are read.',
  'Anything that existed only before or after the point in time of the scan.',
] as const;

function gapBlocks(gaps: readonly Gap[]): readonly Block[] {
  const failed = gaps.filter((gap) => gapKind(gap) === 'failed');
  const notMade = gaps.filter((gap) => gapKind(gap) === 'notMade');
  const missing = gaps.filter((gap) => gapKind(gap) === 'notInstalled');
  return [
    { kind: 'heading', level: 3, text: 'Reads that failed or came back incomplete' },
    ...(failed.length === 0
      ? [{ kind: 'paragraph', text: 'None: every read that was made came back whole.' } as const]
      : [
          {
            kind: 'note',
            tone: 'attention',
            title: `${counted(failed.length, 'read')} failed or came back incomplete`,
            text: 'A judgement that needs them is not evaluated. It is never counted as passed.',
          } as const,
          gapTable('Reads that failed or came back incomplete', failed),
        ]),
    ...gapGroup('Reads that were not made', notMade),
    ...gapGroup('Kinds that are not installed', missing),
  ];
}

function gapGroup(title: string, gaps: readonly Gap[]): readonly Block[] {
  if (gaps.length === 0) return [];
  return [{ kind: 'heading', level: 3, text: title }, gapTable(title, gaps)];
}

function gapTable(summary: string, gaps: readonly Gap[]): TableBlock {
  return {
    kind: 'table',
    summary,
    columns: [
      { header: 'Read', weight: 38, isCode: true },
      { header: 'Reason', weight: 18 },
      { header: 'Answer', weight: 44 },
    ],
    rows: gaps.map((gap) => [gap.read, { text: gapReasonText(gap), isStrong: true }, gap.detail]),
  };
}

function notEvaluatedBlocks(assessment: Assessment, findingsDigest: string): readonly Block[] {
  const title: Block = {
    kind: 'heading',
    level: 3,
    text: 'Controls that could not be evaluated fully',
  };
  const open = assessment.results.filter(({ isEvaluated }) => !isEvaluated);
  if (open.length === 0) {
    return [title, { kind: 'paragraph', text: 'None: every control was evaluated fully.' }];
  }
  const isCut = open.some(({ unknowns }) => unknowns.length > unknownSubjectsMax);
  const cutNote: readonly Block[] = isCut
    ? [
        {
          kind: 'paragraph',
          size: 'small',
          tone: 'muted',
          text:
            `At most ${unknownSubjectsMax} subjects of a control are named here; all of them ` +
            `are in findings.json (SHA-256 ${findingsDigest}).`,
        },
      ]
    : [];
  return [title, notEvaluatedTable(open), ...cutNote];
}

function notEvaluatedTable(results: readonly ControlResult[]): TableBlock {
  return {
    kind: 'table',
    summary: 'Controls that could not be evaluated fully, and what was missing',
    columns: [
      { header: 'Control', weight: 14 },
      { header: 'Severity', weight: 12 },
      { header: 'Unknown', weight: 12, align: 'right' },
      { header: 'What was missing, and for which subjects', weight: 62 },
    ],
    rows: results.map((result) => [
      { text: result.id, isStrong: true },
      severityWords[result.severity],
      { text: `${result.subjects.unknown}`, tone: outcomeTones.unknown, isStrong: true },
      missingText(result),
    ]),
  };
}

function missingText({ title, unknowns }: ControlResult): string {
  const missing = [...new Set(unknowns.flatMap((entry) => entry.missing))].sort();
  const shown = unknowns.slice(0, unknownSubjectsMax).map(({ subject }) => subjectText(subject));
  const rest = unknowns.length - shown.length;
  const cut = rest > 0 ? ` (showing ${shown.length} of ${unknowns.length})` : '';
  const lines = [`${title}.`];
  if (missing.length > 0) lines.push(`Missing: ${missing.join('; ')}.`);
  if (shown.length > 0) lines.push(`Subjects${cut}: ${shown.join(', ')}.`);
  return lines.join('\n');
}
