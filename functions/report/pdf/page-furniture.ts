import { palette, sheet } from '../../../report-templates/theme.ts';
import type { Pen } from './pen.ts';
import { contentWidth, styles } from './styles.ts';

export type Furniture = {
  readonly headerLeft: string;
  readonly headerRight: string;
  /** Stands after "Page x of y" on every page. */
  readonly footer: string;
};

const headerTop = 38;
const footerTop = sheet.height - 46;
const style = styles.furniture;

/** Header and footer of every page; the cover has no header. */
export function drawFurniture(pen: Pen, furniture: Furniture): void {
  const { start, count } = pen.doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pen.doc.switchToPage(start + index);
    pen.artifact(() => {
      if (index > 0) drawHeader(pen, furniture);
      drawFooter(pen, `Page ${index + 1} of ${count} · ${furniture.footer}`);
    });
  }
}

function drawHeader(pen: Pen, { headerLeft, headerRight }: Furniture): void {
  const rightWidth = pen.width(headerRight, style);
  const [left = ''] = pen.lines(headerLeft, contentWidth - rightWidth - 20, style);
  const isCut = left.length < headerLeft.length;
  pen.line(isCut ? `${left.slice(0, -1)}…` : left, { x: sheet.left, y: headerTop }, style);
  const x = sheet.left + contentWidth - rightWidth;
  pen.line(headerRight, { x, y: headerTop }, style);
  pen.fill({ x: sheet.left, y: headerTop + 15, width: contentWidth, height: 0.5 }, palette.rule);
}

function drawFooter(pen: Pen, text: string): void {
  pen.fill({ x: sheet.left, y: footerTop - 5, width: contentWidth, height: 0.5 }, palette.rule);
  const lines = pen.lines(text, contentWidth, style);
  for (const [index, line] of lines.entries()) {
    pen.line(line, { x: sheet.left, y: footerTop + index * pen.lineHeight(style) }, style);
  }
}
