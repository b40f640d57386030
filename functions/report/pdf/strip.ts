/**
 * A horizontal piece of a page that is never cut: a line of text, a row of a table. Blocks become
 * strips, and the flow puts strips on pages.
 */
export type Strip = {
  readonly height: number;
  /** Left out at the top of a page. */
  readonly spaceBefore: number;
  /** Goes to the next page rather than stand apart from the strip after it. */
  readonly keepsWithNext: boolean;
  readonly startsPage?: boolean;
  /** Drawn first where a page begins with this strip: the header row of a table. */
  readonly header?: Strip;
  readonly draw: (y: number) => void;
};

export function keptWithNext(strip: Strip): Strip {
  return { ...strip, keepsWithNext: true };
}

/** Strips that stay together, except for the last one with what follows. */
export function together(strips: readonly Strip[]): readonly Strip[] {
  return strips.map((strip, index) => (index === strips.length - 1 ? strip : keptWithNext(strip)));
}

/** Lines or rows of which two at least stand on either side of a page break; what is kept stays kept. */
export function withoutOrphans(strips: readonly Strip[]): readonly Strip[] {
  return strips.map((strip, index) => ({
    ...strip,
    keepsWithNext:
      strip.keepsWithNext || (strips.length > 1 && (index === 0 || index === strips.length - 2)),
  }));
}

/** The same strips with a gap above the first of them. */
export function spaced(strips: readonly Strip[], gap: number): readonly Strip[] {
  return strips.map((strip, index) => (index === 0 ? { ...strip, spaceBefore: gap } : strip));
}
