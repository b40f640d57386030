import { ReadFailure } from '../../model/world.ts';
import { waitMs } from '../pacing.ts';
import { type KubeAccess, outOfTime } from './kube-access.ts';
import { statusMessage } from './kube-answer.ts';
import { type KubeResponse, kubeRequest } from './kube-request.ts';
import { type NetworkFailure, networkFailure } from './network-failure.ts';

export type KubeGet = { readonly path: string; readonly accept: string };

/** Why there is no answer, and what was thrown. */
export type NoAnswer = { readonly failure: NetworkFailure; readonly cause: unknown };

/** One answer of the API server, whatever its status. Throws a ReadFailure where none came. */
export async function kubeGet(access: KubeAccess, get: KubeGet): Promise<KubeResponse> {
  const answer = await patientGet(access, get);
  if ('failure' in answer) throw asReadFailure(answer);
  return answer;
}

/**
 * An answer, with the patience that the protocol of the API server asks for: it waits when told
 * to, renews credentials once, and asks once more where an answer broke off.
 */
export async function patientGet(
  access: KubeAccess,
  get: KubeGet,
): Promise<KubeResponse | NoAnswer> {
  let waits = 0;
  let resends = 0;
  let isRenewed = false;
  let renew = false;
  for (;;) {
    const answer = await attempt(access, { ...get, renew });
    renew = false;
    let pauseMs: number | undefined;
    if ('failure' in answer) {
      if (!canResend(answer.failure) || resends === resendsMax) return answer;
      resends += 1;
    } else if (answer.status === 401 && !isRenewed) {
      // EKS also says 401 while STS throttles the check of the token: a short wait helps there.
      pauseMs = waitMs(undefined, 0, access.pacing);
      isRenewed = true;
      renew = true;
    } else if (isThrottled(answer) && waits < waitsMax) {
      pauseMs = waitMs(answer.retryAfter, waits, access.pacing);
      waits += 1;
    } else return answer;
    const ended = await pause(access, pauseMs);
    if (ended !== undefined) return ended;
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
  if (isThrottled(response)) return new ReadFailure('throttled', stillThrottled(response));
  return new ReadFailure('failed', message);
}

export const isThrottled = ({ status }: KubeResponse): boolean => status === 429 || status === 503;

export const stillThrottled = (response: KubeResponse): string =>
  `still refused after ${waitsMax} waits: ${statusMessage(response)}`;

async function attempt(
  { connection, deadline, requestTimeoutMs }: KubeAccess,
  get: KubeGet & { readonly renew: boolean },
): Promise<KubeResponse | NoAnswer> {
  try {
    return await kubeRequest(connection, { ...get, deadline, timeoutMs: requestTimeoutMs });
  } catch (cause) {
    if (deadline.aborted) return { failure: atDeadline, cause };
    const failure = networkFailure(cause);
    if (failure.kind !== 'timeout') return { failure, cause };
    const words = `no answer within ${requestTimeoutMs / 1_000} s`;
    return { failure: { ...failure, words }, cause };
  }
}

/** Waits, unless the time for the cluster ends before that. */
async function pause(
  { pacing, deadline }: KubeAccess,
  ms: number | undefined,
): Promise<NoAnswer | undefined> {
  if (ms === undefined) return undefined;
  try {
    await pacing.sleep(ms, deadline);
    return undefined;
  } catch (cause) {
    if (deadline.aborted) return { failure: atDeadline, cause };
    throw cause;
  }
}

const atDeadline: NetworkFailure = { kind: 'timeout', words: outOfTime };

const canResend = ({ kind }: NetworkFailure): boolean => kind === 'cutOff' || kind === 'connect';

function asReadFailure({ failure: { kind, words }, cause }: NoAnswer): ReadFailure {
  if (kind === 'timeout') return new ReadFailure('timeout', words, { cause });
  if (kind === 'cutOff') {
    return new ReadFailure('cutOff', `the answer broke off twice: ${words}`, { cause });
  }
  if (kind === 'tooLarge') return new ReadFailure('unreadable', words, { cause });
  return new ReadFailure('failed', words, { cause });
}

const waitsMax = 5;
const resendsMax = 1;
