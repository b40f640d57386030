import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { storedSnapshotSchema } from '../functions/model/stored-snapshot.ts';
import { awsClients } from '../functions/platform/aws/aws-clients.ts';
import { eksClusters } from '../functions/platform/aws/eks-clusters.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { readManifests } from '../functions/platform/manifests/manifest-objects.ts';
import { folderStore } from '../functions/platform/store/folder-store.ts';
import { startEksApi } from './eks-api/eks-api.ts';
import { fiveStages } from './five-stages.ts';
import type { KubeObject } from './kube-api/answers.ts';
import { startKubeApi } from './kube-api/kube-api.ts';
import { plantedAdmission } from './planted-admission.ts';
import { plantedTraffic } from './planted-traffic.ts';

/** In every place of an object that may hold something secret stands a word with this mark. */
const mark = 'PLANTED';

const metadata = (name: string, namespace?: string) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  labels: { app: name },
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${mark}-last-applied"}`,
    'example.com/note': `${mark}-annotation`,
  },
  managedFields: [{ manager: `${mark}-manager`, fieldsV1: { [`f:${mark}`]: {} } }],
});

const container = (name: string) => ({
  name,
  image: 'registry.example.com/app:1',
  command: ['sh', '-c', `${mark}-command`],
  args: [`--password=${mark}-argument`],
  workingDir: `/${mark}-folder`,
  env: [
    { name: 'PASSWORD', value: `${mark}-value` },
    { name: 'DATABASE_URL', value: `postgres://app:${mark}@db/app` },
    { name: 'PEM', value: `-----BEGIN PRIVATE KEY-----\n${mark}` },
    { name: 'NETWORK_POLICY_ENFORCING_MODE', value: `${mark}-mode` },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'app', key: 'token' } } },
  ],
  livenessProbe: {
    httpGet: {
      path: `/${mark}`,
      port: 80,
      host: '192.0.2.1',
      httpHeaders: [{ name: 'auth', value: `${mark}-header` }],
    },
  },
  readinessProbe: { exec: { command: [`${mark}-probe`] } },
  lifecycle: { preStop: { exec: { command: [`${mark}-hook`] } } },
  securityContext: { privileged: true, seLinuxOptions: { level: `${mark}-level` } },
});

const podSpec = {
  serviceAccountName: 'app',
  hostAliases: [{ ip: '10.0.0.1', hostnames: [`${mark}-alias`] }],
  imagePullSecrets: [{ name: `${mark}-pull` }],
  initContainers: [container('init')],
  containers: [container('app')],
  ephemeralContainers: [container('debug')],
  volumes: [
    { name: 'csi', csi: { driver: 'x', volumeAttributes: { password: `${mark}-attribute` } } },
    { name: 'flex', flexVolume: { driver: 'x', options: { key: `${mark}-option` } } },
    { name: 'git', gitRepo: { repository: `https://user:${mark}@example.com/x.git` } },
    { name: 'iscsi', iscsi: { targetPortal: `${mark}-portal` } },
  ],
};

const template = { metadata: metadata('template'), spec: podSpec };

const cluster = (kind: string, apiVersion: string, spec: object) => ({
  apiVersion,
  kind,
  metadata: metadata(kind.toLowerCase(), 'app'),
  spec,
});

const configMap = (name: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadata(name, namespace),
  data: {
    'enable-network-policy-controller': 'true',
    'enable-policy': `${mark}-mode`,
    'enable-k8s-networkpolicy': `${mark}-switch`,
    other: `${mark}-configmap`,
  },
});

const planted = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: metadata('app') },
  {
    ...cluster('Pod', 'v1', podSpec),
    status: { phase: 'Running', message: `${mark}-status`, podIPs: [{ ip: '10.0.0.9' }] },
  },
  cluster('Deployment', 'apps/v1', { template }),
  cluster('StatefulSet', 'apps/v1', { template }),
  cluster('DaemonSet', 'apps/v1', { template }),
  cluster('ReplicaSet', 'apps/v1', { template }),
  cluster('ReplicationController', 'v1', { template }),
  cluster('Job', 'batch/v1', { template }),
  cluster('CronJob', 'batch/v1', { jobTemplate: { spec: { template } } }),
  cluster('NetworkPolicy', 'networking.k8s.io/v1', { podSelector: {}, policyTypes: ['Ingress'] }),
  ...plantedTraffic(mark, metadata),
  ...plantedAdmission(mark, metadata),
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata('app', 'app'),
    data: { token: Buffer.from(`${mark}-secret`).toString('base64') },
    stringData: { token: `${mark}-string-data` },
  },
  configMap('app', 'app'),
  configMap('amazon-vpc-cni', 'kube-system'),
  configMap('cilium-config', 'kube-system'),
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: metadata('everything'),
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: metadata('everything'),
    roleRef: { kind: 'ClusterRole', name: 'everything' },
    subjects: [{ kind: 'User', name: 'someone' }],
  },
  // Secrets where a name or a number belongs: the object is refused, and what it held not repeated.
  cluster('Deployment', 'apps/v1', { template: { spec: { containers: `${mark}-containers` } } }),
  { ...cluster('StatefulSet', 'apps/v1', { template }), metadata: { name: { [mark]: mark } } },
];

const description = {
  name: 'planted',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/planted',
  status: 'ACTIVE',
  tags: { password: `${mark}-tag` },
  accessConfig: { authenticationMode: 'API' },
  kubernetesNetworkConfig: { ipFamily: 'ipv4', elasticLoadBalancing: `${mark}-network` },
  resourcesVpcConfig: {
    endpointPublicAccess: true,
    publicAccessCidrs: ['0.0.0.0/0'],
    subnetIds: ['subnet-1'],
    clusterSecurityGroupId: 'sg-1',
  },
};

const addon = {
  addonName: 'vpc-cni',
  configurationValues: `{"enableNetworkPolicy":"true","env":{"KEY":"${mark}-addon"}}`,
};

const nodegroup = {
  nodegroupName: 'workers',
  labels: { password: `${mark}-label` },
  tags: { password: `${mark}-tag` },
  taints: [{ key: 'k', value: `${mark}-taint` }],
  remoteAccess: { ec2SshKey: `${mark}-ssh` },
};

/** What surrounds the cluster in its account. */
const around = {
  logGroups: [{ logGroupName: '/aws/eks/planted/cluster', inheritedProperties: [`${mark}-log`] }],
  subscriptionFilters: [
    {
      filterName: 'siem',
      logGroupName: '/aws/eks/planted/cluster',
      filterPattern: `${mark}-pattern`,
    },
  ],
  subnets: [{ SubnetId: 'subnet-1', Tags: [{ Key: 'k', Value: `${mark}-subnet` }] }],
  securityGroups: [
    {
      GroupId: 'sg-1',
      Description: `${mark}-group`,
      IpPermissions: [
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0', Description: `${mark}-rule` }] },
      ],
    },
  ],
  detectors: {
    d1: { serviceRole: 'arn:role', status: 'ENABLED', tags: { k: `${mark}-detector` } },
  },
};

const scan = { scanId: '20261123T060000000Z', time: '2026-11-23T06:00:00.000Z' };
const ref = { account: '111122223333', region: 'eu-west-1', name: 'planted' };

test('nothing planted in a live cluster reaches the store, the log or the message', async () => {
  const api = await startKubeApi({ objects: planted as unknown as KubeObject[], tokens: 'eks' });
  const ca = Buffer.from(api.caPem).toString('base64');
  const eks = await startEksApi({
    clusters: [
      {
        name: 'planted',
        description: { ...description, endpoint: api.url, certificateAuthority: { data: ca } },
        addons: { 'vpc-cni': addon },
        nodegroups: { workers: nodegroup },
        insights: [{ name: 'i', description: `${mark}-insight`, insightStatus: {} }],
        accessEntries: { 'arn:aws:iam::111122223333:role/ci': [] },
      },
    ],
    account: around,
  });
  const credentials = { accessKeyId: `AKIA${mark}`, secretAccessKey: `${mark}-key` };
  const clients = awsClients({ region: 'eu-west-1', endpoint: eks.endpoint, credentials });
  try {
    await expectNoMark(eksClusters({ credentials, clientsFor: () => clients, toolVersion: '0' }));
    expect(api.requests.filter(({ path }) => /\/secrets(\/|$)/.test(path))).toEqual([]);
  } finally {
    clients.eks.destroy();
    await eks.close();
    await api.close();
  }
});

test('nothing planted in manifests reaches the store, the log or the message', async () => {
  const manifests = await readManifests([join(import.meta.dirname, 'worlds', 'open')]);
  const objects = planted.map((raw) => ({
    apiVersion: raw.apiVersion,
    kind: raw.kind,
    raw: raw as Readonly<Record<string, unknown>>,
    place: 'planted.yaml:1',
  }));
  const named = objects.filter(({ raw }) => typeof nameOf(raw) === 'string');
  const awsAnswers = [{ cluster: description }, { addon }];
  await expectNoMark(
    manifestClusters({ ...manifests, objects: named, awsAnswers }, { namespace: 'default' }),
  );
});

test.each([
  ['an alias that leads nowhere', `value: *${mark}`],
  ['a block scalar with a strange header', `value: |${mark} x`],
  ['a tag of an unknown handle', `value: !${mark}!x y`],
  ['an unclosed quotation', `value: "${mark}`],
  ['a key that stands twice', `${mark}: 1\n${mark}: 2`],
  ['a tab', `\tvalue: ${mark}`],
  ['a mapping that goes on wrongly', `value: ${mark}\n  more: ${mark}`],
])('a broken manifest does not repeat what it holds: %s', async (_, line) => {
  const folder = await mkdtemp(join(tmpdir(), 'broken-'));
  try {
    const good = 'apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec: {containers: []}\n';
    await writeFile(join(folder, 'good.yaml'), good);
    await writeFile(join(folder, 'broken.yaml'), `kind: Pod\n${line}\n`);
    const { faults, warnings } = await readManifests([folder]);
    expect([...faults, ...warnings]).not.toEqual([]);
    expect(JSON.stringify([faults, warnings])).not.toContain(mark);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function nameOf(raw: Readonly<Record<string, unknown>>): unknown {
  return (raw['metadata'] as { readonly name: unknown }).name;
}

async function expectNoMark(clusters: Parameters<typeof fiveStages>[0]['clusters']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'));
  try {
    const store = folderStore(folder);
    const { assessment, messages, log } = await fiveStages({
      ...scan,
      cluster: ref,
      clusters,
      store,
    });
    expect(assessment.findings.map(({ controlId }) => controlId)).toContain('POD-01');
    const files = await everyFile(folder);
    expect([...files.keys()].filter((name) => name.endsWith('.gz'))).toHaveLength(1);
    // What was refused cannot be leaked: only the two objects that are meant to be odd may be.
    expect(['deployments', 'statefulsets']).toEqual(
      expect.arrayContaining([...unreadableKinds(files)]),
    );
    for (const [name, text] of files) expect([name, text.includes(mark)]).toEqual([name, false]);
    expect(JSON.stringify([messages, log])).not.toContain(mark);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function unreadableKinds(files: ReadonlyMap<string, string>): readonly string[] {
  const [, text = ''] = [...files].find(([name]) => name.endsWith('.gz')) ?? [];
  const { gaps } = storedSnapshotSchema.parse(JSON.parse(text));
  return gaps.filter(({ reason }) => reason === 'unreadable').map(({ read }) => read);
}

/** Every file below a folder as text, compressed ones unpacked. */
async function everyFile(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries.filter((given) => given.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    files.set(path, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'));
  }
  return files;
}
