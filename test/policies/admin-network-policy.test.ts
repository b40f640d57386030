import { describe, expect, test } from '@jest/globals';
import {
  readAdminNetworkPolicy,
  readBaselineAdminNetworkPolicy,
} from '../../functions/assess/reach/policies/admin-network-policy.ts';
import { tiers } from '../../functions/assess/reach/policies/policy.ts';
import { addresses, both, isIn, naming, onePort, pods, unknown } from './form-in-short.ts';
import { otherPolicy } from './written-policies.ts';

const ref = { family: 'AdminNetworkPolicy', name: 'guard' };
const teamA = isIn('namespace', 'team', 'a');
const api = isIn('pod', 'app', 'api');
const malformed = (path: string) => ({ kind: 'malformed', path });
const notUnderstood = (path: string) => ({ kind: 'notUnderstood', path });

const read = (spec: string) =>
  readAdminNetworkPolicy(otherPolicy('adminnetworkpolicies.policy.networking.k8s.io', spec));

const readBaseline = (spec: string, name = 'default') =>
  readBaselineAdminNetworkPolicy(
    otherPolicy('baselineadminnetworkpolicies.policy.networking.k8s.io', spec, { name }),
  );

const subject = 'subject: { namespaces: {} }';

/** The rules of a direction, of a policy on every pod. */
function rules(direction: 'ingress' | 'egress', rule: string) {
  const { policies, problems } = read(`{ priority: 7, ${subject}, ${direction}: [${rule}] }`);
  return { rules: policies[0]?.[direction]?.rules, problems };
}

/** The only peer of an egress rule that allows. */
function peerTo(peer: string) {
  const result = rules('egress', `{ action: Allow, to: [${peer}] }`);
  return { peers: result.rules?.[0]?.peers[0]?.peers, problems: result.problems };
}

/** The ports of an ingress rule that allows. */
function portsOf(ports: string) {
  const result = rules('ingress', `{ action: Allow, from: [{ namespaces: {} }], ports: ${ports} }`);
  return { ports: result.rules?.[0]?.ports, problems: result.problems };
}

describe('an AdminNetworkPolicy', () => {
  test('stands in the admin tier by its priority and isolates nothing', () => {
    const spec = `
      priority: 7
      subject: { namespaces: { matchLabels: { team: a } } }
      ingress:
        - { name: stop, action: Deny, from: [{ namespaces: {} }] }
        - { action: Pass, from: [{ namespaces: {} }] }
        - { action: Allow, from: [{ namespaces: {} }] }`;
    const peers = (index: number) => [
      { path: `spec.ingress[${index}].from[0]`, peers: pods({ op: 'true' }) },
    ];
    expect(read(spec)).toEqual({
      policies: [
        {
          ref,
          tier: tiers.admin,
          priority: 7,
          subject: teamA,
          ingress: {
            isolates: false,
            rules: [
              {
                path: 'spec.ingress[0]',
                name: 'stop',
                action: 'deny',
                peers: peers(0),
                ports: 'every',
              },
              { path: 'spec.ingress[1]', action: 'pass', peers: peers(1), ports: 'every' },
              { path: 'spec.ingress[2]', action: 'allow', peers: peers(2), ports: 'every' },
            ],
          },
        },
      ],
      problems: [],
    });
  });

  test('says nothing about a direction without rules', () => {
    const [policy] = read(`{ priority: 0, ${subject}, egress: [] }`).policies;
    expect(policy).not.toHaveProperty('ingress');
    expect(policy).not.toHaveProperty('egress');
  });

  test.each([
    [
      'of the namespaces that a selector finds',
      '{ namespaces: { matchLabels: { team: a } } }',
      teamA,
    ],
    ['of every namespace, by an empty selector', '{ namespaces: {} }', { op: 'true' }],
    [
      'that both selectors of pods find',
      '{ pods: { namespaceSelector: { matchLabels: { team: a } }, podSelector: { matchLabels: { app: api } } } }',
      both(teamA, api),
    ],
  ])('acts on pods %s', (_, written, condition) => {
    const { policies, problems } = read(`{ priority: 0, subject: ${written} }`);
    expect(policies).toMatchObject([{ subject: condition }]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['both fields', '{ namespaces: {}, pods: { namespaceSelector: {}, podSelector: {} } }'],
    ['no field', '{}'],
  ])('may act on any pod where its subject has %s', (_, written) => {
    const { policies, problems } = read(`{ priority: 0, subject: ${written} }`);
    expect(policies).toMatchObject([{ subject: unknown('spec.subject') }]);
    expect(problems).toMatchObject([malformed('spec.subject')]);
  });

  test.each([
    ['podSelector', '{ namespaceSelector: { matchLabels: { team: a } } }', teamA],
    ['namespaceSelector', '{ podSelector: { matchLabels: { app: api } } }', api],
  ])('without %s of its pods is malformed, and acts as with an empty one', (key, written, rest) => {
    const { policies, problems } = read(`{ priority: 0, subject: { pods: ${written} } }`);
    expect(policies).toMatchObject([{ subject: rest }]);
    expect(problems).toMatchObject([malformed(`spec.subject.pods.${key}`)]);
  });

  test.each(['-1', '1001', '1.5', '"5"', 'null'])(
    'stands first with rules that may apply or not, of priority %s',
    (priority) => {
      const { policies, problems } = read(
        `{ priority: ${priority}, ${subject}, ingress: [{ action: Deny, from: [{ namespaces: {} }] }] }`,
      );
      expect(policies).toMatchObject([
        { priority: 0, ingress: { rules: [{ action: 'deny', unsure: naming('spec.priority') }] } },
      ]);
      expect(problems).toMatchObject([malformed('spec.priority')]);
    },
  );

  test.each(['0', '1000'])('takes the priority %s', (priority) => {
    expect(read(`{ priority: ${priority}, ${subject} }`).problems).toEqual([]);
  });
});

describe('the peers of an AdminNetworkPolicy', () => {
  test.each([
    ['namespaces', '{ namespaces: { matchLabels: { team: a } } }', pods(teamA)],
    [
      'pods',
      '{ pods: { namespaceSelector: { matchLabels: { team: a } }, podSelector: { matchLabels: { app: api } } } }',
      pods(both(teamA, api)),
    ],
    [
      'nodes by their labels',
      '{ nodes: { matchLabels: { zone: b } } }',
      { op: 'nodes', where: isIn('node', 'zone', 'b') },
    ],
    ['a network', '{ networks: [10.0.0.0/8] }', addresses('10.0.0.0/8')],
    [
      'networks of both families',
      '{ networks: [10.0.0.0/8, "fd00::/8"] }',
      { op: 'or', operands: [addresses('10.0.0.0/8'), addresses('fd00::/8')] },
    ],
    [
      'domain names, in any case and with a dot at the end',
      '{ domainNames: ["*.Example.com."] }',
      { op: 'dnsName', pattern: '*.example.com' },
    ],
  ])('are %s', (_, peer, peers) => {
    expect(peerTo(peer)).toEqual({ peers, problems: [] });
  });

  test.each([
    ['two fields in one peer', '{ namespaces: {}, networks: [10.0.0.0/8] }', ''],
    ['an empty list of networks', '{ networks: [] }', '.networks'],
    ['a network that is no CIDR', '{ networks: [10.0.0.1] }', '.networks[0]'],
    ['a name with a star inside', '{ domainNames: ["a.*.example.com"] }', '.domainNames[0]'],
    ['a name of one label', '{ domainNames: [localhost] }', '.domainNames[0]'],
  ])('are unknown, and named, by %s', (_, peer, place) => {
    const path = `spec.egress[0].to[0]${place}`;
    const result = peerTo(peer);
    expect(result.peers).toEqual(unknown(path));
    expect(result.problems).toMatchObject([malformed(path)]);
  });

  test('keep the good networks next to a bad one', () => {
    expect(peerTo('{ networks: [10.0.0.0/8, x] }').peers).toEqual({
      op: 'or',
      operands: [addresses('10.0.0.0/8'), unknown('networks[1]')],
    });
  });

  test.each(['sameLabels', 'notSameLabels'])('are unknown by the former field %s', (field) => {
    const result = peerTo(`{ namespaces: { ${field}: [team] } }`);
    expect(result.peers).toEqual(pods(unknown(`namespaces.${field}`)));
    expect(result.problems).toMatchObject([
      notUnderstood(`spec.egress[0].to[0].namespaces.${field}`),
    ]);
  });

  test('of ingress are no nodes and no networks', () => {
    const result = rules('ingress', '{ action: Allow, from: [{ networks: [10.0.0.0/8] }] }');
    expect(result.problems).toMatchObject([notUnderstood('spec.ingress[0].from[0].networks')]);
  });

  test('are unknown where the list of them is missing', () => {
    const result = rules('ingress', '{ action: Allow }');
    expect(result.rules?.[0]?.peers).toEqual([
      { path: 'spec.ingress[0].from', peers: unknown('spec.ingress[0].from') },
    ]);
    expect(result.problems).toMatchObject([malformed('spec.ingress[0].from')]);
  });

  test('are in doubt as domain names of a rule that does not allow', () => {
    const result = rules('egress', '{ action: Deny, to: [{ domainNames: [example.com] }] }');
    expect(result.rules).toMatchObject([
      {
        action: 'deny',
        peers: [{ peers: both({ op: 'dnsName', pattern: 'example.com' }, unknown('domainNames')) }],
      },
    ]);
    expect(result.problems).toMatchObject([malformed('spec.egress[0].to[0].domainNames')]);
  });
});

describe('the ports of an AdminNetworkPolicy', () => {
  test.each([
    ['one port, of TCP unless said', '[{ portNumber: { port: 80 } }]', [onePort('TCP', 80)]],
    [
      'one port of a protocol',
      '[{ portNumber: { protocol: UDP, port: 53 } }]',
      [onePort('UDP', 53)],
    ],
    [
      'a range',
      '[{ portRange: { start: 80, end: 90 } }]',
      [{ op: 'ports', protocol: 'TCP', first: 80, last: 90 }],
    ],
    [
      'a range of one',
      '[{ portRange: { protocol: SCTP, start: 9, end: 9 } }]',
      [onePort('SCTP', 9)],
    ],
    ['a name, of any protocol', '[{ namedPort: http }]', [{ op: 'named', name: 'http' }]],
    ['every port, where none is given', 'null', 'every'],
  ])('are %s', (_, written, ports) => {
    expect(portsOf(written)).toEqual({ ports, problems: [] });
  });

  test.each([
    [
      'port 70000',
      '[{ portNumber: { protocol: UDP, port: 70000 } }]',
      '[0].portNumber.port',
      { protocol: 'UDP' },
    ],
    ['port 0', '[{ portNumber: { port: 0 } }]', '[0].portNumber.port', { protocol: 'TCP' }],
    [
      'end below start',
      '[{ portRange: { start: 80, end: 79 } }]',
      '[0].portRange.end',
      { protocol: 'TCP' },
    ],
    ['no end', '[{ portRange: { start: 80 } }]', '[0].portRange.end', { protocol: 'TCP' }],
    [
      'an unknown protocol',
      '[{ portNumber: { protocol: ICMP, port: 80 } }]',
      '[0].portNumber.protocol',
      {},
    ],
    ['two fields in one', '[{ portNumber: { port: 80 }, namedPort: http }]', '[0]', {}],
    ['an empty entry', '[{}]', '[0]', {}],
    ['an empty list', '[]', '', {}],
  ])('are unknown, and named, by %s', (_, written, place, protocol) => {
    const path = `spec.ingress[0].ports${place}`;
    const { ports, problems } = portsOf(written);
    expect(ports).toEqual([{ ...unknown(path), ...protocol }]);
    expect(problems).toMatchObject([malformed(path)]);
  });

  test('by name are refused next to networks', () => {
    const result = rules(
      'egress',
      '{ action: Deny, to: [{ networks: [10.0.0.0/8] }], ports: [{ namedPort: http }] }',
    );
    expect(result.rules).toMatchObject([{ action: 'deny', unsure: naming('spec.egress[0]') }]);
    expect(result.problems).toMatchObject([malformed('spec.egress[0]')]);
  });
});

describe('a BaselineAdminNetworkPolicy', () => {
  test('stands in the baseline tier, allows and denies', () => {
    const { policies, problems } = readBaseline(
      `{ ${subject}, ingress: [{ action: Deny, from: [{ namespaces: {} }] }] }`,
    );
    expect(problems).toEqual([]);
    expect(policies).toMatchObject([
      {
        ref: { family: 'BaselineAdminNetworkPolicy', name: 'default' },
        tier: tiers.baseline,
        priority: 0,
        ingress: { isolates: false, rules: [{ action: 'deny' }] },
      },
    ]);
  });

  test('does not pass', () => {
    const { policies, problems } = readBaseline(
      `{ ${subject}, ingress: [{ action: Pass, from: [{ namespaces: {} }] }] }`,
    );
    expect(policies[0]?.ingress?.rules).toMatchObject([
      { action: 'allow', unsure: naming('action') },
      { action: 'deny', unsure: naming('action') },
    ]);
    expect(problems).toMatchObject([malformed('spec.ingress[0].action')]);
  });

  test('is in doubt under any name but default', () => {
    const { policies, problems } = readBaseline(
      `{ ${subject}, ingress: [{ action: Deny, from: [{ namespaces: {} }] }] }`,
      'second',
    );
    expect(policies[0]?.ingress?.rules).toMatchObject([{ unsure: naming('metadata.name') }]);
    expect(problems).toMatchObject([malformed('metadata.name')]);
  });

  test.each([
    ['a priority', `{ priority: 1, ${subject} }`, 'spec.priority'],
    [
      'domain names',
      `{ ${subject}, egress: [{ action: Allow, to: [{ domainNames: [a.example] }] }] }`,
      'spec.egress[0].to[0].domainNames',
    ],
  ])('has no %s', (_, spec, path) => {
    expect(readBaseline(spec).problems).toMatchObject([notUnderstood(path)]);
  });
});
