import { IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import * as z from 'zod';
import { StageError } from '../model/errors.ts';
import type { Message, Messenger } from '../model/world.ts';
import { errorCode } from './error-code.ts';
import { type Pacing, realPacing, waitMs } from './pacing.ts';

type SlackMessengerOptions = {
  /** The incoming webhook's address: a secret, so no error and no log ever holds it. */
  readonly url: string;
  /** Lets a server on this machine stand in for Slack, over plain HTTP. */
  readonly isLoopbackAllowed?: boolean;
  readonly pacing?: Pacing;
};

const attemptsMax = 4;
const answerTimeoutMs = 10_000;

const slackHosts = ['hooks.slack.com', 'hooks.slack-gov.com'];
const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];

/** Codes of connections that were never made. */
const neverSent =
  /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

const blocksSchema = z.array(z.looseObject({ type: z.string() }));

/** Delivers messages through a Slack incoming webhook. */
export function slackMessenger(options: SlackMessengerOptions): Messenger {
  const address = checkedAddress(options);
  const pacing = options.pacing ?? realPacing;
  return {
    send: async (message) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await post(address, message);
        if (outcome.isDelivered) return;
        if (!outcome.isTransient || attempt === attemptsMax) throw failure(outcome, attempt);
        const waitSignal = new AbortController().signal;
        await pacing.sleep(waitMs(outcome.retryAfter, attempt, pacing), waitSignal);
      }
    },
  };
}

type Failed = {
  readonly isDelivered: false;
  readonly answer: string;
  readonly isTransient: boolean;
  readonly retryAfter?: string | undefined;
};
type Outcome = { readonly isDelivered: true } | Failed;

async function post(url: string, message: Message): Promise<Outcome> {
  const seen: { retryAfter?: string | undefined; failure?: string } = {};
  const blocks = blocksSchema.parse(message.blocks);
  // The client passes on neither Retry-After nor the cause, so both are noted on their way through.
  const webhook = new IncomingWebhook(url, {
    timeout: answerTimeoutMs,
    fetch: async (address, init) => {
      const response = await fetch(address, { ...init, redirect: 'manual' }).catch(
        (thrown: unknown) => {
          seen.failure = failureCode(thrown);
          throw thrown;
        },
      );
      seen.retryAfter = response.headers.get('retry-after') ?? undefined;
      return response;
    },
  });
  try {
    await webhook.send({ text: message.text, blocks });
    return { isDelivered: true };
  } catch (thrown) {
    if (!(thrown instanceof IncomingWebhookHTTPError)) return noAnswer(seen.failure);
    const { statusCode, body } = thrown;
    return {
      isDelivered: false,
      answer: `HTTP ${statusCode}${slackReason(body)}`,
      isTransient: statusCode === 429 || statusCode >= 500,
      retryAfter: seen.retryAfter,
    };
  }
}

/**
 * Of a failure without an answer only its code is kept. A request that never reached Slack is tried
 * again; any other may have been delivered all the same, so it is not.
 */
function noAnswer(failure = 'it broke off'): Failed {
  return {
    isDelivered: false,
    answer: `no answer (${failure})`,
    isTransient: neverSent.test(failure),
  };
}

/** The code stands in the cause that fetch gives; a request that took too long has only a name. */
function failureCode(thrown: unknown): string {
  const hasCause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown;
  return errorCode(hasCause ? thrown.cause : thrown);
}

/** Slack explains itself in one word, as `no_service`. Any other body stays out of the error. */
function slackReason(body: string): string {
  return /^[a-z_]{1,60}$/.test(body) ? ` ${body}` : '';
}

// Without a cause: the errors of fetch and of the client can hold the address.
function failure({ answer }: Failed, attempts: number): StageError {
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return new StageError('MESSAGE_FAILED', `Slack did not take the message: ${answer} (${tries})`, {
    remedy: 'Check that the incoming webhook still exists and that its channel is not archived.',
  });
}

function checkedAddress({ url, isLoopbackAllowed = false }: SlackMessengerOptions): string {
  const parsed = URL.parse(url);
  if (parsed !== null && isAllowed(parsed, isLoopbackAllowed)) return parsed.href;
  throw new StageError('MESSAGE_FAILED', 'the webhook address is not one of Slack', {
    remedy: `Give an https address on ${slackHosts.join(' or ')}.`,
  });
}

function isAllowed({ protocol, hostname, port, username }: URL, isLoopbackAllowed: boolean) {
  if (isLoopbackAllowed && loopbackHosts.includes(hostname)) return true;
  return protocol === 'https:' && slackHosts.includes(hostname) && port === '' && username === '';
}
