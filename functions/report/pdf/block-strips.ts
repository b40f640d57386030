import type { Block } from '../../../report-templates/blocks.ts';
import type { Bookmarks } from './bookmarks.ts';
import { codeStrips } from './code-strips.ts';
import { signatureStrips, titleStrips } from './cover-strips.ts';
import type { Element, Pen } from './pen.ts';
import { scoreStrips } from './score-strips.ts';
import { keptWithNext, type Strip, together } from './strip.ts';
import { keyValueStrips, tableStrips } from './table-strips.ts';
import { headingStrips, listStrips, noteStrips, paragraphStrips } from './text-strips.ts';

type Canvas = {
  readonly pen: Pen;
  readonly root: Element;
  readonly bookmarks: Bookmarks;
};

/** The strips of a whole report, in order. */
export function blockStrips(canvas: Canvas, blocks: readonly Block[]): readonly Strip[] {
  const strips: Strip[] = [];
  let startsPage = false;
  for (const block of blocks) {
    if (block.kind === 'pageBreak') {
      startsPage = true;
      continue;
    }
    const [first, ...rest] = stripsOf(canvas, block);
    if (first === undefined) continue;
    strips.push(startsPage ? { ...first, startsPage } : first, ...rest);
    startsPage = false;
  }
  return strips;
}

type Drawable = Exclude<Block, { readonly kind: 'pageBreak' }>;

function stripsOf(canvas: Canvas, block: Drawable): readonly Strip[] {
  const { pen, root, bookmarks } = canvas;
  switch (block.kind) {
    case 'title':
      return titleStrips(pen, block, root);
    case 'heading': {
      const { level, text, bookmark = text } = block;
      const mark = (y: number) => bookmarks.add({ level, title: bookmark, y });
      return headingStrips(pen, { root, bookmark: mark }, block);
    }
    case 'paragraph':
      return paragraphStrips(pen, block, root);
    case 'list':
      return listStrips(pen, block, root);
    case 'keyValues':
      return keyValueStrips(pen, block, root);
    case 'table':
      return tableStrips(pen, block, root);
    case 'code':
      return codeStrips(pen, block, root);
    case 'scores':
      return scoreStrips(pen, block, root);
    case 'note':
      return noteStrips(pen, block, root);
    case 'signatures':
      return signatureStrips(pen, block, root);
    case 'group': {
      const strips = together(blockStrips(canvas, block.blocks));
      return block.keepsWithNext === true ? strips.map(keptWithNext) : strips;
    }
  }
}
