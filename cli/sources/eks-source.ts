import { tool } from '../../functions/model/tool.ts';
import { awsSession } from '../../functions/platform/aws-session.ts';
import { eksClusters } from '../../functions/platform/eks-clusters.ts';
import { eksTarget } from '../../functions/platform/eks-target.ts';
import type { ScanSource } from './scan-source.ts';

type EksQuestion = { readonly region: string; readonly roleArn?: string | undefined };

/** An EKS cluster, with the AWS credentials of this machine or of a role that they may take. */
export function eksSource(name: string, { region, roleArn }: EksQuestion): ScanSource {
  const { credentials, eksClient } = awsSession({ region, roleArn, sessionName: tool.name });
  return {
    fleet: eksTarget({ client: eksClient, region, name }),
    clusters: eksClusters({ credentials, clientFor: () => eksClient, toolVersion: tool.version }),
    warnings: [],
  };
}
