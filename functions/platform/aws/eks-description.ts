import { type Cluster, DescribeClusterCommand, type EKSClient } from '@aws-sdk/client-eks';
import { messageOf, StageError } from '../../model/errors.ts';
import { outOfTime } from '../kubernetes/kube-access.ts';
import { awsFailureKind } from './aws-failure.ts';
import { withinDeadline } from './within-deadline.ts';

export type EksEndpoint = {
  readonly cluster: Cluster;
  readonly server: string;
  readonly ca: Buffer;
};

type Question = {
  readonly client: EKSClient;
  readonly region: string;
  readonly name: string;
  readonly deadline: AbortSignal;
};

/** What EKS knows of a cluster whose API server can be asked. Throws a StageError. */
export async function describeEksCluster(question: Question): Promise<EksEndpoint> {
  const label = `EKS cluster "${question.name}" in ${question.region}`;
  const cluster = await describe(question, label);
  if (cluster.connectorConfig !== undefined) {
    const message = `${label} is a connected cluster, which runs outside AWS`;
    const remedy = 'Scan it with a kubeconfig: EKS gives no way to its API server.';
    throw new StageError('CLUSTER_UNREACHABLE', message, { remedy });
  }
  const { status = 'UNKNOWN', endpoint, certificateAuthority } = cluster;
  const ca = certificateAuthority?.data;
  const isServing = status === 'ACTIVE' || status === 'UPDATING';
  if (!isServing || endpoint === undefined || ca === undefined) {
    const message = `${label} is ${status}`;
    const remedy = 'Scan it again once it is ACTIVE, or leave it out of the fleet.';
    throw new StageError('CLUSTER_UNREACHABLE', message, { remedy });
  }
  return { cluster, server: endpoint.replace(/\/$/, ''), ca: Buffer.from(ca, 'base64') };
}

async function describe(question: Question, label: string): Promise<Cluster> {
  const { client, name, deadline } = question;
  try {
    const { cluster } = await withinDeadline(deadline, (options) =>
      client.send(new DescribeClusterCommand({ name }), options),
    );
    return cluster ?? {};
  } catch (cause) {
    const kind = awsFailureKind(cause);
    const code = kind === 'credentials' ? 'UNAUTHENTICATED' : 'CLUSTER_UNREACHABLE';
    const why = deadline.aborted ? outOfTime : messageOf(cause).slice(0, 300);
    const message = `eks:DescribeCluster of ${label} failed: ${why}`;
    throw new StageError(code, message, { remedy: remedies[kind], cause });
  }
}

const remedies = {
  forbidden: 'Allow eks:DescribeCluster on this cluster to the role that scans.',
  throttled: 'Scan it again later: the account makes too many EKS calls at present.',
  credentials: 'Log in to AWS again, or check that the region is enabled in the account.',
  notFound: 'Check its name, region and account.',
  network: 'Check that this machine reaches the EKS API of the region.',
  other: 'Look up the error in the EKS API reference and scan again.',
} satisfies Record<ReturnType<typeof awsFailureKind>, string>;
