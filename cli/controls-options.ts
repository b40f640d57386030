import { StageError } from '../functions/model/errors.ts';
import { type ListFormat, listFormats } from './present/list-format.ts';
import { oneOfFlag } from './source-options.ts';

/** The flags of `controls` as they are typed. */
export type ControlsFlags = {
  readonly framework?: string;
  readonly frameworks?: boolean;
  readonly format?: string;
};

export type ControlsRequest = { readonly format: ListFormat } & (
  | { readonly about: 'catalogue' | 'frameworks' }
  | { readonly about: 'control' | 'framework'; readonly id: string }
);

/** Turns flags into a request. Throws BAD_INPUT for what does not go together. */
export function controlsRequest(
  control: string | undefined,
  flags: ControlsFlags,
): ControlsRequest {
  const { framework, frameworks = false } = flags;
  const format = oneOfFlag('--format', flags.format, listFormats) ?? 'table';
  const asked = [control !== undefined, framework !== undefined, frameworks].filter(Boolean);
  if (asked.length > 1) {
    throw new StageError('BAD_INPUT', 'controls tells of one thing at a time', {
      remedy: 'Give a control, --framework or --frameworks.',
    });
  }
  if (control !== undefined) return { format, about: 'control', id: control };
  if (framework !== undefined) return { format, about: 'framework', id: framework };
  return { format, about: frameworks ? 'frameworks' : 'catalogue' };
}
