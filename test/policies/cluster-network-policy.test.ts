import { describe, expect, test } from '@jest/globals';
import { readClusterNetworkPolicy } from '../../functions/assess/reach/policies/cluster-network-policy.ts';
import { tiers } from '../../functions/assess/reach/policies/policy.ts';
import { addresses, both, isIn, naming, onePort, pods, unknown } from './form-in-short.ts';
import { otherPolicy } from './written-policies.ts';

const malformed = (path: string) => ({ kind: 'malformed', path });
const notUnderstood = (path: string) => ({ kind: 'notUnderstood', path });
const fromAll = 'from: [{ namespaces: {} }]';

const read = (spec: string) =>
  readClusterNetworkPolicy(otherPolicy('clusternetworkpolicies.policy.networking.k8s.io', spec));

/** The rules of a policy of the admin tier on every pod. */
function rules(direction: 'ingress' | 'egress', rule: string) {
  const { policies, problems } = read(
    `{ tier: Admin, priority: 7, subject: { namespaces: {} }, ${direction}: [${rule}] }`,
  );
  return { rules: policies[0]?.[direction]?.rules, problems };
}

function protocolsOf(protocols: string) {
  const result = rules('ingress', `{ action: Accept, ${fromAll}, protocols: ${protocols} }`);
  return { ports: result.rules?.[0]?.ports, problems: result.problems };
}

describe('a ClusterNetworkPolicy', () => {
  test.each([
    ['Admin', tiers.admin],
    ['Baseline', tiers.baseline],
  ])('of the tier %s stands there by its priority', (tier, place) => {
    const { policies, problems } = read(
      `{ tier: ${tier}, priority: 7, subject: { namespaces: {} } }`,
    );
    expect(policies).toEqual([
      {
        ref: { family: 'ClusterNetworkPolicy', name: 'guard' },
        tier: place,
        priority: 7,
        subject: { op: 'true' },
      },
    ]);
    expect(problems).toEqual([]);
  });

  test('accepts, denies and passes in order, and isolates nothing', () => {
    const actions = ['Accept', 'Deny', 'Pass'].map((action) => `{ action: ${action}, ${fromAll} }`);
    const { policies } = read(
      `{ tier: Baseline, priority: 7, subject: { namespaces: {} }, ingress: [${actions.join()}] }`,
    );
    expect(policies).toMatchObject([
      {
        ingress: {
          isolates: false,
          rules: [{ action: 'allow' }, { action: 'deny' }, { action: 'pass' }],
        },
      },
    ]);
  });

  test('may leave out the namespaces of pods: all of them', () => {
    const { policies, problems } = read(
      '{ tier: Admin, priority: 7, subject: { pods: { podSelector: { matchLabels: { app: api } } } } }',
    );
    expect(policies).toMatchObject([{ subject: isIn('pod', 'app', 'api') }]);
    expect(problems).toEqual([]);
  });

  test('knows pods, nodes, networks and domain names as destinations', () => {
    const to = `[
      { pods: { namespaceSelector: { matchLabels: { team: a } }, podSelector: { matchLabels: { app: api } } } },
      { nodes: {} }, { networks: [10.0.0.0/8] }, { domainNames: ["*.example.com"] }]`;
    const result = rules('egress', `{ action: Accept, to: ${to} }`);
    expect(result.problems).toEqual([]);
    expect(result.rules?.[0]?.peers.map(({ peers }) => peers)).toEqual([
      pods(both(isIn('namespace', 'team', 'a'), isIn('pod', 'app', 'api'))),
      { op: 'nodes', where: { op: 'true' } },
      addresses('10.0.0.0/8'),
      { op: 'dnsName', pattern: '*.example.com' },
    ]);
  });

  test.each(['Deny', 'Pass'])('has no domain names in a %s rule', (action) => {
    const result = rules('egress', `{ action: ${action}, to: [{ domainNames: [a.example] }] }`);
    expect(result.rules).toMatchObject([{ peers: [{ peers: { op: 'and' } }] }]);
    expect(result.problems).toMatchObject([malformed('spec.egress[0].to[0].domainNames')]);
  });

  test('in a tier that cannot be read may stand in either', () => {
    const { policies, problems } = read(
      `{ tier: Top, priority: 7, subject: { namespaces: {} }, ingress: [{ action: Deny, ${fromAll} }] }`,
    );
    const ingress = { rules: [{ action: 'deny', unsure: naming('spec.tier') }] };
    expect(policies).toMatchObject([
      { tier: tiers.admin, priority: 7, ingress },
      { tier: tiers.baseline, priority: 7, ingress },
    ]);
    expect(problems).toMatchObject([malformed('spec.tier')]);
  });

  test('of which nothing can be read may do anything in either tier', () => {
    const { policies, problems } = read('null');
    expect(policies).toMatchObject([
      { tier: tiers.admin, subject: unknown('spec') },
      { tier: tiers.baseline, subject: unknown('spec') },
    ]);
    expect(problems).toMatchObject([malformed('spec')]);
  });

  test('accepts nothing by a rule with an empty peer, and denies all by any other', () => {
    expect(rules('ingress', '{ action: Accept, from: [{}] }').rules).toMatchObject([
      { action: 'allow', peers: [{ peers: { op: 'none' } }] },
    ]);
    expect(rules('ingress', '{ action: Pass, from: [{}] }').rules).toMatchObject([
      { action: 'deny', peers: [{ peers: { op: 'every' } }], ports: 'every' },
    ]);
  });
});

describe('the protocols of a ClusterNetworkPolicy', () => {
  test.each([
    ['a TCP port', '[{ tcp: { destinationPort: { number: 80 } } }]', [onePort('TCP', 80)]],
    ['a UDP port', '[{ udp: { destinationPort: { number: 53 } } }]', [onePort('UDP', 53)]],
    [
      'a range',
      '[{ sctp: { destinationPort: { range: { start: 80, end: 90 } } } }]',
      [{ op: 'ports', protocol: 'SCTP', first: 80, last: 90 }],
    ],
    ['a name', '[{ destinationNamedPort: http }]', [{ op: 'named', name: 'http' }]],
    ['every port, where none is given', 'null', 'every'],
  ])('are %s', (_, protocols, ports) => {
    expect(protocolsOf(protocols)).toEqual({ ports, problems: [] });
  });

  test.each([
    [
      'port 70000',
      '[{ udp: { destinationPort: { number: 70000 } } }]',
      '[0].udp.destinationPort.number',
      'UDP',
    ],
    [
      'a range of one',
      '[{ tcp: { destinationPort: { range: { start: 80, end: 80 } } } }]',
      '[0].tcp.destinationPort.range.end',
      'TCP',
    ],
    [
      'a port with number and range',
      '[{ tcp: { destinationPort: { number: 80, range: { start: 80, end: 81 } } } }]',
      '[0].tcp.destinationPort',
      'TCP',
    ],
    ['a protocol without a port', '[{ tcp: {} }]', '[0].tcp', 'TCP'],
    [
      'two protocols in one',
      '[{ tcp: { destinationPort: { number: 80 } }, udp: { destinationPort: { number: 80 } } }]',
      '[0]',
      undefined,
    ],
    ['an empty entry', '[{}]', '[0]', undefined],
    ['an empty list', '[]', '', undefined],
  ])('are unknown, and named, by %s', (_, protocols, place, protocol) => {
    const path = `spec.ingress[0].protocols${place}`;
    const { ports, problems } = protocolsOf(protocols);
    expect(ports).toEqual([{ ...unknown(path), ...(protocol && { protocol }) }]);
    expect(problems).toMatchObject([malformed(path)]);
  });

  test('are unknown by a protocol that is not known', () => {
    const { ports, problems } = protocolsOf('[{ icmp: { type: 8 } }]');
    expect(ports).toEqual([unknown('protocols[0].icmp')]);
    expect(problems).toMatchObject([notUnderstood('spec.ingress[0].protocols[0].icmp')]);
  });

  test('are not the ports of v1alpha1', () => {
    const result = rules(
      'ingress',
      `{ action: Accept, ${fromAll}, ports: [{ portNumber: { port: 80 } }] }`,
    );
    expect(result.rules).toMatchObject([
      { ports: 'every', unsure: naming('spec.ingress[0].ports') },
    ]);
    expect(result.problems).toMatchObject([notUnderstood('spec.ingress[0].ports')]);
  });

  test.each(['{ networks: [10.0.0.0/8] }', '{ nodes: {} }', '{ domainNames: [a.example] }'])(
    'are refused by name next to %s',
    (peer) => {
      const result = rules(
        'egress',
        `{ action: Accept, to: [${peer}], protocols: [{ destinationNamedPort: http }] }`,
      );
      expect(result.rules).toMatchObject([{ unsure: naming('spec.egress[0]') }]);
      expect(result.problems).toMatchObject([malformed('spec.egress[0]')]);
    },
  );
});
