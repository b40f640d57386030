/* What pdfkit 0.20 and fontkit 2 offer and @types/pdfkit does not say. */

declare module 'fontkit' {
  export type Font = {
    readonly postscriptName: string;
    readonly layout: (text: string) => { readonly advanceWidth: number };
    readonly hasGlyphForCodePoint: (codePoint: number) => boolean;
  };
  export function create(bytes: Uint8Array): Font;
}

declare namespace PDFKit.Mixins {
  interface PDFFont {
    registerFont(name: string, font: import('fontkit').Font): this;
  }
}

declare namespace PDFKit {
  interface PDFOutline {
    addItem(
      title: string,
      options: { readonly top: number; readonly left: number; readonly expanded: boolean },
    ): PDFOutline;
  }
}
