import type { Clock, Log } from '../model/world.ts';

type JsonLogOptions = {
  readonly clock: Clock;
  readonly writeInfo?: (line: string) => void;
  readonly writeWarning?: (line: string) => void;
};

/** One JSON object a line: what happens to standard output, what worries to standard error. */
export function jsonLog({
  clock,
  writeInfo = (line) => void process.stdout.write(line),
  writeWarning = (line) => void process.stderr.write(line),
}: JsonLogOptions): Log {
  const line = (level: string, event: string, fields: object): string => {
    const own = { time: clock().toISOString(), level, event };
    // Named twice: first for their place in the line, last so that no field can replace them.
    return `${JSON.stringify({ ...own, ...fields, ...own })}\n`;
  };
  return {
    info: (event, fields) => writeInfo(line('info', event, fields)),
    warn: (event, fields) => writeWarning(line('warn', event, fields)),
  };
}
