import { type Catalogue, catalogue } from '../../functions/assess/catalog.ts';
import { mappingsByControl } from '../../functions/assess/frameworks/mappings.ts';
import type { Control } from '../../functions/model/control.ts';
import { StageError } from '../../functions/model/errors.ts';
import type { Framework } from '../../functions/model/framework.ts';
import type { ControlsRequest } from '../controls-options.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { catalogueFormatters } from '../present/catalogue-formats.ts';
import { controlFormatters } from '../present/control-formats.ts';
import { frameworkFormatters, frameworkListFormatters } from '../present/framework-formats.ts';
import type { Terminal } from '../terminal.ts';

/** Lists the catalogue, a framework or the frameworks, or tells all about one control. */
export function controlsCommand(request: ControlsRequest, terminal: Terminal): ExitStatus {
  terminal.print([...linesOf(request, catalogue)].join('\n'));
  return exitStatus.done;
}

function linesOf(request: ControlsRequest, given: Catalogue): Iterable<string> {
  const { controls, frameworks } = given;
  switch (request.about) {
    case 'catalogue':
      return catalogueFormatters[request.format](given);
    case 'frameworks':
      return frameworkListFormatters[request.format](frameworks);
    case 'framework':
      return frameworkFormatters[request.format](frameworkOf(request.id, frameworks));
    case 'control': {
      const control = controlOf(request.id, controls);
      const mappings = mappingsByControl(frameworks).get(control.id) ?? [];
      return controlFormatters[request.format]({ control, mappings });
    }
  }
}

function controlOf(id: string, controls: readonly Control[]): Control {
  return named('control', id.toUpperCase(), id, controls);
}

function frameworkOf(id: string, frameworks: readonly Framework[]): Framework {
  return named('framework', id.toLowerCase(), id, frameworks);
}

function named<Item extends { readonly id: string }>(
  kind: string,
  wanted: string,
  typed: string,
  items: readonly Item[],
): Item {
  const item = items.find(({ id }) => id === wanted);
  if (item !== undefined) return item;
  throw new StageError('BAD_INPUT', `there is no ${kind} "${typed}"`, {
    remedy: `Give one of ${items.map(({ id }) => id).join(', ')}.`,
  });
}
