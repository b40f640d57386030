import type { CodeBlock } from '../../../report-templates/blocks.ts';
import { palette, sheet, space } from '../../../report-templates/theme.ts';
import type { Element, Pen } from './pen.ts';
import { keptWithNext, type Strip, spaced, together, withoutOrphans } from './strip.ts';
import { contentWidth, styles } from './styles.ts';

const padding = 6;
/** What does not fit on a line goes on below it, deeper than the line itself. */
const continuationSpaces = 4;
/** Longer code may go on on the next page. */
const linesTogetherMax = 12;

/** Code in a panel, its indentation kept in the text so that it can be copied. */
export function codeStrips(pen: Pen, block: CodeBlock, root: Element): readonly Strip[] {
  const element = pen.element('P', root);
  const title: Strip = {
    height: pen.lineHeight(styles.keyLabel) + space.xs,
    spaceBefore: space.m,
    keepsWithNext: true,
    draw: (y) =>
      pen.tagged(element, () => pen.line(block.title, { x: sheet.left, y }, styles.keyLabel)),
  };
  const lines = block.text.split('\n').flatMap((line) => codeLines(pen, line));
  const strips = lines.map((line, index) =>
    codeStrip(pen, {
      line,
      element,
      above: index === 0 ? padding : 0,
      below: index === lines.length - 1 ? padding : 0,
    }),
  );
  const body = lines.length <= linesTogetherMax ? together(strips) : withoutOrphans(strips);
  return [keptWithNext(title), ...spaced(body, 0)];
}

/** One line of code as the lines that it takes on the page. */
function codeLines(pen: Pen, line: string): readonly string[] {
  const text = line.trimStart();
  const indent = ' '.repeat(line.length - text.length);
  const hanging = indent + ' '.repeat(continuationSpaces);
  const width = contentWidth - 2 * padding - pen.width(hanging, styles.code);
  return pen
    .lines(text, width, styles.code)
    .map((piece, index) => (index === 0 ? indent : hanging) + piece);
}

type CodeLine = {
  readonly line: string;
  readonly element: Element;
  readonly above: number;
  readonly below: number;
};

function codeStrip(pen: Pen, { line, element, above, below }: CodeLine): Strip {
  const height = pen.lineHeight(styles.code) + above + below;
  return {
    height,
    spaceBefore: 0,
    keepsWithNext: false,
    draw: (y) => {
      // Half a point of overlap keeps the panels of two lines from showing a seam.
      const overlap = below === 0 ? 0.5 : 0;
      const box = { x: sheet.left, y, width: contentWidth, height: height + overlap };
      pen.artifact(() => pen.fill(box, palette.panel));
      if (line.trim() === '') return;
      pen.tagged(element, () =>
        pen.line(line, { x: sheet.left + padding, y: y + above }, styles.code),
      );
    },
  };
}
