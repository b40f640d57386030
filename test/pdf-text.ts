import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

type TextItem = {
  readonly text: string;
  readonly x: number;
  /** Of the baseline, from the bottom of the page. */
  readonly y: number;
  readonly width: number;
  readonly size: number;
};
export type PdfPage = {
  readonly width: number;
  readonly height: number;
  readonly items: readonly TextItem[];
};

type Bookmark = { readonly title: string; readonly items: readonly Bookmark[] };
export type PdfText = {
  readonly pages: readonly PdfPage[];
  readonly bookmarks: readonly Bookmark[];
};

/** What a reader of a PDF finds in it: the text of each page and where it stands. */
export async function readPdf(bytes: Uint8Array): Promise<PdfText> {
  const loading = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const pdf = await loading.promise;
  const pages: PdfPage[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
    const { items } = await page.getTextContent();
    pages.push({
      width: right - left,
      height: top - bottom,
      items: items.flatMap((item) => ('str' in item && item.str.trim() ? [textItem(item)] : [])),
    });
  }
  const bookmarks = ((await pdf.getOutline()) ?? []) as Bookmark[];
  await loading.destroy();
  return { pages, bookmarks };
}

type Raw = { readonly str: string; readonly transform: number[]; readonly width: number };

function textItem({ str, transform, width }: Raw): TextItem {
  const [, , c = 0, d = 0, x = 0, y = 0] = transform;
  return { text: str, x, y, width, size: Math.hypot(c, d) };
}

/** All text of a page, in the order in which it is drawn. */
export function pageText({ items }: PdfPage): string {
  return items.map(({ text }) => text).join('\n');
}

/** Pairs of texts whose letters touch. */
export function overlaps({ items }: PdfPage): readonly string[] {
  const boxes = items.map((item) => ({
    text: item.text,
    left: item.x + tolerance,
    right: item.x + item.width - tolerance,
    low: item.y - item.size * 0.21 + tolerance,
    high: item.y + item.size * 0.74 - tolerance,
  }));
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.low < other.high &&
          other.low < one.high,
      )
      .map((other) => `${one.text} | ${other.text}`),
  );
}

const tolerance = 0.2;
