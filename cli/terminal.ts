import type { Writable } from 'node:stream';
import { oneLine } from '../functions/model/one-line.ts';
import { type Progress, progressOn } from './progress.ts';

type Stream = Writable & { readonly isTTY?: boolean };

/** Where a command talks to a person: results on one stream, remarks on the other. */
export type Terminal = {
  /** Lines of the result, on standard output. */
  readonly print: (text: string) => void;
  /** Remarks, on standard error: never part of a result. */
  readonly note: (text: string) => void;
  readonly progress: Progress;
};

export function terminalOn(output: Stream, remarks: Stream): Terminal {
  return {
    print: (text) => void output.write(`${withoutControls(text)}\n`),
    note: (text) => void remarks.write(`${withoutControls(text)}\n`),
    progress: progressOn(remarks),
  };
}

/** Names from a cluster or a file must not be able to steer the terminal. */
function withoutControls(text: string): string {
  return text.split('\n').map(oneLine).join('\n');
}
