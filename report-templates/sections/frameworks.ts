import { exceptionsInForce } from '../../functions/model/exceptions-in-force.ts';
import type {
  FrameworkResult,
  RequirementOutcome,
  RequirementResult,
} from '../../functions/model/framework.ts';
import type { Block, TableBlock } from '../blocks.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { requirementTones, requirementWords } from '../words.ts';

/** The framework whose requirements stand in the report one by one. */
const shownInFull = 'cis-eks';

/** What the results say about the requirements of frameworks. */
export function frameworksSection({ assessment, digests }: ClusterReport): readonly Block[] {
  const { frameworks, exceptions } = assessment;
  const heading: Block = {
    kind: 'heading',
    level: 1,
    text: `${sectionNumbers.frameworks} Frameworks`,
  };
  if (frameworks.length === 0) {
    return [heading, { kind: 'paragraph', text: 'The catalogue has no frameworks.' }];
  }
  const accepted =
    exceptionsInForce(exceptions).length === 0
      ? []
      : ['An accepted finding counts as a failure here: no framework knows of our exceptions.'];
  return [
    {
      kind: 'group',
      blocks: [
        heading,
        { kind: 'list', items: [...claimTexts, ...outcomeTexts, ...accepted] },
        countsTable(frameworks),
        {
          kind: 'paragraph',
          size: 'small',
          tone: 'muted',
          text:
            'Every requirement of every framework, with its outcome and its controls, is in ' +
            `findings.json (SHA-256 ${digests.findings}). Which control shows what, and by which ` +
            'source, is in docs/frameworks of the project, and in "ringfence controls --framework ID".',
        },
      ],
    },
    ...frameworks
      .filter(({ id }) => id.startsWith(`${shownInFull}-`))
      .flatMap((framework) => requirementBlocks(framework)),
  ];
}

const claimTexts = [
  'Checks: the requirements of the framework are about what the controls judge. Satisfied means ' +
    'that every control that a requirement needs was evaluated fully and passed.',
  'Supports: the controls are evidence for a part of a wider requirement. Satisfied means that ' +
    'nothing in this evidence speaks against it; no scan shows that the whole of it is met.',
] as const;

const outcomeTexts = [
  'Not evaluated: no control failed, and what was seen does not decide it. Not visible: no control ' +
    'that works over APIs alone can show it.',
] as const;

const outcomes = [
  'satisfied',
  'notSatisfied',
  'notEvaluated',
  'notApplicable',
  'notVisible',
] as const satisfies readonly RequirementOutcome[];

function countsTable(frameworks: readonly FrameworkResult[]): TableBlock {
  return {
    kind: 'table',
    summary: 'Requirements of each framework by outcome',
    columns: [
      { header: 'Framework', weight: 40 },
      { header: 'Claim', weight: 12 },
      ...outcomes.map(
        (outcome) => ({ header: requirementWords[outcome], weight: 14, align: 'right' }) as const,
      ),
      { header: 'All', weight: 6, align: 'right' },
    ],
    rows: frameworks.map(({ title, version, claim, requirements }) => [
      `${title} ${version}`,
      claimWords[claim],
      ...outcomes.map((wanted) => {
        const count = requirements.filter(({ outcome }) => outcome === wanted).length;
        if (count === 0) return '0';
        return { text: `${count}`, tone: requirementTones[wanted], isStrong: true };
      }),
      `${requirements.length}`,
    ]),
  };
}

const claimWords = {
  checks: 'Checks',
  supports: 'Supports',
} as const satisfies Readonly<Record<FrameworkResult['claim'], string>>;

function requirementBlocks({ title, version, requirements }: FrameworkResult): readonly Block[] {
  const name = `${title} ${version}`;
  const notes = commonNotes(requirements);
  return [
    {
      kind: 'group',
      blocks: [
        { kind: 'heading', level: 2, text: name },
        {
          kind: 'paragraph',
          text:
            `All ${requirements.length} recommendations. A control in brackets asks for more than the ` +
            'recommendation: that it fails leaves open whether the recommendation is met.',
        },
      ],
      keepsWithNext: true,
    },
    {
      kind: 'table',
      summary: `Recommendations of ${name}, with outcome and controls`,
      columns: [
        { header: 'No.', weight: 8 },
        { header: 'Recommendation', weight: 39 },
        { header: 'Outcome', weight: 15 },
        { header: 'Controls, and what they do not show', weight: 44 },
      ],
      rows: requirements.map((requirement) => [
        { text: requirement.id, isStrong: true },
        requirement.title,
        {
          text: requirementWords[requirement.outcome],
          tone: requirementTones[requirement.outcome],
          isStrong: true,
        },
        groundsText(requirement, notes),
      ]),
    },
    ...notesBlocks(notes),
  ];
}

function groundsText(requirement: RequirementResult, notes: readonly string[]): string {
  const { controls, stricterControls = [], needsMore, notVisible } = requirement;
  const ids = [...controls, ...stricterControls.map((id) => `(${id})`)].join(', ');
  const remarks = [needsMore, notVisible]
    .filter((remark) => remark !== undefined)
    .map((remark) => (notes.includes(remark) ? `Note ${notes.indexOf(remark) + 1}.` : remark));
  return [ids, ...remarks].filter((text) => text !== '').join('\n');
}

const repeatsMin = 3;

/** Remarks that many requirements share stand once, as numbered notes. */
function commonNotes(requirements: readonly RequirementResult[]): readonly string[] {
  const remarks = requirements
    .flatMap(({ needsMore, notVisible }) => [needsMore, notVisible])
    .filter((remark) => remark !== undefined);
  const byText = Map.groupBy(remarks, (remark) => remark);
  return [...byText].filter(([, each]) => each.length >= repeatsMin).map(([remark]) => remark);
}

function notesBlocks(notes: readonly string[]): readonly Block[] {
  return notes.map(
    (text, index): Block => ({
      kind: 'paragraph',
      size: 'small',
      text: `Note ${index + 1}: ${text}`,
    }),
  );
}
