import type { Gap } from '../../functions/model/snapshot.ts';
import type { Block, Cell } from '../blocks.ts';
import { gapReasonText } from '../gap-kinds.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { counted, grouped, outcomeTones, utc } from '../words.ts';

export function populationSection({ assessment }: ClusterReport): readonly Block[] {
  const { population, gaps } = assessment;
  const heading: Block = {
    kind: 'heading',
    level: 1,
    text: `${sectionNumbers.population} Population and completeness`,
  };
  if (population.length === 0) {
    return [heading, { kind: 'paragraph', text: 'No read came back. Section 2 says why.' }];
  }
  const items = population.reduce((sum, read) => sum + read.items, 0);
  const whole = population.filter(({ read }) => gapOf(gaps, read) === undefined).length;
  const introduction: Block = {
    kind: 'paragraph',
    text:
      `${counted(items, 'object')} came back from ${counted(population.length, 'read')}, of ` +
      `which ${whole} came back whole: all pages of each list. ${gapHint(gaps)}The resourceVersion is the state of the cluster that a list shows. ` +
      `Times are UTC, from ${utc(assessment.takenAt)} on.`,
  };
  return [
    { kind: 'group', blocks: [heading, introduction], keepsWithNext: true },
    {
      kind: 'table',
      summary: 'Objects, pages, resourceVersion and time of every read',
      columns: [
        { header: 'Read', weight: 176, isCode: true },
        { header: 'Whole', weight: 48 },
        { header: 'Objects', weight: 38, align: 'right' },
        { header: 'Pages', weight: 26, align: 'right' },
        { header: 'resourceVersion', weight: 64, isCode: true },
        { header: 'From', weight: 40 },
        { header: 'To', weight: 40 },
      ],
      rows: population.map((read) => [
        read.read,
        wholeCell(gapOf(gaps, read.read)),
        grouped(read.items),
        grouped(read.pages),
        read.resourceVersion ?? '–',
        timeOfDay(read.startedAt),
        timeOfDay(read.endedAt),
      ]),
    },
  ];
}

function gapHint(gaps: readonly Gap[]): string {
  return gaps.length === 0 ? '' : 'Section 2 lists every gap with its reason. ';
}

function gapOf(gaps: readonly Gap[], read: string): Gap | undefined {
  return gaps.find((gap) => gap.read === read);
}

function wholeCell(gap: Gap | undefined): Cell {
  if (gap === undefined) return 'Yes';
  return { text: gapReasonText(gap), tone: outcomeTones.unknown, isStrong: true };
}

function timeOfDay(time: string): string {
  return time.slice(11, 19);
}
