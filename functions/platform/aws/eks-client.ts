import { EKSClient } from '@aws-sdk/client-eks';
import type { AwsCredentialSource } from './eks-token.ts';

type EksClientOptions = {
  readonly region: string;
  readonly credentials: AwsCredentialSource;
  /** Where the EKS API is, if not at its public address. */
  readonly endpoint?: string | undefined;
  readonly attemptsMax?: number;
};

/** A client that slows down when EKS asks for that: nodes that join a cluster need the same API. */
export function eksClient(options: EksClientOptions): EKSClient {
  const { region, credentials, endpoint, attemptsMax = attemptsMaxDefault } = options;
  return new EKSClient({
    region,
    credentials,
    retryMode: 'adaptive',
    maxAttempts: attemptsMax,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000 },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

const attemptsMaxDefault = 5;
