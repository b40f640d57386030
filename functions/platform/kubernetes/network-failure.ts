import { messageOf } from '../../model/errors.ts';
import { errorCode } from '../error-code.ts';
import { AnswerCutOff, AnswerTooLarge } from './kube-request.ts';

export type NetworkFailure = {
  readonly kind: 'timeout' | 'connect' | 'tls' | 'name' | 'cutOff' | 'tooLarge' | 'other';
  readonly words: string;
};

/** What a failed request means, told from the codes of Node, OpenSSL and undici. */
export function networkFailure(thrown: unknown): NetworkFailure {
  if (thrown instanceof AnswerTooLarge) return { kind: 'tooLarge', words: thrown.message };
  if (thrown instanceof AnswerCutOff) return { kind: 'cutOff', words: thrown.message };
  for (const error of chainOf(thrown)) {
    const code = errorCode(error);
    const kind = kinds.find(({ codes }) => codes.test(code))?.kind;
    if (kind !== undefined) return { kind, words: `${messageOf(error)} (${code})` };
  }
  return { kind: 'other', words: messageOf(thrown) };
}

const kinds = [
  { kind: 'timeout', codes: /^(TimeoutError|AbortError|UND_ERR_(HEADERS|BODY)_TIMEOUT)$/ },
  {
    kind: 'connect',
    codes: /^(UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EACCES)$/,
  },
  { kind: 'name', codes: /^(ENOTFOUND|EAI_\w+)$/ },
  {
    kind: 'tls',
    codes:
      /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_|EPROTO)/,
  },
  {
    kind: 'cutOff',
    codes: /^(ECONNRESET|EPIPE|UND_ERR_(SOCKET|RES_CONTENT_LENGTH_MISMATCH|ABORTED)|HPE_\w+)$/,
  },
] as const;

/** An error, what it was caused by, and what it gathers. Bounded: causes can run in circles. */
function chainOf(thrown: unknown): readonly unknown[] {
  const chain: unknown[] = [thrown];
  for (let index = 0; index < chain.length && chain.length < chainMax; index += 1) {
    const error = chain[index];
    if (typeof error !== 'object' || error === null) continue;
    if ('cause' in error && error.cause !== undefined) chain.push(error.cause);
    if ('errors' in error && Array.isArray(error.errors)) chain.push(...error.errors);
  }
  return chain;
}

const chainMax = 10;
