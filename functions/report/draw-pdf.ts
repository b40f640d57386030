import PDFDocument from 'pdfkit';
import type { Block } from '../../report-templates/blocks.ts';
import { sheet } from '../../report-templates/theme.ts';
import type { Fonts } from '../model/world.ts';
import { blockStrips } from './pdf/block-strips.ts';
import { createBookmarks } from './pdf/bookmarks.ts';
import { flow } from './pdf/flow.ts';
import { drawFurniture, type Furniture } from './pdf/page-furniture.ts';
import { createPen } from './pdf/pen.ts';

type PdfOptions = {
  readonly fonts: Fonts;
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  /** The date that the file carries. The same blocks and date give the same bytes. */
  readonly date: Date;
  readonly furniture: Furniture;
};

/** Draws blocks on A4 pages: tagged, with bookmarks and embedded fonts. */
export async function drawPdf(blocks: readonly Block[], options: PdfOptions): Promise<Uint8Array> {
  const doc = newDocument(options);
  const bytes = collect(doc);
  const pen = createPen(doc, options.fonts);
  const root = pen.element('Document');
  const strips = blockStrips({ pen, root, bookmarks: createBookmarks(doc) }, blocks);
  flow(strips, () => doc.addPage());
  drawFurniture(pen, options.furniture);
  doc.end();
  return bytes;
}

function newDocument({ title, subject, author, date }: PdfOptions): PDFKit.PDFDocument {
  return new PDFDocument({
    size: [sheet.width, sheet.height],
    margin: 0,
    // The constructor loads Helvetica from disk unless the name of the first font is empty.
    font: '',
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: title,
      Subject: subject,
      Author: author,
      Creator: author,
      Producer: 'pdfkit',
      CreationDate: date,
      ModDate: date,
    },
  });
}

async function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of doc) chunks.push(chunk);
  return Buffer.concat(chunks);
}
