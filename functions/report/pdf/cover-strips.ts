import type { SignaturesBlock, TitleBlock } from '../../../report-templates/blocks.ts';
import { palette, sheet, space } from '../../../report-templates/theme.ts';
import type { Element, Pen, Style } from './pen.ts';
import { type Strip, spaced, together } from './strip.ts';
import { contentWidth, styles } from './styles.ts';

/** The head of the cover, with room above it. */
export function titleStrips(pen: Pen, block: TitleBlock, root: Element): readonly Strip[] {
  const line = (text: string, style: Style): readonly Strip[] => {
    const element = pen.element('P', root);
    return pen.lines(text, contentWidth, style).map((piece) => ({
      height: pen.lineHeight(style),
      spaceBefore: 0,
      keepsWithNext: true,
      draw: (y) => pen.tagged(element, () => pen.line(piece, { x: sheet.left, y }, style)),
    }));
  };
  const room = { height: 70, spaceBefore: 0, keepsWithNext: true, draw: () => undefined };
  const bar = {
    height: 26,
    spaceBefore: 0,
    keepsWithNext: true,
    draw: (y: number) =>
      pen.artifact(() =>
        pen.fill({ x: sheet.left, y: y + 12, width: contentWidth, height: 2 }, palette.accent),
      ),
  };
  return [
    room,
    ...line(block.product, styles.product),
    ...line(block.title, styles.title),
    ...line(block.subtitle, styles.subtitle),
    bar,
  ];
}

const signatureHeight = 44;

/** A line for each role, to be filled in by hand. */
export function signatureStrips(
  pen: Pen,
  { roles }: SignaturesBlock,
  root: Element,
): readonly Strip[] {
  const strips = roles.map((role) => {
    const element = pen.element('P', root);
    const draw = (y: number) => {
      const base = y + signatureHeight - 14;
      pen.artifact(() => {
        for (const { x, width } of signatureFields) {
          pen.fill({ x, y: base, width, height: 0.5 }, palette.muted);
        }
      });
      pen.tagged(element, () => {
        pen.line(role, { x: sheet.left, y: base - 11 }, styles.keyLabel);
        for (const { x, label } of signatureFields) {
          pen.line(label, { x, y: base + 2 }, styles.furniture);
        }
      });
    };
    return { height: signatureHeight, spaceBefore: 0, keepsWithNext: false, draw };
  });
  return spaced(together(strips), space.l);
}

const fieldsStart = sheet.left + 90;
const fieldsWidth = contentWidth - 90;
const signatureFields = [
  { label: 'Name', x: fieldsStart, width: fieldsWidth * 0.36 },
  { label: 'Signature', x: fieldsStart + fieldsWidth * 0.39, width: fieldsWidth * 0.36 },
  { label: 'Date', x: fieldsStart + fieldsWidth * 0.78, width: fieldsWidth * 0.22 },
] as const;
