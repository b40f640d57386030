import type { Terminal } from './terminal.ts';

/** Whoever looks at a folder of the wrong kind must still see what else is said. */
const toldMax = 20;

/** Tells what a source passed over: the first of it, and how much more there is. */
export function tellWarnings(warnings: readonly string[], terminal: Terminal): void {
  for (const warning of warnings.slice(0, toldMax)) terminal.note(`warning: ${warning}`);
  const rest = warnings.length - toldMax;
  if (rest > 0) terminal.note(`warning: and ${rest} more like these`);
}
