import { afterEach } from '@jest/globals';
import type { ClusterReader } from '../../functions/model/world.ts';
import { awsClients } from '../../functions/platform/aws/aws-clients.ts';
import { eksClusters } from '../../functions/platform/aws/eks-clusters.ts';
import { type KubeApi, startKubeApi } from '../kube-api/kube-api.ts';
import { type FakeAccount, type FakeCluster, startEksApi } from './eks-api.ts';

export const ref = { account: '111122223333', region: 'eu-west-1', name: 'shop' };
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-key-of-a-test' };
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

/** Closes something after the test that opened it, before what was opened earlier. */
export function closeLater(item: { close(): Promise<void> }): void {
  open.unshift(item);
}

function descriptionOf(api: Pick<KubeApi, 'url' | 'caPem'>): Record<string, unknown> {
  return {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    version: '1.34',
    status: 'ACTIVE',
    endpoint: api.url,
    certificateAuthority: { data: btoa(api.caPem) },
    accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
  };
}

type Faults = NonNullable<Parameters<typeof startEksApi>[0]['faults']>;
export type EksSetup = {
  readonly kube?: NonNullable<Parameters<typeof startKubeApi>[0]>;
  readonly eks?: Partial<FakeCluster>;
  readonly account?: FakeAccount;
  /** As DescribeClusterVersions gives them, in JSON. */
  readonly versions?: readonly Readonly<Record<string, unknown>>[];
  readonly description?: Readonly<Record<string, unknown>>;
  readonly faults?: Faults;
  readonly pageSizeMax?: number;
  /** For everything that is asked of the cluster, on both sides. */
  readonly deadlineMs?: number;
  /** For one call to AWS. */
  readonly requestTimeoutMs?: number;
};

/** A test cluster as EKS and as Kubernetes, and the way into it. */
export async function eksWorld(setup: EksSetup = {}) {
  const kube = await startKubeApi({ tokens: 'eks', ...setup.kube });
  const description = { ...descriptionOf(kube), ...setup.description };
  const eks = await startEksApi({
    clusters: [{ name: 'shop', description, ...setup.eks }],
    versions: setup.versions ?? [],
    account: setup.account ?? {},
    faults: setup.faults ?? [],
    pageSizeMax: setup.pageSizeMax ?? 100,
  });
  open.push(kube, eks);
  let time = new Date();
  const clients = awsClients({
    region: ref.region,
    credentials,
    endpoint: eks.endpoint,
    attemptsMax: 1,
    requestTimeoutMs: setup.requestTimeoutMs ?? 5_000,
  });
  const clusters = eksClusters({
    credentials,
    clientsFor: () => clients,
    toolVersion: '0.0.0',
    settings: {
      deadlineMs: setup.deadlineMs ?? 20_000,
      pacing: { now: () => time, sleep: async () => undefined, random: () => 0 },
    },
  });
  const pass = (minutes: number) => {
    time = new Date(time.getTime() + minutes * 60_000);
  };
  return { kube, eks, clusters, pass };
}

/** Nothing of what pods name. */
export const nothingAsked = { ecrRepositories: [] };

/** Opens the cluster of a world of its own. */
export async function opened(setup: EksSetup = {}): Promise<ClusterReader> {
  const { clusters } = await eksWorld(setup);
  const reader = await clusters.open(ref);
  open.unshift(reader);
  return reader;
}
