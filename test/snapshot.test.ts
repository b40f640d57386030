import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { storedSnapshotSchema } from '../functions/model/stored-snapshot.ts';
import type { Clusters } from '../functions/model/world.ts';
import { kubeconfigClusters } from '../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { takeSnapshot } from '../functions/snapshot/snapshot.ts';
import type { KubeObject } from './kube-api/answers.ts';
import type { Fault } from './kube-api/faults.ts';
import { startKubeApi } from './kube-api/kube-api.ts';
import { withKubeconfig } from './kube-api/kubeconfig-file.ts';
import { memoryStore } from './memory-store.ts';

const scan = {
  scanId: '20261123T060000000Z',
  cluster: { account: 'local', region: 'local', name: 'test' },
};

type Raw = Readonly<Record<string, unknown>>;

const object = (apiVersion: string, kind: string, name: string, more: Raw = {}) => {
  const { labels, owner, ...rest } = more;
  const ownerReferences = owner === undefined ? [] : [{ ...(owner as Raw), controller: true }];
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: 'shop', labels: labels ?? {}, ownerReferences },
    ...rest,
  };
};

const spec = { containers: [{ name: 'app', image: 'registry.example.com/app:1' }] };
const template = { metadata: { labels: { app: 'app' } }, spec };
const pod = (name: string, more: Raw = {}) => object('v1', 'Pod', name, { spec, ...more });
const workload = (kind: string, name: string, more: Raw = {}) =>
  object(kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name, { spec: { template }, ...more });

describe('who owns a pod', () => {
  test.each([
    [
      'the Deployment above its ReplicaSet',
      [
        pod('web-5f7-abc', { owner: { kind: 'ReplicaSet', name: 'web-5f7' } }),
        workload('ReplicaSet', 'web-5f7', { owner: { kind: 'Deployment', name: 'web' } }),
        workload('Deployment', 'web'),
      ],
      'Deployment web',
    ],
    [
      'the Deployment that the template hash names, where the ReplicaSet is not seen',
      [
        pod('web-5f7-abc', {
          owner: { kind: 'ReplicaSet', name: 'web-5f7' },
          labels: { 'pod-template-hash': '5f7' },
        }),
      ],
      'Deployment web',
    ],
    [
      'the CronJob above its Job',
      [
        pod('night-1-abc', { owner: { kind: 'Job', name: 'night-1' } }),
        workload('Job', 'night-1', { owner: { kind: 'CronJob', name: 'night' } }),
      ],
      'CronJob night',
    ],
    [
      'a custom kind above a ReplicaSet',
      [
        pod('web-1-abc', { owner: { kind: 'ReplicaSet', name: 'web-1' } }),
        workload('ReplicaSet', 'web-1', { owner: { kind: 'Rollout', name: 'web' } }),
      ],
      'Rollout web',
    ],
    ['the pod itself, where nothing controls it', [pod('bare')], 'Pod bare'],
    [
      'a name alone, where a manifest forgets the kind',
      [pod('web-1', { owner: { name: 'web' } })],
      'Pod web',
    ],
    [
      'the pod itself, where a node runs it as a static pod',
      [pod('kube-proxy-node-1', { owner: { kind: 'Node', name: 'node-1' } })],
      'Pod kube-proxy-node-1',
    ],
  ])('%s', async (_, objects, owner) => {
    const { pods } = await snapshotOf(objects);
    expect(pods.map((given) => `${given.owner.kind} ${given.owner.name}`)).toEqual([owner]);
  });

  test('a circle of owners ends', async () => {
    const { pods } = await snapshotOf([
      pod('a', { owner: { kind: 'ReplicaSet', name: 'b' } }),
      workload('ReplicaSet', 'b', { owner: { kind: 'ReplicaSet', name: 'b' } }),
    ]);
    expect(pods).toHaveLength(1);
  });
});

describe('representative pods', () => {
  const representatives = async (objects: readonly Raw[]) =>
    (await snapshotOf(objects)).pods
      .filter(({ isRepresentative }) => isRepresentative)
      .map(({ owner }) => `${owner.kind} ${owner.name}`);

  test('a workload without live pods is shown by the pod its template makes', async () => {
    expect(await representatives([workload('Deployment', 'idle')])).toEqual(['Deployment idle']);
  });

  test('a workload with live pods is shown by them', async () => {
    const objects = [
      workload('StatefulSet', 'db'),
      pod('db-0', { owner: { kind: 'StatefulSet', name: 'db' } }),
    ];
    expect(await representatives(objects)).toEqual([]);
  });

  test('a Job that ran to its end makes no more pods', async () => {
    const status = { conditions: [{ type: 'Complete', status: 'True' }] };
    const objects = [workload('Job', 'done', { status }), workload('Job', 'waiting')];
    expect(await representatives(objects)).toEqual(['Job waiting']);
  });

  test.each([['Succeeded'], ['Failed']])(
    'a workload whose only pod has ended (%s) is shown by its template',
    async (phase) => {
      const owner = { kind: 'StatefulSet', name: 'db' };
      const objects = [workload('StatefulSet', 'db'), pod('db-0', { owner, status: { phase } })];
      expect(await representatives(objects)).toEqual(['StatefulSet db']);
    },
  );

  test('a workload that a custom kind controls is shown under the name of that', async () => {
    const owner = { kind: 'Kafka', name: 'events' };
    expect(await representatives([workload('StatefulSet', 'events-0', { owner })])).toEqual([
      'Kafka events',
    ]);
  });

  test('a workload is shown though the kind that controls it could not be listed', async () => {
    const owner = { kind: 'CronJob', name: 'night' };
    expect(await representatives([workload('Job', 'night-1', { owner })])).toEqual([
      'CronJob night',
    ]);
  });

  test('a template that a controller owns is no workload of its own', async () => {
    const owner = { kind: 'Deployment', name: 'web' };
    const { workloads } = await snapshotOf([
      workload('Deployment', 'web'),
      workload('ReplicaSet', 'web-1', { owner }),
      workload('ReplicaSet', 'web-2', { owner }),
    ]);
    expect(workloads.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['Deployment web']);
  });
});

describe('what a snapshot keeps', () => {
  test('null is nothing, as it is for the API server', async () => {
    const empty = { containers: null, volumes: null, securityContext: null, hostPID: null };
    const { pods } = await snapshotOf([pod('a', { spec: empty, labels: null })]);
    expect(pods[0]?.spec).toMatchObject({ containers: [], volumes: [], hostPID: false });
  });

  test('a namespace that no object declares is implied by what lives in it', async () => {
    const { namespaces } = await snapshotOf([pod('a')]);
    expect(namespaces).toEqual([
      { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'shop' }, isImplied: true },
    ]);
  });

  test('a policy keeps fields that nobody knows yet', async () => {
    const unheard = { podSelector: {}, zebra: 1, ingress: [{ from: [{ moon: {} }] }] };
    const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'new', { spec: unheard });
    const { networkPolicies } = await snapshotOf([policy]);
    expect(networkPolicies[0]?.spec).toEqual(unheard);
  });

  test.each([
    ['"--enable-network-policy=true"', { enableNetworkPolicy: 'true' }, true],
    ['a boolean', { enableNetworkPolicy: true }, true],
    ['nothing, which means off', {}, false],
    ['a list where a map belongs, which cannot be told', [], undefined],
  ])('the add-on configuration says %s', async (_, configuration, expected) => {
    const addon = { addonName: 'vpc-cni', configurationValues: JSON.stringify(configuration) };
    const { vpcCniAddon } = await snapshotOf([pod('a')], [{ addon }]);
    expect(vpcCniAddon?.enableNetworkPolicy).toBe(expected);
  });

  test('the same cluster has the same bytes, in whatever order it is read', async () => {
    const objects = [
      pod('b', { labels: { x: '1', a: '2' } }),
      pod('a'),
      workload('Deployment', 'c'),
      workload('StatefulSet', 'c'),
    ];
    const turned = objects.toReversed().map((given) => ({
      ...given,
      metadata: { ...given.metadata, labels: turnedMap(given.metadata.labels as Raw) },
    }));
    expect(await bytesOf(turned)).toEqual(await bytesOf(objects));
  });
});

describe('replicas', () => {
  const replica = (name: string, more: Raw = {}) =>
    pod(name, { owner: { kind: 'StatefulSet', name: 'db' }, ...more });
  const tokenOf = (suffix: string) => ({
    containers: [
      {
        name: 'app',
        volumeMounts: [{ name: `kube-api-access-${suffix}`, mountPath: '/var/run/secrets' }],
      },
    ],
    volumes: [{ name: `kube-api-access-${suffix}`, projected: { sources: [] } }],
  });

  test('that differ in generated names alone share one spec', async () => {
    const { pods } = await snapshotOf([
      replica('db-0', { spec: tokenOf('abcde') }),
      replica('db-1', { spec: tokenOf('fghij') }),
    ]);
    expect(pods[0]?.spec).toBe(pods[1]?.spec);
    expect(pods[0]?.spec.volumes).toMatchObject([{ name: 'kube-api-access', type: 'projected' }]);
  });

  test.each<[string, Raw]>([
    ['a host namespace', { ...spec, hostPID: true }],
    [
      'a privileged container',
      { containers: [{ ...spec.containers[0], securityContext: { privileged: true } }] },
    ],
    ['an ephemeral container', { ...spec, ephemeralContainers: [{ name: 'debug' }] }],
    ['one container less', { containers: [] }],
    ['an own name for a volume', { ...spec, volumes: [{ name: 'kube-api-access', emptyDir: {} }] }],
  ])('that differ in %s are kept apart', async (_, other) => {
    const { pods } = await snapshotOf([
      replica('db-0'),
      replica('db-1', { spec: other }),
      replica('db-2'),
    ]);
    expect(pods[1]?.spec).not.toEqual(pods[0]?.spec);
    expect(pods[2]?.spec).toBe(pods[0]?.spec);
  });

  test('are never given what another one has, whatever the two are', async () => {
    const text = fc.constantFrom('kube-api-access-aaaaa', 'kube-api-access-bbbbb', 'x', 'y');
    const volumes = fc.array(fc.record({ name: text, secret: fc.record({ secretName: text }) }), {
      maxLength: 2,
    });
    const containers = fc.array(
      fc.record({
        name: text,
        image: text,
        env: fc.constantFrom([], [{ name: 'A', value: 'kube-api-access-aaaaa' }]),
        volumeMounts: fc.array(fc.record({ name: text, mountPath: text }), { maxLength: 1 }),
      }),
      { maxLength: 2 },
    );
    const anySpec = fc.record({ serviceAccountName: text, volumes, containers });
    await fc.assert(
      fc.asyncProperty(anySpec, anySpec, async (one, other) => {
        const together = await snapshotOf([
          replica('a', { spec: one }),
          replica('b', { spec: other }),
        ]);
        const alone = await snapshotOf([replica('b', { spec: other })]);
        expect(together.pods[1]?.spec).toEqual(alone.pods[0]?.spec);
      }),
      { numRuns: 300 },
    );
  });

  test('of another owner are a spec of their own, whatever stands between them', async () => {
    const other = (name: string) => pod(name, { owner: { kind: 'StatefulSet', name: 'cache' } });
    const mixed = await bytesOf([replica('a'), other('b'), replica('c'), other('d')]);
    const sorted = await bytesOf([replica('a'), replica('c'), other('b'), other('d')]);
    expect(mixed).toEqual(sorted);
  });
});

describe('what a snapshot lacks is a gap', () => {
  test('an object that cannot be understood is counted and named, without its value', async () => {
    const odd = pod('odd', { spec: { containers: 'hunter2' } });
    const { gaps, pods } = await snapshotOf([odd, pod('even')]);
    expect(pods.map(({ name }) => name)).toEqual(['even']);
    expect(gaps.filter(({ read }) => read === 'pods')).toEqual([
      {
        read: 'pods',
        reason: 'unreadable',
        detail:
          '1 of 2 objects could not be understood, first shop/odd: spec.containers: expected array',
      },
    ]);
  });

  test.each<[string, Fault, string]>([
    ['forbidden', { path: '/api/v1/pods', status: 403 }, 'forbidden'],
    ['not served', { path: '/api/v1/pods', status: 404 }, 'notServed'],
    ['cut off', { path: '/api/v1/pods', does: 'truncate' }, 'cutOff'],
    ['not Kubernetes', { path: '/api/v1/pods', does: 'html' }, 'unreadable'],
  ])('a list that is %s, and the scan goes on', async (_, fault, reason) => {
    const deployment = workload('Deployment', 'web');
    const api = await startKubeApi({
      objects: [pod('a'), deployment] as unknown as KubeObject[],
      faults: [fault],
    });
    try {
      const snapshot = await withKubeconfig(api, (file) =>
        snapshotFrom(kubeconfigClusters({ file, toolVersion: '0', environment: {} })),
      );
      expect(snapshot.gaps.filter(({ read }) => read === 'pods')).toMatchObject([{ reason }]);
      expect(snapshot.workloads.map(({ name }) => name)).toEqual(['web']);
    } finally {
      await api.close();
    }
  });
});

test('a snapshot that is there already is left alone, and the cluster is not asked', async () => {
  const store = memoryStore();
  const objects = [pod('a')];
  await takeSnapshot(scan, { ...world(clustersOf(objects)), store });
  const closed: Clusters = {
    open: async () => {
      throw new Error('the cluster was asked again');
    },
  };
  const again = await takeSnapshot(scan, { ...world(closed), store });
  expect(again.outcome).toBe('alreadyThere');
});

const clock = () => new Date('2026-11-23T06:00:00.000Z');
const log = { info: () => {}, warn: () => {} };
const world = (clusters: Clusters) => ({ clock, log, clusters, store: memoryStore() });

function clustersOf(objects: readonly Raw[], awsAnswers: readonly Raw[] = []): Clusters {
  const given = objects.map((raw) => ({
    apiVersion: String(raw['apiVersion']),
    kind: String(raw['kind']),
    raw,
    place: 'test.yaml:1',
  }));
  const manifests = { objects: given, awsAnswers, faults: [], warnings: [] };
  return manifestClusters(manifests, { namespace: 'default' });
}

async function storedBytes(clusters: Clusters): Promise<Uint8Array> {
  const where = world(clusters);
  const { key } = await takeSnapshot(scan, where);
  return (await where.store.read(key)) ?? new Uint8Array();
}

const bytesOf = (objects: readonly Raw[]) => storedBytes(clustersOf(objects));

async function snapshotFrom(clusters: Clusters): Promise<Snapshot> {
  const text = gunzipSync(await storedBytes(clusters)).toString('utf8');
  return storedSnapshotSchema.parse(JSON.parse(text));
}

const snapshotOf = (objects: readonly Raw[], awsAnswers: readonly Raw[] = []) =>
  snapshotFrom(clustersOf(objects, awsAnswers));

function turnedMap(map: Raw): Raw {
  return Object.fromEntries(Object.entries(map).toReversed());
}
