import type { Catalogue } from '../../functions/assess/catalog.ts';
import type { Control } from '../../functions/model/control.ts';
import { csvRecords } from './csv.ts';
import { jsonList } from './json-list.ts';
import type { ListFormatters } from './list-format.ts';
import { plainTable } from './table.ts';

const titles = ['control', 'severity', 'domain', 'title'];

/** The list of all controls in each format. */
export const catalogueFormatters: ListFormatters<Catalogue> = {
  table: ({ controls, version }) => [
    plainTable(
      titles.map((title) => ({ title })),
      controls.map(cellsOf),
    ),
    '',
    `${controls.length} controls, catalogue ${version}`,
  ],
  csv: ({ controls }) => csvRecords(titles, controls.map(cellsOf)),
  json: ({ controls }) =>
    jsonList(
      controls.map(({ id, severity, domain, title }) => ({ control: id, severity, domain, title })),
    ),
};

function cellsOf({ id, severity, domain, title }: Control): readonly string[] {
  return [id, severity, domain, title];
}
