import type { ConnectionChange } from '../../functions/assess/reach/difference.ts';
import type { ChangeReasons } from '../../functions/assess/reach/difference-reasons.ts';
import { connectionText } from '../../functions/assess/reach/lines/connection-line.ts';
import type { Connection } from '../../functions/assess/reach/reach.ts';
import { csvRecords } from './csv.ts';
import { explanationData, explanationLines } from './explanation-data.ts';
import { jsonList } from './json-list.ts';
import { markdownTable } from './markdown-table.ts';

export const changeFormats = ['table', 'csv', 'json', 'md'] as const;
export type ChangeFormat = (typeof changeFormats)[number];

export type ToldChange = { readonly change: ConnectionChange; readonly reasons: ChangeReasons };

/** The changes between two maps in each format. */
export const changeFormatters: Readonly<
  Record<ChangeFormat, (told: readonly ToldChange[]) => Iterable<string>>
> = {
  table: (told) => told.flatMap(changeText),
  csv: (told) => csvRecords(titles, told.map(cellsOf)),
  json: (told) => jsonList(told.map(dataOf)),
  md: (told) => markdownTable(titles, told.map(cellsOf)),
};

const titles = ['change', 'src', 'dst', 'before', 'after', 'reason'];

/** `added SRC => DST : CONN`, `changed SRC => DST : CONN -> CONN`, and the reasons below. */
function changeText({ change, reasons }: ToldChange): readonly string[] {
  const { kind, source, destination } = change;
  const ends = `${kind} ${source.text} => ${destination.text}`;
  return [`${ends} : ${whatChanged(change)}`, ...reasonLines(reasons).map((text) => `  ${text}`)];
}

function whatChanged({ kind, before, after }: ConnectionChange): string {
  switch (kind) {
    case 'added':
      return connectionText(after);
    case 'removed':
      return connectionText(before);
    case 'changed':
      return `${connectionText(before)} -> ${connectionText(after)}`;
  }
}

function reasonLines({ peers, before, after }: ChangeReasons): readonly string[] {
  const told = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  return [
    ...peers,
    ...told('before', explanationLines(before)),
    ...told('after', explanationLines(after)),
  ];
}

function cellsOf({ change, reasons }: ToldChange): readonly string[] {
  const { kind, source, destination, before, after } = change;
  const reason = reasonLines(reasons).map((text) => text.trim());
  return [kind, source.text, destination.text, ...[before, after].map(textOf), reason.join('; ')];
}

function textOf(connection: Connection): string {
  return connectionText(connection);
}

function dataOf({ change, reasons }: ToldChange): object {
  const { kind, source, destination, before, after } = change;
  return {
    change: kind,
    src: source.text,
    dst: destination.text,
    before: connectionText(before),
    after: connectionText(after),
    reasons: {
      peers: reasons.peers,
      before: explanationData(reasons.before),
      after: explanationData(reasons.after),
    },
  };
}
