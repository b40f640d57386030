import { setTimeout } from 'node:timers/promises';

/** Time and chance, as far as waiting between tries needs them. */
export type Pacing = {
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** At least 0 and less than 1. */
  readonly random: () => number;
};

export const realPacing: Pacing = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal });
  },
  random: Math.random,
};

/**
 * How long to wait before a try. The server's own word counts, up to a bound; without one the wait
 * is anywhere below a limit that doubles, so that many clients do not come back at once.
 */
export function waitMs(retryAfter: string | undefined, tries: number, pacing: Pacing): number {
  const asked = retryAfter === undefined ? undefined : askedMs(retryAfter, pacing.now());
  if (asked !== undefined) return Math.min(asked, waitMsMax);
  return Math.floor(pacing.random() * Math.min(waitMsMax, firstWaitMs * 2 ** tries));
}

/** Retry-After is seconds or an HTTP date (RFC 9110, section 10.2.3). */
function askedMs(retryAfter: string, now: Date): number | undefined {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const firstWaitMs = 500;
const waitMsMax = 30_000;
