/** What can go wrong with the next requests. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly code: string }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection breaks after so many bytes of the body. */
  | { readonly kind: 'cutBody'; readonly afterBytes: number }
  /** One bit of the body arrives changed. */
  | { readonly kind: 'corruptBody' }
  /** The work is done, and the connection breaks before the answer. */
  | { readonly kind: 'loseAnswer' };

export type S3Faults = {
  /** The next `count` requests with this method meet the fault. */
  readonly next: (method: string, count: number, fault: Fault) => void;
};

export const slowDown: Fault = { kind: 'answer', status: 503, code: 'SlowDown' };
export const accessDenied: Fault = { kind: 'answer', status: 403, code: 'AccessDenied' };
export const writeConflict: Fault = {
  kind: 'answer',
  status: 409,
  code: 'ConditionalRequestConflict',
};

type Planned = { readonly method: string; readonly fault: Fault };

/** A queue of faults; each request takes the first one that is meant for its method. */
export function createFaults(): S3Faults & { take: (method: string) => Fault | undefined } {
  const planned: Planned[] = [];
  return {
    next: (method, count, fault) => {
      for (let index = 0; index < count; index += 1) planned.push({ method, fault });
    },
    take: (method) => {
      const index = planned.findIndex((plan) => plan.method === method);
      return index === -1 ? undefined : planned.splice(index, 1)[0]?.fault;
    },
  };
}
