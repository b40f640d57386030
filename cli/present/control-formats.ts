import type { Control } from '../../functions/model/control.ts';
import { readsOf } from '../../functions/model/control-reads.ts';
import { csvRecords } from './csv.ts';
import { jsonText } from './json-list.ts';
import type { ListFormatters } from './list-format.ts';

/** A control, and the requirements of frameworks that name it. */
type ToldControl = { readonly control: Control; readonly mappings: readonly string[] };

/** All about one control in each format. */
export const controlFormatters: ListFormatters<ToldControl> = {
  table: controlText,
  csv: (told) => {
    const data = dataOf(told);
    const cells = Object.values(data).map((value) =>
      typeof value === 'string' ? value : value.map(cellText).join('\n'),
    );
    return csvRecords(Object.keys(data), [cells]);
  },
  json: (told) => [jsonText(dataOf(told))],
};

function controlText({ control, mappings }: ToldControl): readonly string[] {
  const { id, title, severity, domain, rationale, remediation, snippets } = control;
  return [
    `${id}  ${title}`,
    `${severity}, ${domain}`,
    '',
    rationale,
    '',
    `Remediation: ${remediation}`,
    ...snippets.flatMap(({ form, text }) => ['', `${form}:`, ...indented(text)]),
    '',
    `Maps to:     ${mappings.join(', ') || 'no requirement'}`,
    `Reads:       ${readsOf(control).join(', ')}`,
  ];
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
}

function dataOf({ control, mappings }: ToldControl) {
  const { id, severity, domain, title, rationale, remediation, snippets } = control;
  return {
    control: id,
    severity,
    domain,
    title,
    rationale,
    remediation,
    snippets,
    mappings,
    reads: readsOf(control),
  };
}

function cellText(item: string | { readonly text: string }): string {
  return typeof item === 'string' ? item : item.text;
}
