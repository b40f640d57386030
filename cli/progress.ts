import type { Writable } from 'node:stream';

const quietMs = 1000;
const tickMs = 120;
const frames = ['|', '/', '-', '\\'] as const;
const clearLine = '\r\u001b[2K';

/** Says what is going on, for work that takes longer than a second. */
export interface Progress {
  /** Runs the work; after a second the label appears, and goes when the work is done. */
  during<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
}

type Stream = Writable & { readonly isTTY?: boolean };

/** A turning mark on a terminal; one plain line where there is none. */
export function progressOn(output: Stream): Progress {
  return {
    during: async (label, work) => {
      const stop = output.isTTY === true ? spin(output, label) : announce(output, label);
      try {
        return await work();
      } finally {
        stop();
      }
    },
  };
}

function announce(output: Stream, label: string): () => void {
  const timer = setTimeout(() => output.write(`${label} ...\n`), quietMs);
  return () => clearTimeout(timer);
}

function spin(output: Stream, label: string): () => void {
  let tick = 0;
  let isShown = false;
  const startTick = Math.ceil(quietMs / tickMs);
  const timer = setInterval(() => {
    tick += 1;
    if (tick < startTick) return;
    isShown = true;
    output.write(`${clearLine}${frames[tick % frames.length]} ${label}`);
  }, tickMs);
  return () => {
    clearInterval(timer);
    if (isShown) output.write(clearLine);
  };
}
