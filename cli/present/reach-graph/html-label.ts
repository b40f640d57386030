import { wrapText } from '../../../functions/report/pdf/wrap-text.ts';
import { escaped } from './dot-text.ts';
import { colours, fontSizes } from './look.ts';

type TextStyle = {
  readonly size?: number;
  readonly colour?: string;
  readonly isBold?: boolean;
};

const lineBreak = '<BR ALIGN="LEFT"/>';

/** Text in its font, in lines where it has several. */
export function styledText(
  text: string,
  { size = fontSizes.small, colour = colours.ink, isBold = false }: TextStyle,
): string {
  const lines = stacked(text.split('\n').map(escaped));
  const set = isBold ? `<B>${lines}</B>` : lines;
  return `<FONT POINT-SIZE="${size}" COLOR="${colour}">${set}</FONT>`;
}

/** Lines one below the other. */
export function stacked(lines: readonly string[]): string {
  return lines.join(lineBreak);
}

/** Long names go on in the next line: nothing of a name is left out. */
export function inLines(text: string, lengthMax: number): string {
  return wrapText(text, lengthMax, (part) => [...part].length).join('\n');
}

export function cell(content: string, attributes: Readonly<Record<string, string>> = {}): string {
  return `<TD${attributeText({ ALIGN: 'LEFT', ...attributes })}>${content}</TD>`;
}

/** A cell whose lines all begin at the left: a break sets the line before it, so the last needs one. */
export function textCell(text: string, attributes: Readonly<Record<string, string>> = {}): string {
  return cell(text.includes(lineBreak) ? text + lineBreak : text, attributes);
}

export function row(...cells: readonly string[]): string {
  return `<TR>${cells.join('')}</TR>`;
}

export function table(
  rows: readonly string[],
  attributes: Readonly<Record<string, string>>,
): string {
  const given = { BORDER: '0', CELLBORDER: '0', CELLSPACING: '0', ...attributes };
  return `<TABLE${attributeText(given)}>${rows.join('')}</TABLE>`;
}

function attributeText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}
