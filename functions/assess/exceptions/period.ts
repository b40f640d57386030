import type { Exception } from '../../model/exceptions.ts';

/** Whether an exception counts on a day, such as `2026-11-23`, counts no longer, or not yet. */
export function periodOn(
  day: string,
  { granted, expires }: Pick<Exception, 'granted' | 'expires'>,
): 'active' | 'expired' | 'pending' {
  if (day >= expires) return 'expired';
  return day < granted ? 'pending' : 'active';
}

/** The day in UTC of a time in ISO 8601. */
export function dayOf(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The same day a year later; the first of March for a 29th of February. */
export function yearAfter(day: string): string {
  const time = new Date(`${day}T00:00:00Z`);
  time.setUTCFullYear(time.getUTCFullYear() + 1);
  return time.toISOString().slice(0, 10);
}
