import {
  allowedText,
  type ConnectionLine,
  connectionText,
  lineText,
  undefinedText,
} from '../../functions/assess/reach/lines/connection-line.ts';
import type { LineExplanation } from '../../functions/assess/reach/lines/explained-line.ts';
import { csvRecords } from './csv.ts';
import { explanationData, explanationLines } from './explanation-data.ts';
import { jsonList } from './json-list.ts';
import { markdownTable } from './markdown-table.ts';
import { plainTable } from './table.ts';

export const connectionFormats = ['table', 'csv', 'json', 'md'] as const;
export type ConnectionFormat = (typeof connectionFormats)[number];

/** A line, and its reasons where they are asked for. */
export type ToldLine = {
  readonly line: ConnectionLine;
  readonly reasons?: readonly LineExplanation[] | undefined;
};

type Look = {
  readonly isExplained: boolean;
  /** Whether a person looks at it, and no program. */
  readonly isInteractive: boolean;
};

/** Beyond so many rows a table takes longer to lay out than anybody looks at it. */
const tableRowsMax = 5_000;

type Formatter = (told: Iterable<ToldLine>, look: Look) => Iterable<string>;

/** The lines of a map in each format. */
export const connectionFormatters: Readonly<Record<ConnectionFormat, Formatter>> = {
  table: (told, { isExplained, isInteractive }) =>
    isInteractive && !isExplained ? shortTable(told) : plainLines(told),
  csv: (told, { isExplained }) => csvRecords(titlesOf(isExplained), mapped(told, cellsOf)),
  json: (told) => jsonList(mapped(told, dataOf)),
  md: (told, { isExplained }) => markdownTable(titlesOf(isExplained), mapped(told, cellsOf)),
};

const titles = ['src', 'dst', 'conn'];

function titlesOf(isExplained: boolean): readonly string[] {
  return isExplained ? [...titles, 'reason'] : titles;
}

function* mapped<Item, Result>(
  items: Iterable<Item>,
  change: (item: Item) => Result,
): Generator<Result> {
  for (const item of items) yield change(item);
}

function* plainLines(told: Iterable<ToldLine>): Generator<string> {
  for (const given of told) yield* explainedText(given);
}

/** A table, or plain lines where there are too many of them. */
function* shortTable(told: Iterable<ToldLine>): Generator<string> {
  const rows: ToldLine[] = [];
  const rest = told[Symbol.iterator]();
  let next = rest.next();
  for (; next.done !== true && rows.length < tableRowsMax; next = rest.next()) {
    rows.push(next.value);
  }
  if (next.done === true) {
    if (rows.length > 0)
      yield plainTable(
        titles.map((title) => ({ title })),
        rows.map(cellsOf),
      );
    return;
  }
  yield* plainLines(rows);
  for (; next.done !== true; next = rest.next()) yield* explainedText(next.value);
}

function cellsOf({ line, reasons }: ToldLine): readonly string[] {
  const cells = [line.source.text, line.destination.text, connectionText(line.connection)];
  if (reasons === undefined) return cells;
  return [
    ...cells,
    explanationLines(reasons)
      .map((text) => text.trim())
      .join('; '),
  ];
}

function explainedText({ line, reasons = [] }: ToldLine): readonly string[] {
  return [lineText(line), ...explanationLines(reasons).map((text) => `  ${text}`)];
}

function dataOf({ line: { source, destination, connection }, reasons }: ToldLine): object {
  const open = undefinedText(connection);
  return {
    src: source.text,
    dst: destination.text,
    conn: allowedText(connection),
    ...(open !== undefined && { undefined: open }),
    ...(reasons && { reasons: explanationData(reasons) }),
  };
}
