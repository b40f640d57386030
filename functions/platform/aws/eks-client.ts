import { EKSClient } from '@aws-sdk/client-eks';
import { awsTimeouts } from './aws-timeouts.ts';
import type { AwsCredentialSource } from './eks-token.ts';

type EksClientOptions = {
  readonly region: string;
  readonly credentials: AwsCredentialSource;
  /** Where the EKS API is, if not at its public address. */
  readonly endpoint?: string | undefined;
  readonly attemptsMax?: number;
  readonly requestTimeoutMs?: number;
};

/** A client that slows down when EKS asks for that: nodes that join a cluster need the same API. */
export function eksClient(options: EksClientOptions): EKSClient {
  const { region, credentials, endpoint, attemptsMax = attemptsMaxDefault } = options;
  const { requestTimeoutMs = requestTimeoutMsDefault } = options;
  return new EKSClient({
    region,
    credentials,
    retryMode: 'adaptive',
    maxAttempts: attemptsMax,
    requestHandler: awsTimeouts({ requestTimeoutMs }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

const attemptsMaxDefault = 5;
const requestTimeoutMsDefault = 20_000;
