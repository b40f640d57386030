import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { oneLine } from '../functions/model/one-line.ts';
import { type Progress, progressOn } from './progress.ts';

type Stream = Writable & { readonly isTTY?: boolean };

/** Where a command talks to a person: results on one stream, remarks on the other. */
export type Terminal = {
  /** Lines of the result, on standard output. */
  readonly print: (text: string) => void;
  /** Resolves once what was printed is on its way: for results of any length. */
  readonly printed: () => Promise<void>;
  /** Remarks, on standard error: never part of a result. */
  readonly note: (text: string) => void;
  readonly progress: Progress;
  /** Whether a person looks at the result as it is, and no program reads it. */
  readonly isInteractive: boolean;
};

export function terminalOn(output: Stream, remarks: Stream): Terminal {
  return {
    print: (text) => void output.write(`${withoutControls(text)}\n`),
    printed: async () => {
      if (output.writableNeedDrain) await once(output, 'drain');
    },
    note: (text) => void remarks.write(`${withoutControls(text)}\n`),
    progress: progressOn(remarks),
    isInteractive: output.isTTY === true,
  };
}

/** Names from a cluster or a file must not be able to steer the terminal. */
function withoutControls(text: string): string {
  return text.split('\n').map(oneLine).join('\n');
}
