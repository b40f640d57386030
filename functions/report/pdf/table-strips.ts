import type { Cell, Column, KeyValuesBlock, TableBlock } from '../../../report-templates/blocks.ts';
import { palette, sheet, space, toneColours } from '../../../report-templates/theme.ts';
import type { Element, Pen, Style } from './pen.ts';
import { type Row, rowStrips, type Track, tracks } from './row-strips.ts';
import { keptWithNext, type Strip, spaced, together, withoutOrphans } from './strip.ts';
import { contentWidth, styles } from './styles.ts';

const gutter = 10;

/** A table whose header row comes again on every page that it reaches. */
export function tableStrips(pen: Pen, block: TableBlock, root: Element): readonly Strip[] {
  const { columns, rows, details = [] } = block;
  const table = pen.element('Table', root);
  const columnTracks = tracks(columns, gutter);
  const [first, ...more] = rowStrips(pen, headerRow(pen, { columns, columnTracks, table }));
  const [header] = rowStrips(pen, headerRow(pen, { columns, columnTracks, table: undefined }));
  const body = rows.flatMap((cells, row) =>
    detailed(pen, {
      cells: cells.map((cell, index) => bodyCell(cell, columns[index], columnTracks[index])),
      detail: details[row],
      table,
    }),
  );
  if (first === undefined || header === undefined) return body;
  const headed = body.map((strip) => ({ ...strip, header }));
  return spaced([...[first, ...more].map(keptWithNext), ...keptNear(headed)], space.m);
}

type Detailed = {
  readonly cells: Row['cells'];
  readonly detail: string | undefined;
  readonly table: Element;
};

/** A row, and below it what is said about it across the table. */
function detailed(pen: Pen, { cells, detail, table }: Detailed): readonly Strip[] {
  const padding = 3.5;
  const decorate = (y: number, height: number) => rule(pen, y + height, palette.rule);
  if (detail === undefined) return rowStrips(pen, { cells, padding, table, decorate });
  const text = { track: wholeWidth, text: detail, style: styles.small, tag: 'TD' } as const;
  const head = rowStrips(pen, { cells, padding, table });
  const below = rowStrips(pen, { cells: [text], padding, table, decorate });
  return [...head.map(keptWithNext), ...below];
}

/** A table of so few rows stands on one page. */
const rowsTogetherMax = 4;

/** Of a longer one two rows at least stand on either side of a page break. */
function keptNear(rows: readonly Strip[]): readonly Strip[] {
  return rows.length <= rowsTogetherMax ? together(rows) : withoutOrphans(rows);
}

type Header = {
  readonly columns: readonly Column[];
  readonly columnTracks: readonly Track[];
  readonly table: Element | undefined;
};

function headerRow(pen: Pen, { columns, columnTracks, table }: Header): Row {
  return {
    cells: columns.map(({ header }, index) => ({
      track: columnTracks[index] ?? wholeWidth,
      text: header,
      style: styles.columnHeader,
      tag: 'TH',
    })),
    padding: 3.5,
    table,
    decorate: (y, height) => rule(pen, y + height, palette.muted),
  };
}

const wholeWidth: Track = { x: sheet.left, width: contentWidth, isRight: false };

function bodyCell(cell: Cell, column: Column | undefined, track: Track = wholeWidth) {
  const text = typeof cell === 'string' ? cell : cell.text;
  return { track, text, style: cellStyle(cell, column?.isCode === true), tag: 'TD' } as const;
}

function cellStyle(cell: Cell, isCode: boolean): Style {
  const base = isCode ? styles.code : styles.cell;
  if (typeof cell === 'string') return base;
  const { tone = 'normal', isStrong = false } = cell;
  return { ...base, face: isStrong ? 'bold' : base.face, colour: toneColours[tone] };
}

function rule(pen: Pen, y: number, colour: string): void {
  pen.fill({ x: sheet.left, y: y - 0.5, width: contentWidth, height: 0.5 }, colour);
}

/** Labels on the left, values on the right, without lines. */
export function keyValueStrips(pen: Pen, block: KeyValuesBlock, root: Element): readonly Strip[] {
  const table = pen.element('Table', root);
  const [label = wholeWidth, value = wholeWidth] = tracks([{ weight: 24 }, { weight: 76 }], gutter);
  const strips = block.rows.flatMap((row) =>
    rowStrips(pen, {
      cells: [
        { track: label, text: row.label, style: styles.keyLabel, tag: 'TH' },
        {
          track: value,
          text: row.value,
          style: row.isCode === true ? styles.code : styles.body,
          tag: 'TD',
        },
      ],
      padding: 1.5,
      table,
    }),
  );
  return spaced(together(strips), space.m);
}
