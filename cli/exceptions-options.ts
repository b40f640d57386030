import type { ExceptionsRequest } from './commands/exceptions.ts';
import { exceptionFormats } from './present/exception-formats.ts';
import { oneOfFlag } from './source-options.ts';

/** The flags of `exceptions` as they are typed. */
export type ExceptionsFlags = { readonly format?: string };

/** Turns flags into a request. Throws BAD_INPUT for what is not known. */
export function exceptionsRequest(file: string, { format }: ExceptionsFlags): ExceptionsRequest {
  return { file, format: oneOfFlag('--format', format, exceptionFormats) ?? 'table' };
}
