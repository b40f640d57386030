import { type Clusters, ReadFailure } from '../../model/world.ts';
import type { Resolve } from './endpoint-address.ts';
import { type KubeSettings, kubeSettings } from './kube-access.ts';
import { type KubeConnection, kubeDispatcher, renewedAfter } from './kube-connection.ts';
import { kubeReader } from './kube-reader.ts';
import { kubeconfigContext } from './kubeconfig-file.ts';
import { type KubeIdentity, kubeconfigIdentity } from './kubeconfig-identity.ts';
import { openKubernetes } from './open-kubernetes.ts';

type KubeconfigOptions = {
  readonly file: string;
  /** The current context of the file where none is given. */
  readonly context?: string | undefined;
  readonly toolVersion: string;
  /** What credential plugins see. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly settings?: Partial<KubeSettings>;
  readonly execTimeoutMs?: number;
  readonly resolve?: Resolve;
};

/** Opens the cluster of a kubeconfig context, whatever cluster is asked for: the file decides. */
export function kubeconfigClusters(options: KubeconfigOptions): Clusters {
  const settings = { ...kubeSettings, ...options.settings };
  const { file, environment, execTimeoutMs = execTimeoutMsDefault, resolve } = options;
  return {
    open: async () => {
      const deadline = AbortSignal.timeout(settings.deadlineMs);
      const context = await kubeconfigContext(file, options.context);
      const label = `context "${context.name}"`;
      const identify = () => kubeconfigIdentity(context, { environment, execTimeoutMs });
      const identity = await identify();
      const { server, proxyUrl } = context.cluster;
      const headers = { ...identity.headers, 'user-agent': `ringfence/${options.toolVersion}` };
      const authorization = authorizer(identity, identify, settings.pacing.now);
      const proxy = proxyUrl === undefined ? {} : { proxyUrl };
      const opened = await openKubernetes({
        label,
        server,
        isProxied: proxyUrl !== undefined,
        loginRemedy:
          `Log in to the cluster of ${label} again: its credentials have run out, or were never ` +
          'valid there.',
        connect: (connectTimeoutMs) => ({
          server,
          dispatcher: kubeDispatcher({ tls: identity.tls, connectTimeoutMs, ...proxy }),
          headers,
          authorization,
        }),
        settings,
        deadline,
        ...(resolve === undefined ? {} : { resolve }),
      });
      return kubeReader({ ...opened, source: 'kubeconfig', readAws: notCollected });
    },
  };
}

/** Begins with the identity that the connection was made for; makes a new one when it is old. */
function authorizer(
  first: KubeIdentity,
  identify: () => Promise<KubeIdentity>,
  now: () => Date,
): KubeConnection['authorization'] {
  let unused: KubeIdentity | undefined = first;
  const get = async (): Promise<string | undefined> => {
    const identity = unused ?? (await identify());
    unused = undefined;
    return identity.authorization;
  };
  return renewedAfter(credentialLifeMs, get, now);
}

async function notCollected(): Promise<never> {
  throw new ReadFailure(
    'notCollected',
    'a kubeconfig says nothing about the AWS side of a cluster',
  );
}

/** Tokens of EKS live 15 minutes. */
const credentialLifeMs = 10 * 60_000;
const execTimeoutMsDefault = 30_000;
