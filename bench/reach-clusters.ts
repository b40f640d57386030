import type { Snapshot } from '../functions/model/snapshot.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { minimalSnapshot, tweak } from '../test/minimal-snapshot.ts';

/*
 * Clusters for the reachability benchmark. `realistic`: namespaces of about 100 pods; workloads of 1
 * to 30 replicas with the six labels that charts give (name, instance, component, version, team and
 * the template hash); half of the namespaces deny by default, every namespace of those opens DNS,
 * and the rest of the policies let one workload talk to another of its own or another namespace, or
 * to an address block. `worst`: every pod has a label of its own, and together the policies name
 * each pod by it, so that no two pods are alike to them.
 */

export type ClusterShape = 'realistic' | 'worst';

const podsPerNamespace = 100;
const podSpec = podSpecOf({
  containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }] }],
});

/** A plain generator of numbers from 0 to 1: the same for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Size = { readonly pods: number; readonly policies: number };

export function benchSnapshot(shape: ClusterShape, size: Size): Snapshot {
  return tweak(minimalSnapshot, shape === 'realistic' ? realistic(size) : worst(size));
}

type Parts = Pick<Snapshot, 'namespaces' | 'pods' | 'networkPolicies'>;
type App = { readonly namespace: string; readonly name: string };

function realistic({ pods: podCount, policies: policyCount }: Size): Parts {
  const random = numbersFrom(podCount + policyCount);
  const below = (end: number): number => Math.floor(random() * end);
  const namespaceCount = Math.max(3, Math.round(podCount / podsPerNamespace));
  const namespaces = Array.from({ length: namespaceCount }, (_, index) =>
    namespaceOf(`ns-${String(index).padStart(4, '0')}`, index),
  );
  const apps: App[] = [];
  const pods: Snapshot['pods'] = [];
  while (pods.length < podCount) {
    const namespace = namespaces[below(namespaceCount)]?.name ?? '';
    const app = { namespace, name: `app-${apps.length}` };
    const replicas = Math.min(podCount - pods.length, 1 + Math.floor(30 * random() ** 3));
    for (let replica = 0; replica < replicas; replica += 1) {
      pods.push(podOf(app, replica, appLabels(app, apps.length), pods.length));
    }
    apps.push(app);
  }
  const networkPolicies = realisticPolicies({ namespaces, apps, policyCount, below });
  return { namespaces, pods, networkPolicies };
}

function namespaceOf(name: string, index: number): Snapshot['namespaces'][number] {
  const labels = {
    environment: ['prod', 'staging', 'dev'][index % 3] ?? 'dev',
    'kubernetes.io/metadata.name': name,
    team: `team-${index % 20}`,
  };
  return { name, labels, isImplied: false };
}

function appLabels({ name }: App, index: number): Readonly<Record<string, string>> {
  return {
    app: name,
    'app.kubernetes.io/component': ['web', 'api', 'worker', 'cache', 'db'][index % 5] ?? 'web',
    'app.kubernetes.io/instance': `${name}-main`,
    'app.kubernetes.io/version': `1.${index % 40}.0`,
    'pod-template-hash': `h${(index * 7919) % 100_003}`,
    team: `team-${index % 20}`,
  };
}

function podOf(
  { namespace, name }: App,
  replica: number,
  labels: Readonly<Record<string, string>>,
  index: number,
): Snapshot['pods'][number] {
  return {
    namespace,
    name: `${name}-${replica}`,
    labels,
    annotations: {},
    owner: { kind: 'Deployment', namespace, name },
    isRepresentative: false,
    phase: 'Running',
    nodeName: `node-${index % Math.max(1, Math.ceil(index / 50))}`,
    podIPs: [`10.${(index >>> 16) & 255}.${(index >>> 8) & 255}.${index & 255}`],
    spec: podSpec,
  };
}

type PolicyMaking = {
  readonly namespaces: Snapshot['namespaces'];
  readonly apps: readonly App[];
  readonly policyCount: number;
  readonly below: (end: number) => number;
};

function realisticPolicies({ namespaces, apps, policyCount, below }: PolicyMaking) {
  const policies: Snapshot['networkPolicies'] = [];
  const add = (namespace: string, spec: unknown): void => {
    policies.push({ namespace, name: `policy-${policies.length}`, labels: {}, spec });
  };
  for (const { name } of namespaces.filter((_, index) => index % 2 === 0)) {
    if (policies.length >= policyCount / 2) break;
    add(name, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    add(name, dnsEgress);
  }
  const anyApp = (): App => apps[below(apps.length)] ?? { namespace: '', name: '' };
  while (policies.length < policyCount) {
    const app = anyApp();
    add(app.namespace, appPolicy(app, { anyApp, below }));
  }
  return policies;
}

const dnsEgress = {
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [
    {
      to: [
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
      ],
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
    },
  ],
};

function appPolicy(
  app: App,
  { anyApp, below }: { readonly anyApp: () => App; readonly below: (end: number) => number },
) {
  const other = anyApp();
  const peer = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': other.namespace } },
    podSelector: { matchLabels: { app: other.name } },
  };
  const block = { ipBlock: { cidr: `172.${16 + below(16)}.${below(256)}.0/24` } };
  const team = { namespaceSelector: { matchLabels: { team: `team-${below(20)}` } } };
  const peers = [
    peer,
    below(4) === 0 ? block : { podSelector: { matchLabels: { app: anyApp().name } } },
  ];
  const ports = [{ port: [80, 443, 5432, 6379, 8080, 9090, 'http'][below(7)] ?? 80 }];
  const podSelector = { matchLabels: { app: app.name } };
  if (below(3) === 0)
    return { podSelector, policyTypes: ['Egress'], egress: [{ to: peers, ports }] };
  const from = below(10) === 0 ? [...peers, team] : peers;
  return { podSelector, policyTypes: ['Ingress'], ingress: [{ from, ports }] };
}

function worst({ pods: podCount, policies: policyCount }: Size): Parts {
  const namespaceCount = Math.max(3, Math.round(podCount / podsPerNamespace));
  const namespaces = Array.from({ length: namespaceCount }, (_, index) =>
    namespaceOf(`ns-${String(index).padStart(4, '0')}`, index),
  );
  const pods = Array.from({ length: podCount }, (_, index) => {
    const namespace = namespaces[Math.floor((index * namespaceCount) / podCount)]?.name ?? '';
    return podOf({ namespace, name: `app-${index}` }, 0, { id: `id-${index}` }, index);
  });
  const share = Math.ceil(podCount / policyCount);
  const networkPolicies = Array.from({ length: policyCount }, (_, index) => {
    const named = pods.slice(index * share, (index + 1) * share);
    const target = pods[(index * 7919) % podCount];
    const from = named.map(({ namespace, labels }) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      podSelector: { matchLabels: { id: labels['id'] ?? '' } },
    }));
    const spec = {
      podSelector: { matchLabels: { id: target?.labels['id'] ?? '' } },
      policyTypes: ['Ingress'],
      ingress: [{ from, ports: [{ port: 1 + (index % 60_000) }] }],
    };
    return { namespace: target?.namespace ?? '', name: `policy-${index}`, labels: {}, spec };
  });
  return { namespaces, pods, networkPolicies };
}
