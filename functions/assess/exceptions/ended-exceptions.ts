import type { ExceptionUse } from '../../model/exceptions.ts';

/** Exceptions that ended between two scans and had something to accept, one line each. */
export function endedExceptions(
  register: readonly ExceptionUse[],
  { since, at }: { readonly since: string; readonly at: string },
): readonly string[] {
  return register
    .filter(({ expires, findings, state }) => {
      const isNew = expires > dayOf(since) && expires <= dayOf(at);
      return state === 'expired' && findings > 0 && isNew;
    })
    .map(
      ({ id, control, expires, findings }) =>
        `Exception ${id} for ${control} expired on ${expires}: ` +
        `${findings} ${findings === 1 ? 'finding counts' : 'findings count'} again`,
    );
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
