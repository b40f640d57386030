import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubernetesReads } from '../functions/model/reads.ts';
import { kubeconfigClusters } from '../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { benchCluster, writeKubeconfig } from './bench-cluster.ts';
import { factsFromInput, reportRun, startRun } from './bench-report.ts';

// The Kubernetes reader of the stage alone: the same pages, and then dropped.

const folder = await mkdtemp(join(tmpdir(), 'ringfence-bench-'));
const file = await writeKubeconfig(folder, await factsFromInput());
const clusters = kubeconfigClusters({ file, toolVersion: 'bench', environment: {} });

const started = startRun();
const reader = await clusters.open(benchCluster);
let pods = 0;
for (const read of kubernetesReads) {
  const page = (items: readonly unknown[]): void => {
    if (read.id === 'pods') pods += items.length;
  };
  await reader.readKubernetes(read, { page, restart: () => undefined });
}
reportRun(started, pods);
await reader.close();
await rm(folder, { recursive: true });
