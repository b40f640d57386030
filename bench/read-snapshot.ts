import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeconfigClusters } from '../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { folderStore } from '../functions/platform/store/folder-store.ts';
import { takeSnapshot } from '../functions/snapshot/snapshot.ts';
import { benchCluster, writeKubeconfig } from './bench-cluster.ts';
import { factsFromInput, reportRun, startRun } from './bench-report.ts';

// The snapshot stage as it runs on a machine: read, project, normalise, compress and store.

const folder = await mkdtemp(join(tmpdir(), 'ringfence-bench-'));
const file = await writeKubeconfig(folder, await factsFromInput());

let pods = 0;
const world = {
  clock: () => new Date(),
  store: folderStore(join(folder, 'store')),
  clusters: kubeconfigClusters({ file, toolVersion: 'bench', environment: {} }),
  log: {
    info: (_: string, fields: Readonly<Record<string, unknown>>) => {
      pods = Number(fields['pods']);
    },
    warn: () => undefined,
  },
};

const started = startRun();
await takeSnapshot({ scanId: '20261123T120000000Z', cluster: benchCluster }, world);
reportRun(started, pods);
await rm(folder, { recursive: true });
