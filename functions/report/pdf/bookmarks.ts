import { sheet } from '../../../report-templates/theme.ts';

type Bookmark = { readonly level: 1 | 2 | 3; readonly title: string; readonly y: number };

/** The outline of the document: headings below the heading of the next higher level. */
export type Bookmarks = { readonly add: (bookmark: Bookmark) => void };

const roomAbove = 12;

export function createBookmarks(doc: PDFKit.PDFDocument): Bookmarks {
  const open: { level: number; item: PDFKit.PDFOutline }[] = [];
  return {
    add: ({ level, title, y }) => {
      while ((open.at(-1)?.level ?? 0) >= level) open.pop();
      const parent = open.at(-1)?.item ?? doc.outline;
      // pdfkit counts the left edge of a destination from the right.
      const place = { top: Math.max(0, y - roomAbove), left: sheet.width, expanded: level === 1 };
      open.push({ level, item: parent.addItem(title, place) });
    },
  };
}
