import { tool } from '../../functions/model/tool.ts';
import { kubeconfigClusters } from '../../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { kubeconfigContext } from '../../functions/platform/kubernetes/kubeconfig-file.ts';
import { clusterRefNamed } from '../cluster-naming.ts';
import { fleetOf, type Naming, type ScanSource } from './scan-source.ts';

type KubeconfigQuestion = Naming & { readonly context?: string | undefined };

/** The cluster of a kubeconfig context, named after the context. */
export async function kubeconfigSource(
  file: string,
  { context, clusterName }: KubeconfigQuestion,
): Promise<ScanSource> {
  const { name } = await kubeconfigContext(file, context);
  return {
    fleet: fleetOf(clusterRefNamed(name, clusterName)),
    clusters: kubeconfigClusters({
      file,
      context,
      toolVersion: tool.version,
      environment: process.env,
    }),
    warnings: [],
  };
}
