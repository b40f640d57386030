import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { portsOf } from '../functions/assess/reach/algebra/port-set.ts';
import { lineText } from '../functions/assess/reach/lines/connection-line.ts';
import {
  connectionLines,
  connectionWalk,
  type LineQuestion,
} from '../functions/assess/reach/lines/connection-lines.ts';
import { type ProfileName, profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../functions/assess/reach/reach.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const world = '0.0.0.0-255.255.255.255[External]';

describe('peers are written', () => {
  const pods = `
pods:
  - {name: web-5d9c-aaaaa, owner: Deployment web, labels: {pod-template-hash: 5d9c}}
  - {name: tidy-123-bbbbb, owner: CronJob tidy, labels: {job-name: tidy-123}}
  - {name: db, owner: StatefulSet db, isRepresentative: true}
  - {name: alone}
`;

  test.each<[string, ProfileName, LineQuestion['level'], readonly string[]]>([
    [
      'as the workload at the top, by default',
      'spec',
      'workload',
      ['shop/alone[Pod]', 'shop/db[StatefulSet]', 'shop/tidy[CronJob]', 'shop/web[Deployment]'],
    ],
    [
      'as the pods, of which one that a template would make stands for its workload',
      'spec',
      'pod',
      [
        'shop/alone[Pod]',
        'shop/db[StatefulSet]',
        'shop/tidy-123-bbbbb[Pod]',
        'shop/web-5d9c-aaaaa[Pod]',
      ],
    ],
    [
      'as what controls the pod itself, where the profile is that of the other analyser',
      'external-ipblocks',
      'workload',
      [
        'shop/alone[Pod]',
        'shop/db[StatefulSet]',
        'shop/tidy-123[Job]',
        'shop/web-5d9c[ReplicaSet]',
      ],
    ],
  ])('%s', (_, profile, level, expected) => {
    const sources = linesOf(pods, { profile, level }).map((line) => line.split(' => ')[0]);
    expect([...new Set(sources)].filter((source) => source !== world)).toEqual(expected);
  });

  test('of live and of future pods of one workload as one peer', () => {
    const lines = linesOf(`
pods:
  - {name: web-aaaaa, owner: Deployment web}
  - {name: web, owner: Deployment web, isRepresentative: true}
`);
    expect(lines).toEqual([
      `${world} => shop/web[Deployment] : All Connections`,
      `shop/web[Deployment] => ${world} : All Connections`,
      'shop/web[Deployment] => shop/web[Deployment] : All Connections',
    ]);
  });

  test('so that no name can pass for a line of its own', () => {
    const [line = ''] = linesOf('pods: [{name: "x[Pod] : none\\nshop/y"}]');
    expect(line).toBe(`${world} => shop/x[Pod] : none\\u{a}shop/y[Pod] : All Connections`);
  });
});

describe('a workload', () => {
  const shop = `
pods:
  - {name: db-0, owner: StatefulSet db, labels: {app: db, index: "0"}}
  - {name: db-1, owner: StatefulSet db, labels: {app: db, index: "1"}}
  - {name: web-a, owner: Deployment web, labels: {app: web}}
networkPolicies:
  - name: first
    spec: {podSelector: {matchLabels: {index: "0"}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]}
  - name: second
    spec: {podSelector: {matchLabels: {index: "1"}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 81}]}]}
`;

  test('is reached on whatever any of its pods is reached on', () => {
    expect(linesOf(shop)).toContain('shop/web[Deployment] => shop/db[StatefulSet] : TCP 80-81');
    expect(linesOf(shop, { level: 'pod' })).toEqual(
      expect.arrayContaining([
        'shop/web-a[Pod] => shop/db-0[Pod] : TCP 80',
        'shop/web-a[Pod] => shop/db-1[Pod] : TCP 81',
      ]),
    );
  });

  test('reaches itself where one of its pods reaches another one', () => {
    expect(linesOf(shop)).toContain('shop/db[StatefulSet] => shop/db[StatefulSet] : TCP 81');
  });

  test.each([
    ['one live pod', '[{name: web-a, owner: Deployment web}]', false],
    ['two', '[{name: web-a, owner: Deployment web}, {name: web-b, owner: Deployment web}]', true],
    ['a template', '[{name: web, owner: Deployment web, isRepresentative: true}]', true],
  ])('with %s: a line with itself %#', (_, pods, expected) => {
    const self = 'shop/web[Deployment] => shop/web[Deployment] : All Connections';
    expect(linesOf(`pods: ${pods}`).includes(self)).toBe(expected);
    const analyser = linesOf(`pods: ${pods}`, { profile: 'external-ipblocks' });
    expect(analyser).toEqual([
      `${world} => shop/web[Deployment] : All Connections`,
      `shop/web[Deployment] => ${world} : All Connections`,
    ]);
  });
});

describe('addresses', () => {
  const blocks = `
pods: [{name: web}]
networkPolicies:
  - name: in
    spec:
      podSelector: {}
      ingress:
        - {from: [{ipBlock: {cidr: 10.0.0.0/9}}, {ipBlock: {cidr: 10.128.0.0/9}}]}
        - {from: [{ipBlock: {cidr: 11.0.0.0/8}}], ports: [{port: 80}]}
`;
  const into = (lines: readonly string[]) => lines.filter((line) => line.includes('=> shop/web'));

  test('in a row with one connection are one range', () => {
    expect(into(linesOf(blocks))).toEqual([
      '10.0.0.0-10.255.255.255[External] => shop/web[Pod] : All Connections',
      '11.0.0.0-11.255.255.255[External] => shop/web[Pod] : TCP 80',
    ]);
  });

  test('are never joined where the profile is that of the other analyser', () => {
    expect(into(linesOf(blocks, { profile: 'external-ipblocks' }))).toEqual([
      '10.0.0.0-10.127.255.255[External] => shop/web[Pod] : All Connections',
      '10.128.0.0-10.255.255.255[External] => shop/web[Pod] : All Connections',
      '11.0.0.0-11.255.255.255[External] => shop/web[Pod] : TCP 80',
    ]);
  });

  test('are joined where they are alike on the ports that are asked for', () => {
    expect(into(linesOf(blocks, { ports: portsOf('TCP', 80) }))).toEqual([
      '10.0.0.0-11.255.255.255[External] => shop/web[Pod] : TCP 80',
    ]);
  });

  test.each([
    ['nothing shows IPv6', 'pods: [{name: web, podIPs: [10.0.0.1]}]', false],
    ['a pod has an address of it', 'pods: [{name: web, podIPs: ["fd00::1"]}]', true],
    ['a node has', 'pods: [{name: web}]\nnodes: [{name: a, internalIPs: ["fd00::1"]}]', true],
    ['the cluster is of it', 'pods: [{name: web}]\neksCluster: {ipFamily: ipv6}', true],
    [
      'a policy names all of it',
      `
pods: [{name: web}]
networkPolicies: [{name: a, spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: "::/0"}}]}]}}]`,
      true,
    ],
  ])('of IPv6: %s', (_, fragment, expected) => {
    const every = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External]';
    expect(linesOf(fragment)).toContain(`shop/web[Pod] => ${world} : All Connections`);
    expect(linesOf(fragment).some((line) => line.startsWith(every))).toBe(expected);
    expect(linesOf(fragment, { profile: 'external-ipblocks' }).join()).not.toContain('ffff');
  });
});

describe('nodes', () => {
  const nodes = `
nodes: [{name: one, internalIPs: [10.0.0.1]}, {name: two, internalIPs: [10.0.0.2]}]
pods:
  - {name: web-a, owner: Deployment web, nodeName: one}
  - {name: agent-a, owner: DaemonSet agent, nodeName: one, spec: {hostNetwork: true}}
networkPolicies: [{name: closed, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}]
`;

  test('are listed one by one, and their own pods are open to them whatever policies say', () => {
    const lines = linesOf(nodes, { profile: 'aws-vpc-cni' });
    expect(lines.filter((line) => line.includes('shop/web'))).toEqual([
      'one[Node] => shop/web[Deployment] : All Connections',
      'shop/agent[DaemonSet] => shop/web[Deployment] : All Connections',
      'shop/web[Deployment] => one[Node] : All Connections',
      'shop/web[Deployment] => shop/agent[DaemonSet] : All Connections',
    ]);
  });

  test('are left open for their pods to reach where the specification does not say', () => {
    expect(linesOf(nodes)).toContain(
      'shop/web[Deployment] => one[Node] : none (undefined: All Connections)',
    );
  });

  test('have no lines among themselves or with the outside', () => {
    const among = linesOf(nodes).filter((line) => !line.includes('shop/'));
    expect(among).toEqual([]);
  });

  test('of a pod that has none yet may be any', () => {
    const lines = linesOf(`
nodes: [{name: one}]
pods: [{name: web, owner: Deployment web, isRepresentative: true}]
networkPolicies: [{name: closed, spec: {podSelector: {}}}]
`);
    expect(lines).toContain(
      'one[Node] => shop/web[Deployment] : none (undefined: All Connections)',
    );
  });

  test('are no peers where the profile has none', () => {
    expect(linesOf(nodes, { profile: 'external-ipblocks' }).join()).not.toContain('[Node]');
  });
});

describe('peers beyond addresses', () => {
  const cilium = (rule: string) => `
pods: [{name: web, labels: {app: web}}]
otherPolicies:
  - read: ciliumnetworkpolicies.cilium.io
    kind: CiliumNetworkPolicy
    namespace: shop
    name: out
    specs: [{endpointSelector: {}, egress: [${rule}]}]
`;

  test('are names where a policy names them', () => {
    const lines = linesOf(cilium('{toFQDNs: [{matchName: api.example.com}]}'), {
      profile: 'cilium',
    });
    expect(lines).toContain('shop/web[Pod] => api.example.com[Name] : All Connections');
  });

  test('are entities where a policy names them, and are not told otherwise', () => {
    const named = linesOf(cilium('{toEntities: [kube-apiserver]}'), { profile: 'cilium' });
    expect(named.filter((line) => line.includes('[Entity]'))).toEqual([
      'apiServer[Entity] => shop/web[Pod] : All Connections',
      'shop/web[Pod] => apiServer[Entity] : All Connections',
    ]);
    expect(linesOf('pods: [{name: web}]', { profile: 'cilium' }).join()).not.toContain('[Entity]');
  });
});

test('the own node comes in whatever policies say, by the name of an entity, too', () => {
  const lines = linesOf(
    `
pods: [{name: web}]
otherPolicies:
  - read: ciliumnetworkpolicies.cilium.io
    kind: CiliumNetworkPolicy
    namespace: shop
    name: closed
    specs: [{endpointSelector: {}, ingress: [{fromEntities: [remote-node]}], egress: [{toEntities: [host], toPorts: [{ports: [{port: "53", protocol: UDP}]}]}]}]
`,
    { profile: 'cilium' },
  );
  expect(lines.filter((line) => line.includes('[Entity]'))).toEqual([
    'host[Entity] => shop/web[Pod] : All Connections',
    'remoteNode[Entity] => shop/web[Pod] : All Connections',
    'shop/web[Pod] => host[Entity] : UDP 53',
  ]);
});

describe('what is left open', () => {
  const twins = `
pods: [{name: web, labels: {app: web}}, {name: db, labels: {app: db}}]
otherPolicies:
  - read: adminnetworkpolicies.policy.networking.k8s.io
    kind: AdminNetworkPolicy
    name: one
    specs: [{priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}], ports: [{portNumber: {protocol: TCP, port: 80}}]}]}]
  - read: adminnetworkpolicies.policy.networking.k8s.io
    kind: AdminNetworkPolicy
    name: two
    specs: [{priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}]
`;

  test('stands beside what is allowed', () => {
    expect(linesOf(twins)).toContain('shop/web[Pod] => shop/db[Pod] : none (undefined: TCP 80)');
  });

  const isolated = `
pods: [{name: web, labels: {app: web}}, {name: db, labels: {app: db}}]
networkPolicies: [{name: closed, spec: {podSelector: {matchLabels: {app: db}}}}]
`;

  test('of other protocols alone gives no line, and is counted', () => {
    const snapshot = snapshotIn(isolated);
    const reach = reachOf(snapshot, profileNamed('spec'));
    const walk = connectionWalk(reach, snapshot, { level: 'workload' });
    const lines = [...walk.lines].map(lineText);
    expect(lines.filter((line) => line.includes('=> shop/db'))).toEqual([]);
    // Of db from web and from the outside.
    expect(walk.openForOtherProtocols()).toBe(2);
  });
});

test('lines are in order of source and destination', () => {
  const lines = linesOf(`
namespaces: [a, shop]
pods: [{name: b}, {name: a}, {name: a-b}, {name: z, namespace: a}]
networkPolicies: [{name: in, spec: {podSelector: {matchLabels: {x: y}}}}]
`);
  expect(lines).toEqual(lines.toSorted());
});

type Question = Partial<LineQuestion> & { readonly profile?: ProfileName };

function linesOf(
  fragment: string,
  { profile = 'spec', ...question }: Question = {},
): readonly string[] {
  const snapshot = snapshotIn(fragment);
  const reach = reachOf(snapshot, profileNamed(profile));
  return connectionLines(reach, snapshot, { level: 'workload', ...question }).map(lineText);
}

function snapshotIn(fragment: string): Snapshot {
  return snapshotOf({ namespaces: ['shop'], ...parse(fragment) });
}
