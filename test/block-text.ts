import type { Block, Cell } from '../report-templates/blocks.ts';

/** Blocks as plain text, one line an item: what a report says without what it looks like. */
export function blockText(blocks: readonly Block[]): string {
  return blocks.flatMap(linesOf).join('\n');
}

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'title':
      return [`${block.product} | ${block.title} | ${block.subtitle}`];
    case 'heading':
      return ['', `${'#'.repeat(block.level)} ${block.text}`];
    case 'paragraph':
      return [block.text];
    case 'list':
      return block.items.map((item) => `- ${item}`);
    case 'keyValues':
      return block.rows.map(({ label, value }) => `${label}: ${value}`);
    case 'table':
      return [
        `| ${block.columns.map(({ header }) => header).join(' | ')}`,
        ...block.rows.flatMap((row, index) => [
          `| ${row.map(cellText).join(' | ')}`,
          ...(block.details?.[index]?.split('\n').map((line) => `  ${line}`) ?? []),
        ]),
      ];
    case 'code':
      return [`${block.title}:`, ...block.text.split('\n').map((line) => `> ${line}`)];
    case 'scores':
      return block.rows.map(
        ({ label, score, coverage }) =>
          `${label}: ${score === undefined ? 'none' : Object.values(score).join(' ')}, ${coverage}`,
      );
    case 'note':
      return [`! ${block.title}: ${block.text}`];
    case 'signatures':
      return [`Signed by: ${block.roles.join(', ')}`];
    case 'group':
      return block.blocks.flatMap(linesOf);
    case 'pageBreak':
      return ['---'];
  }
}

function cellText(cell: Cell): string {
  return (typeof cell === 'string' ? cell : cell.text).replaceAll('\n', ' / ');
}
