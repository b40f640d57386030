import { catalogue } from '../../functions/assess/catalog.ts';
import { whyTooWide } from '../../functions/assess/exceptions/breadth.ts';
import { dayOf, periodOn } from '../../functions/assess/exceptions/period.ts';
import { readExceptions } from '../../functions/assess/exceptions/read-exceptions.ts';
import { exceptionsFile } from '../../functions/platform/exceptions-file.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import {
  type ExceptionFormat,
  exceptionFormatters,
  type ListedException,
} from '../present/exception-formats.ts';
import type { Terminal } from '../terminal.ts';
import { writeResult } from '../write-result.ts';

export type ExceptionsRequest = { readonly file: string; readonly format: ExceptionFormat };

/** Checks a file of exceptions, and lists what it says as of today. */
export async function exceptionsCommand(
  { file, format }: ExceptionsRequest,
  terminal: Terminal,
): Promise<ExitStatus> {
  const controlIds = catalogue.controls.map(({ id }) => id);
  const read = await readExceptions(exceptionsFile(file), controlIds);
  const today = dayOf(new Date().toISOString());
  const listed = (read?.entries ?? []).map((exception): ListedException => {
    const state = periodOn(today, exception);
    const tooWide = state === 'expired' ? undefined : whyTooWide(exception, []);
    return { ...exception, state, ...(tooWide !== undefined && { tooWide }) };
  });
  await writeResult(exceptionFormatters[format](listed), undefined, terminal);
  const counts = [...Map.groupBy(listed, ({ state }) => state)].map(
    ([state, { length }]) => `${length} ${state}`,
  );
  terminal.note(`exceptions: ${listed.length}${counts.map((text) => `, ${text}`).join('')}`);
  return exitStatus.done;
}
