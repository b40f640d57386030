import type { Exception, ExceptionScope, ExceptionUse } from '../../functions/model/exceptions.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import { csvRecords } from './csv.ts';
import { jsonList } from './json-list.ts';
import { plainTable } from './table.ts';

export const exceptionFormats = ['table', 'csv', 'json'] as const;
export type ExceptionFormat = (typeof exceptionFormats)[number];

/** An exception by itself, without a cluster that it would match. */
export type ListedException = Exception & Pick<ExceptionUse, 'state' | 'tooWide'>;

/** The exceptions of a file in each format, in the order of the file. */
export const exceptionFormatters: Readonly<
  Record<ExceptionFormat, (listed: readonly ListedException[]) => Iterable<string>>
> = {
  table: tableLines,
  csv: (listed) => csvRecords(csvTitles, listed.map(csvCells)),
  json: (listed) => jsonList(listed),
};

const columns = [
  { title: 'id', widthMax: 28 },
  { title: 'control' },
  { title: 'scope', widthMax: 44 },
  { title: 'granted' },
  { title: 'expires' },
  { title: 'state' },
];

function tableLines(listed: readonly ListedException[]): readonly string[] {
  if (listed.length === 0) return ['no exceptions'];
  const rows = listed.map(({ id, control, scope, granted, expires, state }) => [
    oneLine(id),
    control,
    oneLine(scopeText(scope)),
    granted,
    expires,
    state,
  ]);
  const wide = listed.flatMap(({ id, tooWide }) =>
    tooWide === undefined ? [] : [oneLine(`too wide: ${id}: ${tooWide}`)],
  );
  return [...plainTable(columns, rows).split('\n'), ...wide];
}

/** `cluster legacy, namespace ci, Deployment runner-*`; `everything` where nothing limits it. */
function scopeText({ cluster, namespace, subject }: ExceptionScope): string {
  const parts = [
    cluster === undefined ? '' : `cluster ${cluster}`,
    namespace === undefined ? '' : `namespace ${namespace}`,
    subject ?? '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

const csvTitles = [
  'id',
  'control',
  'cluster',
  'namespace',
  'subject',
  'reason',
  'compensatingControl',
  'requester',
  'approver',
  'granted',
  'expires',
  'state',
  'tooWide',
];

function csvCells({ scope, ...exception }: ListedException): readonly string[] {
  const { id, control, reason, compensatingControl, requester, approver } = exception;
  const { granted, expires, state, tooWide = '' } = exception;
  return [
    id,
    control,
    scope.cluster ?? '',
    scope.namespace ?? '',
    scope.subject ?? '',
    reason,
    compensatingControl,
    requester,
    approver,
    granted,
    expires,
    state,
    tooWide,
  ];
}
