import { create, type Font } from 'fontkit';
import { lineHeight } from '../../../report-templates/theme.ts';
import type { Fonts } from '../../model/world.ts';
import { printable } from './printable.ts';
import { wrapText } from './wrap-text.ts';

type Face = keyof Fonts;
export type Style = { readonly face: Face; readonly size: number; readonly colour: string };
type Point = { readonly x: number; readonly y: number };
type Box = Point & { readonly width: number; readonly height: number };

/** A part of the document's structure: what a screen reader walks through. */
export type Element = { readonly tag: string; readonly node: PDFKit.PDFStructureElement };
export type Tag = 'Document' | 'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'Table' | 'TR' | 'TH' | 'TD';

/** Draws on the present page, in points from its top left corner, and measures text. */
export type Pen = {
  readonly doc: PDFKit.PDFDocument;
  readonly width: (text: string, style: Style) => number;
  readonly lines: (text: string, width: number, style: Style) => readonly string[];
  readonly lineHeight: (style: Style) => number;
  /** One line of text; `y` is the top of the line, leading included. */
  readonly line: (text: string, at: Point, style: Style) => void;
  readonly fill: (box: Box, colour: string) => void;
  /** A new part of the structure, the last child of `parent`. */
  readonly element: (tag: Tag, parent?: Element) => Element;
  /** Content that belongs to an element of the document's structure. */
  readonly tagged: (element: Element, draw: () => void) => void;
  /** Content that means nothing to a reader who cannot see it. */
  readonly artifact: (draw: () => void) => void;
};

export function createPen(doc: PDFKit.PDFDocument, fonts: Fonts): Pen {
  const faces = {
    regular: openFont(fonts.regular),
    bold: openFont(fonts.bold),
    mono: openFont(fonts.mono),
  };
  for (const [name, font] of Object.entries(faces)) doc.registerFont(name, font);
  const clean = (text: string, { face }: Style) => printable(text, faces[face]);
  const width = textWidths(doc);
  return {
    doc,
    width: (text, style) => width(clean(text, style), style),
    lines: (text, limit, style) =>
      wrapText(clean(text, style), limit, (piece) => width(piece, style)),
    lineHeight: ({ size }) => size * lineHeight,
    line: (text, { x, y }, style) => {
      const leading = (style.size * lineHeight - style.size * naturalLineHeight) / 2;
      doc.font(style.face).fontSize(style.size).fillColor(style.colour);
      doc.text(clean(text, style), x, y + leading, { lineBreak: false });
    },
    fill: ({ x, y, width: across, height }, colour) => {
      doc.rect(x, y, across, height).fill(colour);
    },
    element: (tag, parent) => {
      const node = doc.struct(tag);
      if (parent === undefined) doc.addStructure(node);
      else parent.node.add(node);
      return { tag, node };
    },
    tagged: ({ tag, node }, draw) => {
      node.add(doc.markStructureContent(tag));
      draw();
      doc.endMarkedContent();
    },
    artifact: (draw) => {
      doc.markContent('Artifact');
      draw();
      doc.endMarkedContent();
    },
  };
}

/**
 * The space of IBM Plex Mono is the last glyph of its file and has no outline, and fontkit reads
 * the box of an outline all the same: ten bytes of room let it find an empty one.
 */
function openFont(bytes: Uint8Array): Font {
  const roomBytes = 10;
  const roomy = new Uint8Array(bytes.byteLength + roomBytes);
  roomy.set(bytes);
  return create(roomy);
}

/** Ascent and descent of IBM Plex as a multiple of the type size. */
const naturalLineHeight = 1.3;

/** Words come again and again in a report, so their widths are remembered. */
function textWidths(doc: PDFKit.PDFDocument): (text: string, style: Style) => number {
  const known = new Map<string, number>();
  return (text, { face, size }) => {
    const key = `${face}:${text}`;
    const found = known.get(key);
    if (found !== undefined) return found * size;
    doc.font(face).fontSize(1);
    const width = doc.widthOfString(text);
    known.set(key, width);
    return width * size;
  };
}
