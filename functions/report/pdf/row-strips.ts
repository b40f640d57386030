import { sheet } from '../../../report-templates/theme.ts';
import { pageCapacity } from './flow.ts';
import type { Element, Pen, Style, Tag } from './pen.ts';
import type { Strip } from './strip.ts';

/** A column on the page. */
export type Track = { readonly x: number; readonly width: number; readonly isRight: boolean };

type RowCell = {
  readonly track: Track;
  readonly text: string;
  readonly style: Style;
  readonly tag: Extract<Tag, 'TH' | 'TD'>;
};

export type Row = {
  readonly cells: readonly RowCell[];
  readonly padding: number;
  /** The table in the structure, or undefined for a row that only repeats one. */
  readonly table: Element | undefined;
  /** Drawn behind the row, given its top and its height. */
  readonly decorate?: (y: number, height: number) => void;
};

/** The most of a page that one row may take; what is higher is cut between its lines. */
const rowHeightMax = pageCapacity * 0.8;

/** One row of a table as a strip, or as several where it is higher than a page. */
export function rowStrips(pen: Pen, row: Row): readonly Strip[] {
  const { padding } = row;
  const cells = row.cells.map((cell) => ({
    ...cell,
    lines: pen.lines(cell.text, cell.track.width, cell.style),
    step: pen.lineHeight(cell.style),
  }));
  const element = row.table === undefined ? undefined : pen.element('TR', row.table);
  const drawn = cells.map((cell) => ({
    ...cell,
    element: element === undefined ? undefined : pen.element(cell.tag, element),
  }));
  const step = Math.max(...cells.map((cell) => cell.step));
  const count = Math.max(...cells.map(({ lines }) => lines.length));
  const linesMax = Math.max(1, Math.floor((rowHeightMax - 2 * padding) / step));
  const strips: Strip[] = [];
  for (let start = 0; start < count; start += linesMax) {
    const slices = drawn.map((cell) => ({
      ...cell,
      lines: cell.lines.slice(start, start + linesMax),
    }));
    strips.push(rowStrip(pen, slices, row));
  }
  return strips;
}

type Slice = RowCell & {
  readonly lines: readonly string[];
  readonly step: number;
  readonly element: Element | undefined;
};

function rowStrip(pen: Pen, slices: readonly Slice[], { padding, decorate }: Row): Strip {
  const height = Math.max(...slices.map(({ lines, step }) => lines.length * step)) + 2 * padding;
  return {
    height,
    spaceBefore: 0,
    keepsWithNext: false,
    draw: (y) => {
      if (decorate !== undefined) pen.artifact(() => decorate(y, height));
      for (const slice of slices) drawSlice(pen, slice, firstLine(slices, y + padding, slice));
    },
  };
}

/** Cells of different type sizes share the baseline of their first line. */
function firstLine(slices: readonly Slice[], y: number, { step }: Slice): number {
  const highest = Math.max(...slices.map((slice) => slice.step));
  return y + (highest - step) * baselineShare;
}

/** Where in its line a baseline stands, from the top. */
const baselineShare = 0.775;

function drawSlice(pen: Pen, { lines, step, style, track, element }: Slice, top: number): void {
  if (lines.every((line) => line === '')) return;
  const draw = () => {
    for (const [index, line] of lines.entries()) {
      if (line === '') continue;
      const indent = track.isRight ? track.width - pen.width(line, style) : 0;
      pen.line(line, { x: track.x + indent, y: top + index * step }, style);
    }
  };
  if (element === undefined) pen.artifact(draw);
  else pen.tagged(element, draw);
}

/** Columns across the page, by weight, with a gutter between them. */
export function tracks(
  columns: readonly { readonly weight: number; readonly align?: 'left' | 'right' }[],
  gutter: number,
): readonly Track[] {
  const total = columns.reduce((sum, { weight }) => sum + weight, 0);
  const across = sheet.width - sheet.left - sheet.right - gutter * (columns.length - 1);
  let x: number = sheet.left;
  return columns.map(({ weight, align }) => {
    const width = (across * weight) / total;
    const track = { x, width, isRight: align === 'right' };
    x += width + gutter;
    return track;
  });
}
