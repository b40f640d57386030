import { describe, expect, test } from '@jest/globals';
import { readNetworkPolicy } from '../../functions/assess/reach/policies/network-policy-v1.ts';
import { tiers } from '../../functions/assess/reach/policies/policy.ts';
import { addresses, both, everyPort, inNamespace, isIn, onePort, pods } from './form-in-short.ts';
import { networkPolicy } from './written-policies.ts';

const ref = { family: 'NetworkPolicy', namespace: 'shop', name: 'api' };
const inShop = inNamespace('shop');
const api = isIn('pod', 'app', 'api');

const read = (spec: string) => readNetworkPolicy(networkPolicy(spec));

/** The peers of the only rule of a policy with these `from` items. */
function peersFrom(items: string) {
  const { policies, problems } = read(`ingress: [{ from: ${items} }]`);
  return { peers: policies[0]?.ingress?.rules[0]?.peers, problems };
}

/** The ports of the only rule of a policy with these `ports`. */
function portsOf(items: string) {
  const { policies, problems } = read(`ingress: [{ ports: ${items} }]`);
  return { ports: policies[0]?.ingress?.rules[0]?.ports, problems };
}

describe('a NetworkPolicy', () => {
  test('has the place of all NetworkPolicies, isolates, and allows by its rules', () => {
    expect(read('{ podSelector: { matchLabels: { app: api } }, ingress: [{}] }')).toEqual({
      policies: [
        {
          ref,
          tier: tiers.network,
          priority: 1000,
          subject: both(inShop, api),
          ingress: {
            isolates: true,
            rules: [
              {
                path: 'spec.ingress[0]',
                action: 'allow',
                peers: [{ path: 'spec.ingress[0]', peers: { op: 'every' } }],
                ports: 'every',
              },
            ],
          },
        },
      ],
      problems: [],
    });
  });

  test.each(['podSelector: {}', 'podSelector: null', '{}', 'null'])(
    'selects every pod of its namespace with %s',
    (spec) => {
      expect(read(spec)).toMatchObject({ policies: [{ subject: inShop }], problems: [] });
    },
  );
});

describe('the directions in which a NetworkPolicy isolates', () => {
  test.each([
    ['ingress, without types and egress rules', '{}', ['ingress']],
    ['ingress, without types and with an empty list of egress rules', 'egress: []', ['ingress']],
    ['both, without types and with egress rules', 'egress: [{}]', ['ingress', 'egress']],
    [
      'both, with an empty list of types and egress rules',
      '{ policyTypes: [], egress: [{}] }',
      ['ingress', 'egress'],
    ],
    ['the one of its types', 'policyTypes: [Egress]', ['egress']],
    [
      'not the one of rules that its types leave out',
      '{ policyTypes: [Egress], ingress: [{}] }',
      ['egress'],
    ],
    ['both, of both types', 'policyTypes: [Ingress, Egress]', ['ingress', 'egress']],
  ])('are %s', (_, spec, directions) => {
    const { policies, problems } = read(spec);
    expect(problems).toEqual([]);
    expect(policies).toHaveLength(1);
    const [policy] = policies;
    expect(['ingress', 'egress'].filter((key) => policy && key in policy)).toEqual(directions);
  });

  test.each(['{}', 'ingress: []', 'ingress: null', 'policyTypes: [Ingress]'])(
    'allow nothing without rules: %s',
    (spec) => {
      expect(read(spec).policies[0]?.ingress).toEqual({ isolates: true, rules: [] });
    },
  );
});

describe('the peers of a rule', () => {
  test.each(['{}', '{ from: [] }', '{ from: null }', 'null'])(
    'are everything in the cluster and outside for the rule %s',
    (rule) => {
      const { policies, problems } = read(`ingress: [${rule}]`);
      expect(problems).toEqual([]);
      expect(policies[0]?.ingress?.rules[0]?.peers).toEqual([
        { path: 'spec.ingress[0]', peers: { op: 'every' } },
      ]);
    },
  );

  test.each([
    [
      'podSelector alone: pods of its own namespace',
      '{ podSelector: { matchLabels: { app: api } } }',
      pods(both(inShop, api)),
    ],
    ['an empty podSelector: every pod of its own namespace', '{ podSelector: {} }', pods(inShop)],
    [
      'namespaceSelector alone: every pod of these namespaces',
      '{ namespaceSelector: { matchLabels: { team: a } } }',
      pods(isIn('namespace', 'team', 'a')),
    ],
    [
      'an empty namespaceSelector: every pod of every namespace, and no address',
      '{ namespaceSelector: {} }',
      pods({ op: 'true' }),
    ],
    [
      'a missing namespaceSelector, given as null',
      '{ namespaceSelector: null, podSelector: {} }',
      pods(inShop),
    ],
    [
      'both selectors in one peer: both hold',
      '{ namespaceSelector: { matchLabels: { team: a } }, podSelector: { matchLabels: { app: api } } }',
      pods(both(isIn('namespace', 'team', 'a'), api)),
    ],
    ['an IPv4 block', '{ ipBlock: { cidr: 10.0.0.0/8 } }', addresses('10.0.0.0/8')],
    ['an IPv6 block', '{ ipBlock: { cidr: "fd00::/8" } }', addresses('fd00::/8')],
    ['a block with host bits', '{ ipBlock: { cidr: 10.1.2.3/8 } }', addresses('10.0.0.0/8')],
    [
      'a block without its exceptions',
      '{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16] } }',
      addresses('10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16'),
    ],
  ])('by %s', (_, peer, peers) => {
    expect(peersFrom(`[${peer}]`)).toEqual({
      peers: [{ path: 'spec.ingress[0].from[0]', peers }],
      problems: [],
    });
  });

  test('of two items are either', () => {
    const { peers } = peersFrom('[{ podSelector: {} }, { namespaceSelector: {} }]');
    expect(peers).toEqual([
      { path: 'spec.ingress[0].from[0]', peers: pods(inShop) },
      { path: 'spec.ingress[0].from[1]', peers: pods({ op: 'true' }) },
    ]);
  });

  test('of an egress rule stand in to', () => {
    const { policies } = read('egress: [{ to: [{ podSelector: {} }] }]');
    expect(policies[0]?.egress?.rules[0]?.peers).toEqual([
      { path: 'spec.egress[0].to[0]', peers: pods(inShop) },
    ]);
  });
});

describe('the ports of a rule', () => {
  test.each([
    ['are every port of every protocol, of an empty list', '[]', 'every'],
    ['are every port of every protocol, of null', 'null', 'every'],
    ['are every port of a protocol that stands alone', '[{ protocol: SCTP }]', [everyPort('SCTP')]],
    ['are TCP without a protocol', '[{ port: 80 }]', [onePort('TCP', 80)]],
    ['are every TCP port of an empty entry', '[{}]', [everyPort('TCP')]],
    [
      'are a range, both ends included',
      '[{ port: 80, endPort: 90, protocol: UDP }]',
      [{ op: 'ports', protocol: 'UDP', first: 80, last: 90 }],
    ],
    ['may be a range of one', '[{ port: 80, endPort: 80 }]', [onePort('TCP', 80)]],
    [
      'are TCP by name without a protocol',
      '[{ port: http }]',
      [{ op: 'named', name: 'http', protocol: 'TCP' }],
    ],
    [
      'keep the protocol of a name',
      '[{ port: dns, protocol: UDP }]',
      [{ op: 'named', name: 'dns', protocol: 'UDP' }],
    ],
    [
      'from 0 to the last one are all of the protocol',
      '[{ port: 0, endPort: 65535 }]',
      [everyPort('TCP')],
    ],
    [
      'of two entries are either',
      '[{ port: 80 }, { protocol: UDP }]',
      [onePort('TCP', 80), everyPort('UDP')],
    ],
  ])('%s', (_, entries, ports) => {
    expect(portsOf(entries)).toEqual({ ports, problems: [] });
  });
});
