import type { Cluster } from '@aws-sdk/client-eks';
import type { AwsClients } from './aws-clients.ts';

/** The cluster that AWS is asked about. */
export type AwsSubject = {
  readonly clients: AwsClients;
  readonly cluster: Cluster;
  /** The end of all work on the cluster. */
  readonly deadline: AbortSignal;
};
