import { describe, expect, test } from '@jest/globals';
import { hasNoPorts, type PortSet } from '../functions/assess/reach/algebra/port-set.ts';
import { clusterReach } from '../functions/assess/reach/cluster-reach.ts';
import { reachabilityOf } from '../functions/assess/reach/metrics/reachability.ts';
import type { Reach } from '../functions/assess/reach/reach.ts';
import { type Reachability, reachabilitySchema } from '../functions/model/reachability.ts';
import type { Pod, Snapshot } from '../functions/model/snapshot.ts';
import { subjectText } from '../functions/model/verdict.ts';
import { snapshotOf } from './minimal-snapshot.ts';
import { randomCluster } from './reach-oracle/random-cluster.ts';

type Known = Exclude<Reachability, { readonly notKnown: string }>;

const vpcCni = {
  workloads: [{ kind: 'DaemonSet', name: 'aws-node' }],
  vpcCniNodeAgent: { enableNetworkPolicy: true },
  vpcCniConfig: { enableNetworkPolicyController: true },
};

describe('the numbers of a cluster', () => {
  test('are those of a count over all pairs of pods', () => {
    let reached = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const snapshot = randomCluster(seed, 'spec');
      const { workloads, namespaces } = knownOf(snapshot);
      const { rows, peers } = counted(snapshot);
      const found = workloads.map(({ workload, pods, reachedBy, reaches }) => ({
        workload: subjectText(workload),
        pods,
        reachedBy,
        reaches,
      }));
      expect({ seed, found: found.sort(byWorkload) }).toEqual({
        seed,
        found: rows.toSorted(byWorkload),
      });
      for (const { namespace, reaches, reachedBy } of namespaces) {
        expect({ seed, namespace, reaches, reachedBy }).toEqual({ seed, ...peers(namespace) });
      }
      reached += rows.filter((row) => row.reaches.transitively > row.reaches.workloads).length;
    }
    expect(reached).toBeGreaterThan(10);
  });

  test('are the same in the same order whatever order the objects have', () => {
    const snapshot = randomCluster(7, 'spec');
    const turned = {
      ...snapshot,
      pods: snapshot.pods.toReversed(),
      namespaces: snapshot.namespaces.toReversed(),
      networkPolicies: snapshot.networkPolicies.toReversed(),
    };
    expect(knownOf(turned)).toEqual(knownOf(snapshot));
  });
});

describe('the blast radius', () => {
  const links = { a: 'b', b: 'c', c: 'd', d: 'b' } as const;

  test('of a chain grows step by step', () => {
    const chain = chained({ a: 'b', b: 'c', c: 'd' });
    expect(radii(chain)).toEqual({ a: [1, 3], b: [1, 2], c: [1, 1], d: [0, 0] });
  });

  test('of a cycle is all of it, for each of its members', () => {
    expect(radii(chained(links))).toEqual({ a: [1, 3], b: [1, 2], c: [1, 2], d: [1, 2] });
  });

  test('takes in the neighbours of a kind that a cycle leads back to', () => {
    // Two workloads with the labels of b: no policy can tell them apart.
    const snapshot = chained(links);
    const [, b] = snapshot.pods;
    if (b === undefined) throw new Error('there is a pod b');
    const twin = { ...b, name: 'twin', owner: { ...b.owner, name: 'twin' } };
    const twins = { ...snapshot, pods: [...snapshot.pods, twin] };
    expect(radii(twins)).toMatchObject({ a: [2, 4], b: [1, 3], twin: [1, 3], c: [1, 3] });
  });
});

describe('isolation', () => {
  const pods = [
    { name: 'one', labels: { app: 'web' }, owner: 'Deployment web' },
    { name: 'two', labels: { app: 'web', track: 'new' }, owner: 'Deployment web' },
  ];
  const denies = (podSelector: object) => ({
    name: 'deny',
    spec: { podSelector, policyTypes: ['Ingress'] },
  });

  test('counts the pods that a policy isolates, per direction', () => {
    const snapshot = snapshotOf({
      ...vpcCni,
      namespaces: ['shop'],
      pods,
      networkPolicies: [denies({ matchLabels: { track: 'new' } })],
    });
    expect(knownOf(snapshot).workloads[0]?.isolated).toEqual({
      ingress: { pods: 1, undefined: 0 },
      egress: { pods: 0, undefined: 0 },
    });
    expect(knownOf(snapshot).namespaces[0]?.isolated).toEqual({ ingress: 0, egress: 0 });
  });

  test('of every pod of a namespace is a default deny', () => {
    const snapshot = snapshotOf({
      ...vpcCni,
      namespaces: ['shop'],
      pods,
      networkPolicies: [denies({})],
    });
    expect(knownOf(snapshot).namespaces[0]).toMatchObject({
      workloads: 1,
      isolated: { ingress: 1, egress: 0 },
    });
  });

  test('holds for no pod that the engine leaves out, and perhaps for one without an owner', () => {
    const snapshot = snapshotOf({
      ...vpcCni,
      namespaces: ['shop'],
      pods: [{ name: 'legacy', owner: 'Deployment legacy', spec: windows }, { name: 'bare' }],
      networkPolicies: [denies({})],
    });
    const isolated = knownOf(snapshot).workloads.map((each) => each.isolated.ingress);
    expect(isolated).toEqual([
      { pods: 0, undefined: 0 },
      { pods: 0, undefined: 1 },
    ]);
  });

  test('comes with a strict mode where no policy selects a pod', () => {
    const snapshot = snapshotOf({
      ...vpcCni,
      vpcCniNodeAgent: { enableNetworkPolicy: true, enforcingMode: 'strict' },
      namespaces: ['shop'],
      pods,
      networkPolicies: [denies({ matchLabels: { track: 'new' } })],
    });
    // A policy of one direction leaves the other open: the pod is selected.
    expect(knownOf(snapshot).workloads[0]?.isolated).toEqual({
      ingress: { pods: 2, undefined: 0 },
      egress: { pods: 1, undefined: 0 },
    });
  });

  const windows = { os: { name: 'windows' } };
});

describe('the internet', () => {
  test('is reached by who may send to a public address, and exposes who stands behind a Service', () => {
    const snapshot = snapshotOf({
      ...vpcCni,
      namespaces: ['shop'],
      pods: [
        { name: 'web', labels: { app: 'web' }, owner: 'Deployment web' },
        { name: 'db', labels: { app: 'db' }, owner: 'StatefulSet db' },
      ],
      networkPolicies: [
        {
          name: 'db',
          spec: { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Egress'] },
        },
      ],
      services: [
        {
          name: 'web',
          type: 'LoadBalancer',
          annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' },
          selector: { app: 'web' },
          ports: [{ port: 80, nodePort: 30_080 }],
        },
      ],
    });
    const { workloads, namespaces } = knownOf(snapshot);
    expect(workloads.map(({ workload, internet }) => [workload.name, internet])).toEqual([
      ['web', { reached: 'yes', exposed: 'yes' }],
      ['db', { reached: 'no', exposed: 'no' }],
    ]);
    expect(namespaces[0]?.exposed).toEqual({ workloads: 1, undefined: 0 });
  });
});

describe('what could not be read', () => {
  test.each(['pods', 'networkpolicies', 'ciliumnetworkpolicies.cilium.io'])(
    'of %s leaves nothing to count',
    (read) => {
      const snapshot = snapshotOf({ gaps: [{ read, reason: 'forbidden', detail: 'got 403' }] });
      expect(reachabilityOf(snapshot)).toEqual({ notKnown: `${read}: forbidden, got 403` });
    },
  );

  test('of the engine and of Services is a doubt', () => {
    const gaps = ['daemonsets', 'services'].map((read) => ({
      read,
      reason: 'forbidden',
      detail: '',
    }));
    expect(knownOf(snapshotOf({ gaps })).doubts).toEqual([
      'daemonsets: forbidden',
      'services: forbidden',
    ]);
  });
});

function knownOf(snapshot: Snapshot): Known {
  const reachability = reachabilitySchema.parse(reachabilityOf(snapshot));
  if ('notKnown' in reachability) throw new Error(reachability.notKnown);
  return reachability;
}

/** Pods that only the pod before them reaches. */
function chained(links: Readonly<Record<string, string>>): Snapshot {
  const names = [...new Set(Object.entries(links).flat())].sort();
  return snapshotOf({
    ...vpcCni,
    namespaces: ['shop'],
    pods: names.map((name) => ({ name, labels: { app: name }, owner: `Deployment ${name}` })),
    networkPolicies: names.map((name) => ({
      name,
      spec: {
        podSelector: { matchLabels: { app: name } },
        ingress: Object.entries(links)
          .filter(([, to]) => to === name)
          .map(([from]) => ({ from: [{ podSelector: { matchLabels: { app: from } } }] })),
      },
    })),
  });
}

function radii(snapshot: Snapshot): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    knownOf(snapshot).workloads.map(({ workload, reaches }) => [
      workload.name,
      [reaches.workloads, reaches.transitively],
    ]),
  );
}

type Row = {
  readonly workload: string;
  readonly pods: number;
  readonly reachedBy: object;
  readonly reaches: { readonly workloads: number; readonly transitively: number };
};

function byWorkload(one: Pick<Row, 'workload'>, other: Pick<Row, 'workload'>): number {
  return one.workload < other.workload ? -1 : 1;
}

/** Pod by pod, and step by step. */
function counted(snapshot: Snapshot) {
  const { reach } = clusterReach(snapshot);
  const pods = snapshot.pods.filter((pod) => reach.classOf(pod) !== undefined);
  const owners = Map.groupBy(pods, ({ owner }) => subjectText(owner));
  const names = [...owners.keys()];
  const among = (kind: 'allowed' | 'undefined') => (from: string, to: string) =>
    from !== to &&
    (owners.get(from) ?? []).some((source) =>
      (owners.get(to) ?? []).some((destination) => isOpen(reach, source, destination, kind)),
    );
  const [sure, open] = [among('allowed'), among('undefined')];
  const edges = new Map(names.map((from) => [from, names.filter((to) => sure(from, to))]));
  const perhaps = new Map(
    names.map((from) => [from, names.filter((to) => !sure(from, to) && open(from, to))]),
  );
  const into = (map: ReadonlyMap<string, readonly string[]>, name: string) =>
    names.filter((from) => map.get(from)?.includes(name) === true);
  const rows = names.map((name) => ({
    workload: name,
    pods: owners.get(name)?.length ?? 0,
    reachedBy: { workloads: into(edges, name).length, undefined: into(perhaps, name).length },
    reaches: {
      workloads: edges.get(name)?.length ?? 0,
      undefined: perhaps.get(name)?.length ?? 0,
      transitively: walked(edges, name),
    },
  }));
  const homeOf = (name: string) => owners.get(name)?.[0]?.owner.namespace;
  const others = (all: readonly string[], namespace: string) =>
    new Set(all.map(homeOf).filter((home) => home !== namespace));
  const peers = (namespace: string) => {
    const own = names.filter((name) => homeOf(name) === namespace);
    const out = others(
      own.flatMap((name) => edges.get(name) ?? []),
      namespace,
    );
    const maybeOut = others(
      own.flatMap((name) => perhaps.get(name) ?? []),
      namespace,
    );
    const back = others(
      own.flatMap((name) => into(edges, name)),
      namespace,
    );
    const maybeBack = others(
      own.flatMap((name) => into(perhaps, name)),
      namespace,
    );
    return {
      namespace,
      reaches: {
        namespaces: out.size,
        undefined: [...maybeOut].filter((each) => !out.has(each)).length,
      },
      reachedBy: {
        namespaces: back.size,
        undefined: [...maybeBack].filter((each) => !back.has(each)).length,
      },
    };
  };
  return { rows, peers };
}

function isOpen(reach: Reach, from: Pod, to: Pod, kind: 'allowed' | 'undefined'): boolean {
  const [source = 0, destination = 0] = [reach.classOf(from), reach.classOf(to)];
  const ports: PortSet = reach.connection(source, destination)[kind];
  return !hasNoPorts({ ...ports, OTHER: false });
}

function walked(edges: ReadonlyMap<string, readonly string[]>, start: string): number {
  const seen = new Set<string>();
  const ahead = [...(edges.get(start) ?? [])];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    ahead.push(...(edges.get(name) ?? []));
  }
  seen.delete(start);
  return seen.size;
}
