import { tool } from '../../functions/model/tool.ts';
import { awsSession } from '../../functions/platform/aws/aws-session.ts';
import { eksClusters } from '../../functions/platform/aws/eks-clusters.ts';
import { eksTarget } from '../../functions/platform/aws/eks-target.ts';
import type { ScanSource } from './scan-source.ts';

type EksQuestion = { readonly region: string; readonly roleArn?: string | undefined };

/** An EKS cluster, with the AWS credentials of this machine or of a role that they may take. */
export function eksSource(name: string, { region, roleArn }: EksQuestion): ScanSource {
  const { credentials, clients } = awsSession({ region, roleArn, sessionName: tool.name });
  return {
    fleet: eksTarget({ client: clients.eks, region, name }),
    clusters: eksClusters({ credentials, clientsFor: () => clients, toolVersion: tool.version }),
    warnings: [],
  };
}
