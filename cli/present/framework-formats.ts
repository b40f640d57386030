import type { Framework, Requirement } from '../../functions/model/framework.ts';
import { csvRecords } from './csv.ts';
import { jsonList } from './json-list.ts';
import type { ListFormatters } from './list-format.ts';
import { plainTable } from './table.ts';

/** The requirements of a framework in each format. */
export const frameworkFormatters: ListFormatters<Framework> = {
  table: frameworkTable,
  csv: (framework) => csvRecords(titles, framework.requirements.map(cellsOf)),
  json: ({ requirements }) => jsonList(requirements.map(dataOf)),
};

/** The list of all frameworks in each format. */
export const frameworkListFormatters: ListFormatters<readonly Framework[]> = {
  table: (frameworks) => [
    plainTable(
      listTitles.map((title) => ({ title })),
      frameworks.map(listCellsOf),
    ),
  ],
  csv: (frameworks) => csvRecords(listTitles, frameworks.map(listCellsOf)),
  json: (frameworks) =>
    jsonList(
      frameworks.map(({ id, title, version, url, claim, note, sources, requirements }) => ({
        framework: id,
        title,
        version,
        url,
        claim,
        note,
        sources,
        requirements: requirements.length,
      })),
    ),
};

const titles = [
  'requirement',
  'title',
  'controls',
  'stricter_controls',
  'needs_more',
  'not_visible',
  'sources',
];
const listTitles = ['framework', 'title', 'version', 'claim', 'requirements'];

function frameworkTable({ title, version, claim, note, url, requirements }: Framework) {
  const rows = requirements.map((requirement) => [
    requirement.id,
    requirement.title,
    controlsText(requirement),
    remarkOf(requirement),
  ]);
  const isNotVisible = ({ notVisible }: Requirement) => notVisible !== undefined;
  const needsMore = ({ needsMore }: Requirement) => needsMore !== undefined;
  const [hidden, partly] = [requirements.filter(isNotVisible), requirements.filter(needsMore)];
  const evaluated = requirements.length - hidden.length - partly.length;
  return [
    plainTable(
      [
        { title: 'requirement' },
        { title: 'title', widthMax: 48 },
        { title: 'controls', widthMax: 20 },
        { title: 'remark', widthMax: 60 },
      ],
      rows,
    ),
    '',
    `${title} ${version}: ${requirements.length} requirements. Controls are enough for ` +
      `${evaluated}, more is needed for ${partly.length}, and ${hidden.length} are not visible.`,
    claimTexts[claim],
    ...(requirements.some(({ stricterControls }) => stricterControls !== undefined)
      ? ['A control in brackets asks for more: that it fails does not decide the requirement.']
      : []),
    ...(note === undefined ? [] : [note]),
    url,
  ];
}

const claimTexts: Readonly<Record<Framework['claim'], string>> = {
  checks: 'The requirements are about what these controls judge.',
  supports:
    'The controls are evidence for a part of each requirement; no scan shows that one is met.',
};

function remarkOf({ needsMore, notVisible }: Requirement): string {
  if (notVisible !== undefined) return `not visible: ${notVisible}`;
  return needsMore === undefined ? '' : `needs more: ${needsMore}`;
}

function controlsText({ controls, stricterControls = [] }: Requirement): string {
  return [...controls, ...stricterControls.map((id) => `(${id})`)].join(', ');
}

function cellsOf(requirement: Requirement): readonly string[] {
  const { id, title, controls, stricterControls = [], needsMore, notVisible } = requirement;
  const lists = [controls, stricterControls].map((ids) => ids.join(' '));
  return [id, title, ...lists, needsMore ?? '', notVisible ?? '', requirement.sources.join(' ')];
}

function dataOf({ id, ...rest }: Requirement): object {
  return { requirement: id, ...rest };
}

function listCellsOf({ id, title, version, claim, requirements }: Framework): readonly string[] {
  return [id, title, version, claim, String(requirements.length)];
}
