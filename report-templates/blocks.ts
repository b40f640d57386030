import type { Tone } from './theme.ts';

/** What a report is made of. A template says these; only the drawing knows what they look like. */
export type Block =
  | TitleBlock
  | HeadingBlock
  | ParagraphBlock
  | ListBlock
  | KeyValuesBlock
  | TableBlock
  | CodeBlock
  | ScoresBlock
  | NoteBlock
  | SignaturesBlock
  | GroupBlock
  | { readonly kind: 'pageBreak' };

/** The head of the cover. */
export type TitleBlock = {
  readonly kind: 'title';
  readonly product: string;
  readonly title: string;
  readonly subtitle: string;
};

/** Every heading is a bookmark too; `bookmark` shortens it there. */
export type HeadingBlock = {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
  readonly bookmark?: string;
};

export type ParagraphBlock = {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly size?: 'lead' | 'body' | 'small';
  readonly tone?: Tone;
};

export type ListBlock = { readonly kind: 'list'; readonly items: readonly string[] };

export type KeyValue = {
  readonly label: string;
  readonly value: string;
  /** Machine text, such as an ARN or a digest, is set in a typeface that tells 0 from O. */
  readonly isCode?: boolean;
};

export type KeyValuesBlock = { readonly kind: 'keyValues'; readonly rows: readonly KeyValue[] };

export type Column = {
  readonly header: string;
  /** Share of the width, relative to the other columns. */
  readonly weight: number;
  readonly align?: 'left' | 'right';
  readonly isCode?: boolean;
};

export type Cell =
  | string
  | { readonly text: string; readonly tone?: Tone; readonly isStrong?: boolean };

export type TableBlock = {
  readonly kind: 'table';
  /** For readers who cannot see the table: what it lists. */
  readonly summary: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Said below each row, across the table: a text for each row, in the same order. */
  readonly details?: readonly string[];
};

/** Text to be copied as it stands, line breaks and indentation included. */
export type CodeBlock = {
  readonly kind: 'code';
  /** What it is and where it goes, said above it. */
  readonly title: string;
  readonly text: string;
};

/** A score with the interval that the unknowns leave open, on a line from 0 to 100. */
export type ScoreRow = {
  readonly label: string;
  readonly isTotal?: boolean;
  readonly score:
    | {
        readonly headline: number;
        readonly lower: number;
        readonly upper: number;
        readonly grade: string;
      }
    | undefined;
  readonly coverage: string;
};

export type ScoresBlock = { readonly kind: 'scores'; readonly rows: readonly ScoreRow[] };

export type NoteBlock = {
  readonly kind: 'note';
  readonly tone: 'information' | 'attention';
  readonly title: string;
  readonly text: string;
};

/** Lines to be signed on paper: a role, a name and a date. */
export type SignaturesBlock = { readonly kind: 'signatures'; readonly roles: readonly string[] };

/** Blocks that stay on one page where they fit on one, and on request with what follows them. */
type GroupBlock = {
  readonly kind: 'group';
  readonly blocks: readonly Block[];
  readonly keepsWithNext?: boolean;
};
