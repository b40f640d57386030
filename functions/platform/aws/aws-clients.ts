import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import type { EKSClient } from '@aws-sdk/client-eks';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { type AwsClientOptions, clientSettings } from './client-settings.ts';
import { eksClient } from './eks-client.ts';

/** The services that tell of a cluster and of what it stands on, in one region. */
export type AwsClients = {
  readonly eks: EKSClient;
  readonly logs: CloudWatchLogsClient;
  readonly ec2: EC2Client;
  readonly guardduty: GuardDutyClient;
  readonly ecr: ECRClient;
  /** Answers that are the same for every cluster of the region, by action. */
  readonly answersOfRegion: Map<string, readonly unknown[]>;
};

export function awsClients(options: AwsClientOptions): AwsClients {
  const settings = clientSettings(options);
  return {
    eks: eksClient(options),
    logs: new CloudWatchLogsClient(settings),
    ec2: new EC2Client(settings),
    guardduty: new GuardDutyClient(settings),
    ecr: new ECRClient(settings),
    answersOfRegion: new Map(),
  };
}
