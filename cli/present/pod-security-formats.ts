import type { Violation } from '../../functions/assess/pods/standards/standards.ts';
import type { NamespaceSecurity } from '../../functions/model/pod-security.ts';
import type { SecurityRow } from '../pod-security/security-row.ts';
import { csvRecords } from './csv.ts';
import { jsonList } from './json-list.ts';

export const podSecurityFormats = ['table', 'csv', 'json'] as const;
export type PodSecurityFormat = (typeof podSecurityFormats)[number];

/** What is told of one row: its cells under the titles, and the same for a program. */
type Telling<Row> = {
  readonly titles: readonly string[];
  readonly cells: (row: Row) => readonly string[];
  readonly data: (row: Row) => object;
};

/** One row for each pod or template. */
export const rowTelling: Telling<SecurityRow> = {
  titles: ['file', 'kind', 'namespace', 'name', 'level', 'allowed', 'violations'],
  cells: ({ file, kind, namespace, name, level, allowed, violations }) => [
    file,
    kind,
    namespace,
    name,
    level ?? '',
    String(allowed),
    violations.map(violationText).join('; '),
  ],
  data: (row) => ({ ...row, level: row.level ?? null }),
};

/** One row for each namespace. */
export const namespaceTelling: Telling<NamespaceSecurity> = {
  titles: ['namespace', 'enforced', 'version', 'passes', 'canEnforce', 'refused'],
  cells: ({ namespace, enforce, passes, canEnforce, refused }) => [
    namespace,
    enforce.level,
    enforce.version,
    passes ?? '',
    canEnforce ?? '',
    refused.join('; '),
  ],
  data: (security) => security,
};

/** `privileged: container app: securityContext.privileged=true`. */
function violationText({ check, details }: Violation): string {
  return `${check}: ${details.join(', ')}`;
}

/** Beyond so many rows a table takes longer to lay out than anybody looks at it. */
const tableRowsMax = 1_000;
const lastColumnWidthMax = 80;

/** The lines of a result. */
export async function podSecurityLines<Row>(
  rows: readonly Row[],
  { titles, cells, data }: Telling<Row>,
  format: PodSecurityFormat,
): Promise<Iterable<string>> {
  if (format === 'json') return jsonList(rows.map(data));
  if (format === 'csv') return csvRecords(titles, rows.map(cells));
  if (rows.length > tableRowsMax) {
    return [titles, ...rows.map(cells)].map((row) => row.join('  '));
  }
  // Laying out a table takes a package that nothing else here needs.
  const { plainTable } = await import('./table.ts');
  const columns = titles.map((title, index) =>
    index === titles.length - 1 ? { title, widthMax: lastColumnWidthMax } : { title },
  );
  return [plainTable(columns, rows.map(cells))];
}
