import { type Answer, statusAnswer } from './answers.ts';

/** What goes wrong, where, and how often (always, where `times` is left out). */
export type Fault = {
  readonly path: string;
  /** From 1; every page where it is left out. */
  readonly page?: number;
  readonly times?: number;
} & Trouble;

type Trouble =
  | { readonly status: number; readonly retryAfter?: string; readonly message?: string }
  | { readonly does: 'hang' | 'reset' | 'shortBody' | 'truncate' | 'html' | 'wrongKind' }
  | { readonly does: 'bomb' | 'flood' }
  | { readonly does: 'slow'; readonly delayMs: number };

export type Faults = { next(path: string, page: number): Fault | undefined };

/** Faults in the order given; each is used up after its number of times. */
export function faultList(faults: readonly Fault[]): Faults {
  const left = faults.map((fault) => ({ fault, times: fault.times ?? Infinity }));
  return {
    next: (path, page) => {
      const match = left.find(
        ({ fault, times }) =>
          times > 0 && fault.path === path && (fault.page === undefined || fault.page === page),
      );
      if (match === undefined) return undefined;
      match.times -= 1;
      return match.fault;
    },
  };
}

type StatusFault = Extract<Fault, { readonly status: number }>;

/** A 410 carries a token that goes on from the same place, as that of an API server does. */
export function faultAnswer(fault: StatusFault, token: string | null): Answer {
  const { status, retryAfter, message = messages[status] ?? 'no reason given' } = fault;
  const continueToken = status === 410 ? (token ?? undefined) : undefined;
  const answer = statusAnswer(status, {
    reason: reasons[status] ?? 'InternalError',
    message,
    continueToken,
  });
  return retryAfter === undefined ? answer : { ...answer, headers: { 'retry-after': retryAfter } };
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};

const messages: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  410: 'The provided continue parameter is too old to display a consistent list result.',
  429: 'Too many requests, please try again later.',
  503: 'the server is currently unable to handle the request',
};
