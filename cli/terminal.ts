import type { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import { type Progress, progressOn } from './progress.ts';

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a command talks to a person: results on one stream, remarks on the other. */
export type Terminal = {
  /** A line of the result, on standard output. */
  readonly print: (line: string) => void;
  /** A remark, on standard error: never part of a result. */
  readonly note: (line: string) => void;
  readonly progress: Progress;
  readonly colors: ReturnType<typeof createColors>;
  readonly columns: number;
};

const columnsWithoutTerminal = 100;

export function terminalOn(output: Stream, remarks: Stream): Terminal {
  return {
    print: (line) => void output.write(`${line}\n`),
    note: (line) => void remarks.write(`${line}\n`),
    progress: progressOn(remarks),
    colors: createColors(output.isTTY === true && process.env['NO_COLOR'] === undefined),
    columns: output.columns ?? columnsWithoutTerminal,
  };
}
