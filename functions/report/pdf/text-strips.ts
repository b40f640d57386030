import type {
  HeadingBlock,
  ListBlock,
  NoteBlock,
  ParagraphBlock,
} from '../../../report-templates/blocks.ts';
import { palette, sheet, space, toneColours } from '../../../report-templates/theme.ts';
import type { Element, Pen, Style } from './pen.ts';
import { keptWithNext, type Strip, spaced, together, withoutOrphans } from './strip.ts';
import { contentWidth, styles } from './styles.ts';

const headingSpace = { 1: 26, 2: 17, 3: 12 } as const;
const headingStyles = { 1: styles.heading1, 2: styles.heading2, 3: styles.heading3 } as const;

/** A heading stays with what it heads. `bookmark` is told where it came to stand. */
export function headingStrips(
  pen: Pen,
  { root, bookmark }: { readonly root: Element; readonly bookmark: (y: number) => void },
  block: HeadingBlock,
): readonly Strip[] {
  const style = headingStyles[block.level];
  const element = pen.element(`H${block.level}`, root);
  const lines = pen.lines(block.text, contentWidth, style);
  const step = pen.lineHeight(style);
  return [
    {
      height: lines.length * step,
      spaceBefore: headingSpace[block.level],
      keepsWithNext: true,
      draw: (y) => {
        bookmark(y);
        pen.tagged(element, () => {
          for (const [index, line] of lines.entries()) {
            pen.line(line, { x: sheet.left, y: y + index * step }, style);
          }
        });
      },
    },
  ];
}

export function paragraphStrips(pen: Pen, block: ParagraphBlock, root: Element): readonly Strip[] {
  const base = styles[block.size ?? 'body'];
  const style = { ...base, colour: toneColours[block.tone ?? 'normal'] };
  const element = pen.element('P', root);
  const strips = lineStrips(pen, { text: block.text, style, element, indent: 0 });
  return spaced(withoutOrphans(strips), space.s + 2);
}

const bulletIndent = 12;

export function listStrips(pen: Pen, block: ListBlock, root: Element): readonly Strip[] {
  const list = pen.element('L', root);
  const strips = block.items.flatMap((text, item) => {
    const element = pen.element('LI', list);
    const lines = lineStrips(pen, { text, style: styles.body, element, indent: bulletIndent });
    const bulleted = lines.map((strip, index) => ({
      ...strip,
      draw: (y: number) => {
        if (index === 0) pen.artifact(() => drawBullet(pen, y));
        strip.draw(y);
      },
    }));
    const whole = spaced(together(bulleted), space.xs);
    return item === block.items.length - 2 ? whole.map(keptWithNext) : whole;
  });
  return spaced(strips, space.s);
}

function drawBullet(pen: Pen, y: number): void {
  const middle = y + pen.lineHeight(styles.body) / 2;
  pen.fill({ x: sheet.left + 2, y: middle - 1, width: 3, height: 3 }, palette.muted);
}

const notePadding = 7;
const noteBar = 3;

/** A panel with a bar at its left; its title says what the bar means. */
export function noteStrips(pen: Pen, block: NoteBlock, root: Element): readonly Strip[] {
  const element = pen.element('P', root);
  const indent = noteBar + notePadding + 2;
  const title = { text: block.title, style: styles.bodyStrong, element, indent };
  const text = { text: block.text, style: styles.body, element, indent };
  const strips = [...lineStrips(pen, title), ...lineStrips(pen, text)];
  const colour = block.tone === 'attention' ? palette.high : palette.accent;
  const panelled = strips.map((strip, index) => {
    const above = index === 0 ? notePadding - 2 : 0;
    const below = index === strips.length - 1 ? notePadding : 0;
    const height = strip.height + above + below;
    const draw = (y: number) => {
      pen.artifact(() => {
        // Half a point of overlap keeps the panels of two lines from showing a seam.
        const overlap = index === strips.length - 1 ? 0 : 0.5;
        const box = { x: sheet.left, y, height: height + overlap };
        pen.fill({ ...box, width: contentWidth }, palette.panel);
        pen.fill({ ...box, width: noteBar }, colour);
      });
      strip.draw(y + above);
    };
    return { ...strip, height, draw };
  });
  return spaced(together(panelled), space.m);
}

type Lines = {
  readonly text: string;
  readonly style: Style;
  readonly element: Element;
  readonly indent: number;
};

function lineStrips(pen: Pen, { text, style, element, indent }: Lines): readonly Strip[] {
  const width = contentWidth - indent - (indent > 0 ? notePadding : 0);
  return pen.lines(text, width, style).map((line) => ({
    height: pen.lineHeight(style),
    spaceBefore: 0,
    keepsWithNext: false,
    draw: (y) => pen.tagged(element, () => pen.line(line, { x: sheet.left + indent, y }, style)),
  }));
}
