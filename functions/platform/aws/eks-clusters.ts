import type { Clusters } from '../../model/world.ts';
import type { Resolve } from '../kubernetes/endpoint-address.ts';
import { type KubeSettings, kubeSettings } from '../kubernetes/kube-access.ts';
import { kubeDispatcher, renewedAfter } from '../kubernetes/kube-connection.ts';
import { kubeReader } from '../kubernetes/kube-reader.ts';
import { openKubernetes } from '../kubernetes/open-kubernetes.ts';
import type { AwsClients } from './aws-clients.ts';
import { awsClusterReads } from './aws-cluster-reads.ts';
import { describeEksCluster } from './eks-description.ts';
import { type AwsCredentialSource, eksToken } from './eks-token.ts';
import { withinDeadline } from './within-deadline.ts';

type EksOptions = {
  /** Those of the role that the cluster knows; a provider where they run out during a scan. */
  readonly credentials: AwsCredentialSource;
  /** Clients with the same credentials, for the region of the cluster. */
  readonly clientsFor: (region: string) => AwsClients;
  readonly toolVersion: string;
  readonly settings?: Partial<KubeSettings>;
  readonly resolve?: Resolve;
};

/** Opens EKS clusters: trusted by their own certificate authority, entered by an IAM role. */
export function eksClusters(options: EksOptions): Clusters {
  const { credentials, clientsFor, toolVersion, resolve } = options;
  const settings = { ...kubeSettings, ...options.settings };
  return {
    open: async ({ region, name }) => {
      // One for both sides: what AWS is asked after Kubernetes has what time is left.
      const deadline = AbortSignal.timeout(settings.deadlineMs);
      const clients = clientsFor(region);
      const client = clients.eks;
      const { cluster, server, ca } = await describeEksCluster({ client, region, name, deadline });
      const { now } = settings.pacing;
      const sign = async (): Promise<string> => {
        const request = { credentials, region, clusterName: name, now: now() };
        return `Bearer ${await withinDeadline(deadline, () => eksToken(request))}`;
      };
      const authorization = renewedAfter(tokenLifeMs, sign, now);
      const opened = await openKubernetes({
        label: `EKS cluster "${name}" in ${region}`,
        server,
        isProxied: false,
        loginRemedy,
        connect: (connectTimeoutMs) => ({
          server,
          dispatcher: kubeDispatcher({ tls: { ca }, connectTimeoutMs }),
          headers: { 'user-agent': `ringfence/${toolVersion}` },
          authorization,
        }),
        settings,
        deadline,
        ...(resolve === undefined ? {} : { resolve }),
      });
      const readAws = awsClusterReads({ clients, cluster, deadline });
      return kubeReader({ ...opened, source: 'eks', readAws });
    },
  };
}

const loginRemedy =
  'Add an access entry for the role that scans; where it has one, the role was made anew since: ' +
  'delete the entry and create it again.';

/** A token lives 15 minutes from its signature. */
const tokenLifeMs = 10 * 60_000;
