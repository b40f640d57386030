import { EKSClient } from '@aws-sdk/client-eks';
import { type AwsClientOptions, clientSettings } from './client-settings.ts';

/** A client that slows down when EKS asks for that: nodes that join a cluster need the same API. */
export function eksClient(options: AwsClientOptions): EKSClient {
  return new EKSClient(clientSettings(options));
}
