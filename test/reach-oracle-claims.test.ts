import { describe, expect, test } from '@jest/globals';
import { snapshotOf } from './minimal-snapshot.ts';
import { holdsFor } from './reach-oracle/calico-selector.ts';
import type { OracleProfile } from './reach-oracle/dialect.ts';
import type { OraclePeer, Packet, Verdict } from './reach-oracle/packet.ts';
import { verdictOf } from './reach-oracle/verdict-of-packet.ts';

/*
 * The naive evaluator on cases small enough to be judged by reading: web and db in namespace shop on
 * node one, bill in namespace pay on node two, proxy on the network of node two.
 */

const ports = [{ name: 'sql', containerPort: 5432 }];
const pods = [
  { name: 'web', labels: { app: 'web' }, owner: 'Deployment web', podIPs: ['10.0.0.1'] },
  { name: 'db', labels: { app: 'db' }, owner: 'Deployment db', podIPs: ['10.0.0.2'] },
  { name: 'bill', namespace: 'pay', owner: 'Deployment bill', podIPs: ['10.0.1.1'] },
  { name: 'proxy', namespace: 'pay', owner: 'DaemonSet proxy', podIPs: ['192.168.0.2'] },
  { name: 'bare', podIPs: ['10.0.0.9'] },
].map((pod) => ({
  ...pod,
  nodeName: pod.namespace === 'pay' ? 'two' : 'one',
  spec: { hostNetwork: pod.name === 'proxy', containers: [{ name: 'main', ports }] },
}));

const cluster = {
  namespaces: [{ name: 'shop', labels: { env: 'prod' } }, 'pay'],
  nodes: [
    { name: 'one', internalIPs: ['192.168.0.1'] },
    { name: 'two', internalIPs: ['192.168.0.2'] },
  ],
  pods,
};

const pod = (name: string, namespace = 'shop'): OraclePeer => ({ kind: 'pod', namespace, name });
const [web, db, bill, proxy] = [pod('web'), pod('db'), pod('bill', 'pay'), pod('proxy', 'pay')];
const outside: OraclePeer = { kind: 'address', address: '203.0.113.7' };
const node = (name: string): OraclePeer => ({ kind: 'node', name });

const onDb = (spec: object, name = 'on-db') => ({
  networkPolicies: [{ name, spec: { podSelector: { matchLabels: { app: 'db' } }, ...spec } }],
});
const onWeb = (spec: object) => ({
  networkPolicies: [
    { name: 'on-web', spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec } },
  ],
});
const admin = (priority: number, ingress: readonly object[], name = `at-${priority}`) => ({
  read: 'adminnetworkpolicies.policy.networking.k8s.io',
  kind: 'AdminNetworkPolicy',
  name,
  spec: { priority, subject: { namespaces: {} }, ingress },
});
const other = (read: string, spec: object, namespace?: string) => ({
  read,
  kind: 'Policy',
  name: read,
  ...(namespace === undefined ? {} : { namespace }),
  spec,
});
const everyone = [{ namespaces: {} }];

type Claim = readonly [
  claim: string,
  policies: object,
  ends: readonly [OraclePeer, OraclePeer],
  expected: Verdict,
  more?: { readonly profile?: OracleProfile; readonly packet?: Partial<Packet> },
];

const claims: readonly Claim[] = [
  ['without a policy everything is allowed', {}, [bill, db], 'allowed'],
  ['a policy without rules denies all sources', onDb({}), [web, db], 'denied'],
  ['it leaves the other direction open', onDb({}), [db, web], 'allowed'],
  [
    'egress is isolated only where it is named or has rules',
    onWeb({ egress: [] }),
    [web, db],
    'allowed',
  ],
  [
    'policyTypes Egress without rules denies',
    onWeb({ policyTypes: ['Egress'] }),
    [web, db],
    'denied',
  ],
  [
    'a podSelector finds pods of its own namespace alone',
    onDb({ ingress: [{ from: [{ podSelector: {} }] }] }),
    [bill, db],
    'denied',
  ],
  [
    'an empty namespaceSelector finds pods of all namespaces',
    onDb({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    [bill, db],
    'allowed',
  ],
  [
    'but no address outside',
    onDb({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    [outside, db],
    'denied',
  ],
  [
    'NotIn holds for namespaces without the label',
    onDb({
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['prod'] }],
              },
            },
          ],
        },
      ],
    }),
    [bill, db],
    'allowed',
  ],
  [
    'a port without a protocol is TCP',
    onDb({ ingress: [{ ports: [{ port: 5432 }] }] }),
    [web, db],
    'denied',
    { packet: { protocol: 'UDP' } },
  ],
  [
    'a named port is the number it has on the destination',
    onDb({ ingress: [{ ports: [{ port: 'sql' }] }] }),
    [web, db],
    'allowed',
  ],
  [
    'endPort is in the range',
    onDb({ ingress: [{ ports: [{ port: 5000, endPort: 5432 }] }] }),
    [web, db],
    'allowed',
  ],
  [
    'an address block matches a pod by its address',
    onDb({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/30' } }] }] }),
    [web, db],
    'allowed',
  ],
  [
    'where blocks are external it does not',
    onDb({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/30' } }] }] }),
    [web, db],
    'denied',
    { profile: 'external-ipblocks' },
  ],
  [
    'what a block leaves out is not in it',
    onDb({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }] }] }),
    [outside, db],
    'denied',
  ],
  ['the own node always gets in', onDb({}), [node('one'), db], 'allowed'],
  ['another node does not', onDb({}), [node('two'), db], 'denied'],
  [
    'towards the own node nobody knows',
    onWeb({ policyTypes: ['Egress'] }),
    [web, node('one')],
    'undefined',
  ],
  [
    'whether a selector finds pods on the host network, nobody knows',
    onDb({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    [proxy, db],
    'undefined',
  ],
  [
    'to Cilium it never does',
    onDb({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    [proxy, db],
    'denied',
    { profile: 'cilium' },
  ],
  [
    'other protocols of an isolated pod are an open question',
    onDb({ ingress: [{}] }),
    [web, db],
    'undefined',
    { packet: { protocol: 'OTHER' } },
  ],
  ['a pod reaches itself whatever policies say', onDb({}), [db, db], 'allowed'],
  [
    'a bare pod may escape the VPC CNI',
    { networkPolicies: [{ name: 'all', spec: { podSelector: {} } }] },
    [web, pod('bare')],
    'undefined',
    { profile: 'aws-vpc-cni' },
  ],
  [
    'strict mode denies what no policy selects',
    {},
    [web, db],
    'denied',
    { profile: 'aws-vpc-cni strict' },
  ],
  [
    'the first rule of the first policy decides',
    {
      otherPolicies: [
        admin(2, [{ action: 'Allow', from: everyone }]),
        admin(1, [{ action: 'Deny', from: everyone }]),
      ],
    },
    [web, db],
    'denied',
  ],
  [
    'two policies of one priority that differ decide nothing',
    {
      otherPolicies: [
        admin(1, [{ action: 'Allow', from: everyone }], 'one'),
        admin(1, [{ action: 'Deny', from: everyone }], 'other'),
      ],
    },
    [web, db],
    'undefined',
  ],
  [
    'pass goes on to the NetworkPolicies',
    {
      ...onDb({}),
      otherPolicies: [
        admin(1, [
          { action: 'Pass', from: everyone },
          { action: 'Allow', from: everyone },
        ]),
      ],
    },
    [web, db],
    'denied',
  ],
  [
    'a policy of one direction may keep the baseline away in the other',
    {
      ...onDb({ policyTypes: ['Egress'] }),
      otherPolicies: [
        other('baselineadminnetworkpolicies.policy.networking.k8s.io', {
          subject: { namespaces: {} },
          ingress: [{ action: 'Deny', from: everyone }],
        }),
      ],
    },
    [web, db],
    'undefined',
  ],
  [
    'the VPC CNI denies first at one priority, whatever the order',
    {
      otherPolicies: [
        other('clusternetworkpolicies.networking.k8s.aws', {
          tier: 'Admin',
          priority: 1,
          subject: { namespaces: {} },
          ingress: [
            { action: 'Accept', from: everyone },
            { action: 'Deny', from: everyone },
          ],
        }),
      ],
    },
    [web, db],
    'denied',
    { profile: 'aws-vpc-cni' },
  ],
  [
    'a domain name is matched by a pattern for its labels',
    {
      otherPolicies: [
        other('clusternetworkpolicies.policy.networking.k8s.io', {
          tier: 'Admin',
          priority: 1,
          subject: { namespaces: {} },
          egress: [
            { action: 'Accept', to: [{ domainNames: ['*.example.com'] }] },
            { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] },
          ],
        }),
      ],
    },
    [web, { kind: 'name', name: 'a.b.example.com' }],
    'allowed',
  ],
  [
    'what Cilium denies goes before what anything allows',
    {
      ...onDb({ ingress: [{}] }),
      otherPolicies: [
        other(
          'ciliumnetworkpolicies.cilium.io',
          { endpointSelector: {}, ingressDeny: [{ fromEndpoints: [{}] }] },
          'shop',
        ),
      ],
    },
    [web, db],
    'denied',
    { profile: 'cilium' },
  ],
  [
    'an empty rule of Cilium allows nothing',
    {
      otherPolicies: [
        other('ciliumnetworkpolicies.cilium.io', { endpointSelector: {}, ingress: [{}] }, 'shop'),
      ],
    },
    [web, db],
    'denied',
    { profile: 'cilium' },
  ],
  [
    'a policy of Calico before order 1000 goes before the NetworkPolicies',
    {
      ...onDb({}),
      otherPolicies: [
        other('globalnetworkpolicies.crd.projectcalico.org', {
          order: 10,
          selector: "app == 'db'",
          ingress: [{ action: 'Allow', source: { selector: "app in {'web'}" } }],
        }),
      ],
    },
    [web, db],
    'allowed',
    { profile: 'calico' },
  ],
];

test.each(claims)('%s', (_, policies, [source, destination], expected, more = {}) => {
  const snapshot = snapshotOf({ ...cluster, ...policies });
  const packet: Packet = { source, destination, protocol: 'TCP', port: 5432, ...more.packet };
  expect(verdictOf(snapshot, more.profile ?? 'spec', packet)).toBe(expected);
});

describe('a selector of Calico', () => {
  const labels = (key: string) => ({ app: 'web', tier: '' })[key];

  test.each([
    ['all()', 'yes'],
    ["app == 'web'", 'yes'],
    ["app != 'web' || has(tier)", 'yes'],
    ["!has(app) || tier == 'x' && app == 'web'", 'no'],
    ['(!has(app) || has(tier)) && app in {\'api\', "web"}', 'yes'],
    ["zone not in {'a'}", 'yes'],
    ["zone in {'a'}", 'no'],
    ["app starts with 'w' && app ends with 'b' && app contains 'e'", 'yes'],
    ["!(app == 'web')", 'no'],
  ])('%s', (selector, expected) => {
    expect(holdsFor(selector, labels)).toBe(expected);
  });
});
