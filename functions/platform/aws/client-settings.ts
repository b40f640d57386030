import { awsTimeouts } from './aws-timeouts.ts';
import type { AwsCredentialSource } from './eks-token.ts';

export type AwsClientOptions = {
  readonly region: string;
  readonly credentials: AwsCredentialSource;
  /** Where the API is, if not at its public address. */
  readonly endpoint?: string | undefined;
  readonly attemptsMax?: number;
  readonly requestTimeoutMs?: number;
};

/** Those of a client that slows down when a service asks for that: others need the same APIs. */
export function clientSettings(options: AwsClientOptions) {
  const { region, credentials, endpoint, attemptsMax = attemptsMaxDefault } = options;
  const { requestTimeoutMs = requestTimeoutMsDefault } = options;
  return {
    region,
    credentials,
    retryMode: 'adaptive',
    maxAttempts: attemptsMax,
    requestHandler: awsTimeouts({ requestTimeoutMs }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

const attemptsMaxDefault = 5;
const requestTimeoutMsDefault = 20_000;
