import { ReadFailure } from '../../model/world.ts';
import { waitMs } from '../pacing.ts';
import type { KubeAccess } from './kube-access.ts';
import { statusMessage } from './kube-answer.ts';
import { type KubeResponse, kubeRequest } from './kube-request.ts';
import { type NetworkFailure, networkFailure } from './network-failure.ts';

export type KubeGet = { readonly path: string; readonly accept: string };

/**
 * One answer of the API server, with the patience that its protocol asks for: it waits when told
 * to, renews credentials once, and asks once more where an answer broke off. Throws a ReadFailure.
 */
export async function kubeGet(access: KubeAccess, get: KubeGet): Promise<KubeResponse> {
  let waits = 0;
  let resends = 0;
  let isRenewed = false;
  let renew = false;
  for (;;) {
    const answer = await attempt(access, { ...get, renew });
    renew = false;
    if ('failure' in answer) {
      if (!canResend(answer.failure) || resends === resendsMax) throw asReadFailure(answer.failure);
      resends += 1;
    } else if (answer.status === 401 && !isRenewed) {
      // EKS also says 401 while STS throttles the check of the token: a short wait helps there.
      await pause(access, waitMs(undefined, 0, access.pacing));
      isRenewed = true;
      renew = true;
    } else if (isThrottled(answer) && waits < waitsMax) {
      await pause(access, waitMs(answer.retryAfter, waits, access.pacing));
      waits += 1;
    } else return answer;
  }
}

/** The failure that an answer with an error status means for the read. */
export function refusal(response: KubeResponse): ReadFailure {
  const message = statusMessage(response);
  if (response.status === 401) {
    return new ReadFailure('failed', `credentials were refused, fresh ones too: ${message}`);
  }
  if (response.status === 403) return new ReadFailure('forbidden', message);
  if (response.status === 404) return new ReadFailure('notServed', message);
  if (response.status === 410) return new ReadFailure('expired', message);
  if (isThrottled(response)) {
    return new ReadFailure('throttled', `still refused after ${waitsMax} waits: ${message}`);
  }
  return new ReadFailure('failed', message);
}

type Attempt = KubeResponse | { readonly failure: NetworkFailure };

async function attempt(
  { connection, deadline, requestTimeoutMs }: KubeAccess,
  get: KubeGet & { readonly renew: boolean },
): Promise<Attempt> {
  try {
    return await kubeRequest(connection, { ...get, deadline, timeoutMs: requestTimeoutMs });
  } catch (error) {
    if (deadline.aborted) return { failure: outOfTime };
    const failure = networkFailure(error);
    if (failure.kind !== 'timeout') return { failure };
    return { failure: { ...failure, words: `no answer within ${requestTimeoutMs / 1_000} s` } };
  }
}

async function pause({ pacing, deadline }: KubeAccess, ms: number): Promise<void> {
  try {
    await pacing.sleep(ms, deadline);
  } catch (cause) {
    if (deadline.aborted) throw asReadFailure(outOfTime);
    throw cause;
  }
}

const outOfTime: NetworkFailure = {
  kind: 'timeout',
  words: 'the time for reading this cluster was over',
};

const isThrottled = ({ status }: KubeResponse): boolean => status === 429 || status === 503;

const canResend = ({ kind }: NetworkFailure): boolean => kind === 'cutOff' || kind === 'connect';

function asReadFailure({ kind, words }: NetworkFailure): ReadFailure {
  if (kind === 'timeout') return new ReadFailure('timeout', words);
  if (kind === 'cutOff') return new ReadFailure('cutOff', `the answer broke off twice: ${words}`);
  if (kind === 'tooLarge') return new ReadFailure('unreadable', words);
  return new ReadFailure('failed', words);
}

const waitsMax = 5;
const resendsMax = 1;
