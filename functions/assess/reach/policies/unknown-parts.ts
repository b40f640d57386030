/** The reasons of everything that is unknown in a condition, in peers or in ports. */
export function whysIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('op' in part && part.op === 'unknown' && 'why' in part) return [String(part.why)];
  return Object.values(part).flatMap(whysIn);
}
