import { type Clusters, ReadFailure } from '../model/world.ts';
import { type KubeSettings, kubeSettings } from './kube-access.ts';
import { kubeDispatcher, renewedAfter } from './kube-connection.ts';
import { kubeReader } from './kube-reader.ts';
import { kubeconfigContext } from './kubeconfig-file.ts';
import { kubeconfigIdentity } from './kubeconfig-identity.ts';
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
};

/** Opens the cluster of a kubeconfig context, whatever cluster is asked for: the file decides. */
export function kubeconfigClusters(options: KubeconfigOptions): Clusters {
  const settings = { ...kubeSettings, ...options.settings };
  const { file, toolVersion, environment, execTimeoutMs = execTimeoutMsDefault } = options;
  return {
    open: async () => {
      const context = await kubeconfigContext(file, options.context);
      const identify = () => kubeconfigIdentity(context, { environment, execTimeoutMs });
      const { tls, headers, authorization } = await identify();
      const { server, proxyUrl } = context.cluster;
      let first: string | undefined = authorization;
      const authorize = renewedAfter(
        credentialLifeMs,
        async () => {
          const known = first;
          first = undefined;
          return known ?? (await identify()).authorization;
        },
        settings.pacing.now,
      );
      const opened = await openKubernetes({
        label: `context "${context.name}"`,
        server,
        isProxied: proxyUrl !== undefined,
        loginRemedy: `Log in to the cluster of context "${context.name}" again: its token has run out, or was never valid there.`,
        connect: (connectTimeoutMs) => ({
          server,
          dispatcher: kubeDispatcher({
            tls,
            connectTimeoutMs,
            ...(proxyUrl === undefined ? {} : { proxyUrl }),
          }),
          headers: { ...headers, 'user-agent': `ringfence/${toolVersion}` },
          authorization: authorize,
        }),
        settings,
      });
      return kubeReader({ ...opened, source: 'kubeconfig', readAws: notCollected });
    },
  };
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
