import type { Block } from '../blocks.ts';
import type { ClusterReport } from '../cluster-report.ts';
import { counted, grouped, utc } from '../words.ts';

export function populationSection({ assessment }: ClusterReport): readonly Block[] {
  const { population, gaps } = assessment;
  const items = population.reduce((sum, read) => sum + read.items, 0);
  const gapText =
    gaps.length === 0
      ? 'No read has a gap.'
      : `${counted(gaps.length, 'read')} ${gaps.length === 1 ? 'has' : 'have'} a gap and ` +
        `${gaps.length === 1 ? 'is' : 'are'} listed in section 2.`;
  const heading: Block = { kind: 'heading', level: 1, text: '3 Population and completeness' };
  if (population.length === 0) {
    return [heading, { kind: 'paragraph', text: `No read came back. ${gapText}` }];
  }
  return [
    heading,
    {
      kind: 'paragraph',
      text:
        `${counted(items, 'object')} came back from ${counted(population.length, 'read')}, with ` +
        `all pages of each list unless section 2 calls the read incomplete. The ` +
        `resourceVersion is the state of the cluster that the list shows. ${gapText}`,
    },
    {
      kind: 'table',
      summary: 'Objects, pages, resourceVersion and time of every read',
      columns: [
        { header: 'Read', weight: 44, isCode: true },
        { header: 'Objects', weight: 10, align: 'right' },
        { header: 'Pages', weight: 8, align: 'right' },
        { header: 'resourceVersion', weight: 17, isCode: true },
        { header: 'Begun (UTC)', weight: 22 },
        { header: 'Seconds', weight: 10, align: 'right' },
      ],
      rows: population.map((read) => [
        read.read,
        grouped(read.items),
        grouped(read.pages),
        read.resourceVersion ?? '–',
        utc(read.startedAt).replace(' UTC', ''),
        seconds(read.startedAt, read.endedAt),
      ]),
    },
  ];
}

function seconds(startedAt: string, endedAt: string): string {
  return ((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1);
}
