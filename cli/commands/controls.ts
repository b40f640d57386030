import { catalogue } from '../../functions/assess/catalog.ts';
import type { Control } from '../../functions/model/control.ts';
import { StageError } from '../../functions/model/errors.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { plainTable } from '../present/table.ts';
import type { Terminal } from '../terminal.ts';

/** Lists the catalogue, or tells all about one control. */
export function controlsCommand(id: string | undefined, terminal: Terminal): ExitStatus {
  terminal.print(id === undefined ? catalogueTable() : controlText(controlOf(id)));
  return exitStatus.done;
}

function catalogueTable(): string {
  const rows = catalogue.controls.map(({ id, severity, domain, title }) => [
    id,
    severity,
    domain,
    title,
  ]);
  const titles = ['control', 'severity', 'domain', 'title'].map((title) => ({ title }));
  return `${plainTable(titles, rows)}\n\n${rows.length} controls, catalogue ${catalogue.version}`;
}

function controlText(control: Control): string {
  const { id, title, severity, domain, rationale, remediation, mappings } = control;
  const reads = [
    ...control.subjectReads,
    ...control.judgementReads,
    ...(control.consultedReads ?? []),
  ];
  return [
    `${id}  ${title}`,
    `${severity}, ${domain}`,
    '',
    rationale,
    '',
    `Remediation: ${remediation}`,
    `Maps to:     ${mappings.join(', ') || 'no requirement'}`,
    `Reads:       ${[...new Set(reads)].join(', ')}`,
  ].join('\n');
}

function controlOf(id: string): Control {
  const control = catalogue.controls.find((given) => given.id === id.toUpperCase());
  if (control !== undefined) return control;
  const ids = catalogue.controls.map((given) => given.id).join(', ');
  throw new StageError('BAD_INPUT', `there is no control "${id}"`, {
    remedy: `Give one of ${ids}.`,
  });
}
