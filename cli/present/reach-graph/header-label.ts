import type { Box } from './boxes.ts';
import type { Drawing } from './drawing.ts';
import { cell, inLines, row, styledText, table, textCell } from './html-label.ts';
import { colours, fontSizes } from './look.ts';
import { isOnEveryPort, type Strand } from './strand.ts';

const remarkLengthMax = 110;

const keyColumns = 3;

/** A sign of the picture and what it means. */
type Key = { readonly sign: string; readonly text: string };

export type Heading = {
  readonly title: string;
  /** Sentences below the title, a line each. */
  readonly remarks: readonly string[];
};

/** The title, what is to be said of the whole, and the key to the signs that the picture uses. */
export function headerLabel({ title, remarks }: Heading, drawing: Drawing): string {
  const keys = keysOf(drawing);
  return table(
    [
      row(textCell(styledText(title, { size: fontSizes.title, isBold: true }))),
      ...remarks.map((remark) =>
        row(textCell(styledText(inLines(remark, remarkLengthMax), { colour: colours.quiet }))),
      ),
      ...(keys.length > 0 ? [row(cell(keyTable(keys)))] : []),
    ],
    { CELLPADDING: '2' },
  );
}

function keyTable(keys: readonly Key[]): string {
  const rows = Array.from({ length: Math.ceil(keys.length / keyColumns) }, (_, at) =>
    row(...keys.slice(at * keyColumns, (at + 1) * keyColumns).flatMap(keyCells)),
  );
  return table(rows, { CELLPADDING: '2', ALIGN: 'LEFT' });
}

function keyCells({ sign, text }: Key): readonly string[] {
  return [
    cell(sign, fixedSize(34, 16)),
    textCell(styledText(`${text}    `, { colour: colours.quiet })),
  ];
}

function keysOf({ arrows, junctions, boxes, isWhole }: Drawing): readonly Key[] {
  const strands = arrows.map(({ strand }) => strand);
  const has = (holds: (strand: Strand) => boolean): boolean => strands.some(holds);
  const isSure = ({ certainty }: Strand): boolean => certainty === 'allowed';
  const hasGroups = arrows.some(({ from, to }) => from.kind === 'all' || to.kind === 'all');
  const isExactStack = ({ members, isFolded }: Box): boolean => members.length > 1 && !isFolded;
  return [
    ...key(
      has((strand) => isSure(strand) && isOnEveryPort(strand)),
      heavyLine(),
      'all ports',
    ),
    ...key(
      has((strand) => !isOnEveryPort(strand)),
      thinLine(),
      'the ports named at its end',
    ),
    ...key(
      has((strand) => !isSure(strand)),
      brokenLine(),
      'undefined: may pass or not',
    ),
    ...key(junctions.length > 0, point(), 'all that lead in reach all that it leads to'),
    ...key(
      hasGroups,
      plate(),
      isWhole ? 'all of the namespace' : 'all that is shown of the namespace',
    ),
    ...key(boxes.some(isExactStack), stack('1'), 'the same connections'),
    ...key(
      boxes.some(({ isFolded }) => isFolded),
      stack('2'),
      'folded: see above',
    ),
  ];
}

function key(isUsed: boolean, sign: string, text: string): readonly Key[] {
  return isUsed ? [{ sign, text }] : [];
}

function bar(width: number, height: number, colour: string): string {
  return cell('', { ...fixedSize(width, height), BGCOLOR: colour });
}

function fixedSize(width: number, height: number) {
  return { WIDTH: String(width), HEIGHT: String(height), FIXEDSIZE: 'TRUE' } as const;
}

/** Room that is left over stands behind it. */
const bare = { CELLPADDING: '0', ALIGN: 'LEFT' } as const;

function heavyLine(): string {
  return table([row(bar(26, 3, colours.line))], bare);
}

function thinLine(): string {
  return table([row(bar(26, 1, colours.line))], bare);
}

function brokenLine(): string {
  const dash = bar(6, 2, colours.quiet);
  const gap = bar(4, 2, colours.paper);
  return table([row(dash, gap, dash, gap, dash)], bare);
}

function point(): string {
  return table([row(bar(7, 7, colours.line))], bare);
}

function plate(): string {
  return table([row(bar(26, 12, colours.quiet))], { ...bare, STYLE: 'ROUNDED' });
}

function stack(border: string): string {
  const names = row(cell(styledText('a, b', { isBold: true })));
  return table([names], { ...bare, BORDER: border, COLOR: colours.quiet });
}
