import { messageOf } from '../../model/errors.ts';
import { ReadFailure } from '../../model/world.ts';
import { errorCode } from '../error-code.ts';

type AwsFailureKind = 'forbidden' | 'throttled' | 'credentials' | 'notFound' | 'network' | 'other';

/** What a failed AWS call means, told from the names that the services give their errors. */
export function awsFailureKind(thrown: unknown): AwsFailureKind {
  const code = errorCode(thrown);
  return kinds.find(({ codes }) => codes.test(code))?.kind ?? 'other';
}

/** The gap that a failed call leaves; the action is named, so that a policy can be corrected. */
export function awsReadFailure(action: string, cause: unknown): ReadFailure {
  const detail = `${action}: ${messageOf(cause).slice(0, messageCharsMax)}`;
  const kind = awsFailureKind(cause);
  if (kind === 'forbidden') return new ReadFailure('forbidden', detail, { cause });
  if (kind === 'throttled') return new ReadFailure('throttled', detail, { cause });
  if (isTimeout(cause)) return new ReadFailure('timeout', detail, { cause });
  return new ReadFailure('failed', detail, { cause });
}

/** A deadline carries it in its name, the client of AWS in a code. */
const isTimeout = (cause: unknown): boolean => /^(TimeoutError|ETIMEDOUT)$/.test(errorCode(cause));

const kinds = [
  { kind: 'forbidden', codes: /^(AccessDenied(Exception)?|UnauthorizedOperation)$/ },
  { kind: 'throttled', codes: /^(Throttl\w*|TooManyRequests\w*|RequestLimitExceeded)$/ },
  {
    kind: 'credentials',
    codes: /^(UnrecognizedClientException|ExpiredToken\w*|\w*ProviderError)$/,
  },
  {
    kind: 'credentials',
    codes: /^(AuthFailure|OptInRequired|InvalidClientTokenId|\w*Signature\w*)$/,
  },
  { kind: 'notFound', codes: /^(Resource|Repository|RepositoryPolicy)NotFoundException$/ },
  {
    kind: 'network',
    codes: /^(TimeoutError|ETIMEDOUT|ECONN\w+|ENOTFOUND|EAI_\w+|E(HOST|NET)UNREACH)$/,
  },
] as const;

const messageCharsMax = 300;
