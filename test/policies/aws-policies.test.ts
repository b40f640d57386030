import { describe, expect, test } from '@jest/globals';
import { readApplicationNetworkPolicy } from '../../functions/assess/reach/policies/aws-application-network-policy.ts';
import { readAwsClusterNetworkPolicy } from '../../functions/assess/reach/policies/cluster-network-policy.ts';
import { networkPolicyPriority, tiers } from '../../functions/assess/reach/policies/policy.ts';
import {
  both,
  everyPort,
  inNamespace,
  isIn,
  naming,
  onePort,
  pods,
  unknown,
} from './form-in-short.ts';
import { otherPolicy } from './written-policies.ts';

const malformed = (path: string) => ({ kind: 'malformed', path });
const notUnderstood = (path: string) => ({ kind: 'notUnderstood', path });

function clusterRules(direction: 'ingress' | 'egress', rule: string) {
  const spec = `{ tier: Admin, priority: 7, subject: { namespaces: {} }, ${direction}: [${rule}] }`;
  const { policies, problems } = readAwsClusterNetworkPolicy(
    otherPolicy('clusternetworkpolicies.networking.k8s.aws', spec),
  );
  return { rules: policies[0]?.[direction]?.rules, problems };
}

describe('a ClusterNetworkPolicy of AWS', () => {
  test('has the ports of v1alpha1, and those by name are TCP', () => {
    const ports = '[{ portNumber: { protocol: UDP, port: 53 } }, { namedPort: http }]';
    const result = clusterRules(
      'ingress',
      `{ action: Deny, from: [{ namespaces: {} }], ports: ${ports} }`,
    );
    expect(result).toMatchObject({
      rules: [
        {
          action: 'deny',
          ports: [onePort('UDP', 53), { op: 'named', name: 'http', protocol: 'TCP' }],
        },
      ],
      problems: [],
    });
  });

  test.each(['Accept', 'Pass'])('has domain names in a %s rule', (action) => {
    const result = clusterRules(
      'egress',
      `{ action: ${action}, to: [{ domainNames: [a.example] }] }`,
    );
    expect(result).toMatchObject({
      rules: [{ peers: [{ peers: { op: 'dnsName', pattern: 'a.example' } }] }],
      problems: [],
    });
  });

  test('has no domain names in a Deny rule', () => {
    const result = clusterRules('egress', '{ action: Deny, to: [{ domainNames: [a.example] }] }');
    expect(result.rules).toMatchObject([
      {
        action: 'deny',
        peers: [{ peers: both({ op: 'dnsName', pattern: 'a.example' }, unknown('domainNames')) }],
      },
    ]);
    expect(result.problems).toMatchObject([malformed('spec.egress[0].to[0].domainNames')]);
  });

  test('has no nodes as peers, and no protocols', () => {
    expect(
      clusterRules('egress', '{ action: Accept, to: [{ nodes: {} }] }').problems,
    ).toMatchObject([notUnderstood('spec.egress[0].to[0].nodes')]);
    expect(
      clusterRules('ingress', '{ action: Accept, from: [{ namespaces: {} }], protocols: [] }')
        .problems,
    ).toMatchObject([notUnderstood('spec.ingress[0].protocols')]);
  });

  test('may fail closed on an empty peer or not', () => {
    const result = clusterRules('ingress', '{ action: Deny, from: [{}] }');
    expect(result.rules).toMatchObject([
      {
        action: 'deny',
        peers: [{ peers: { op: 'every' } }],
        unsure: naming('spec.ingress[0].from[0]'),
      },
      { action: 'deny', peers: [{ peers: unknown('spec.ingress[0].from[0]') }] },
    ]);
  });

  test('may open every port of a domain name by a named port alone', () => {
    const to = '[{ domainNames: [a.example] }, { namespaces: {} }]';
    const result = clusterRules(
      'egress',
      `{ action: Accept, to: ${to}, ports: [{ namedPort: http }] }`,
    );
    expect(result.rules).toMatchObject([
      { ports: [{ op: 'named' }], peers: [{}, {}] },
      { ports: 'every', peers: [{ peers: { op: 'dnsName' } }], unsure: naming('spec.egress[0]') },
    ]);
    expect(result.rules?.[0]).not.toHaveProperty('unsure');
    expect(result.problems).toEqual([]);
  });

  test('refuses a range of one port', () => {
    const ports = '[{ portRange: { start: 80, end: 80 } }]';
    const result = clusterRules(
      'ingress',
      `{ action: Accept, from: [{ namespaces: {} }], ports: ${ports} }`,
    );
    expect(result.problems).toMatchObject([malformed('spec.ingress[0].ports[0].portRange.end')]);
  });
});

const inShop = inNamespace('shop');

function readApplication(spec: string) {
  const policy = otherPolicy('applicationnetworkpolicies.networking.k8s.aws', spec, {
    namespace: 'shop',
  });
  return readApplicationNetworkPolicy(policy);
}

/** The egress rules of a policy on every pod of its namespace. */
function egressRules(rule: string) {
  const { policies, problems } = readApplication(
    `{ podSelector: {}, policyTypes: [Egress], egress: [${rule}] }`,
  );
  return { rules: policies[0]?.egress?.rules, problems };
}

describe('an ApplicationNetworkPolicy', () => {
  test('stands with the NetworkPolicies, isolates, and allows by its rules', () => {
    const spec = `
      podSelector: { matchLabels: { app: api } }
      policyTypes: [Ingress, Egress]
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: http }] }]
      egress: [{ to: [{ domainNames: ["*.example.com"] }], ports: [{ port: 443 }] }]`;
    expect(readApplication(spec)).toEqual({
      policies: [
        {
          ref: { family: 'AwsApplicationNetworkPolicy', namespace: 'shop', name: 'guard' },
          tier: tiers.network,
          priority: networkPolicyPriority,
          subject: both(inShop, isIn('pod', 'app', 'api')),
          ingress: {
            isolates: true,
            rules: [
              {
                path: 'spec.ingress[0]',
                action: 'allow',
                peers: [{ path: 'spec.ingress[0].from[0]', peers: pods(inShop) }],
                ports: [{ op: 'named', name: 'http', protocol: 'TCP' }],
              },
            ],
          },
          egress: {
            isolates: true,
            rules: [
              {
                path: 'spec.egress[0]',
                action: 'allow',
                peers: [
                  {
                    path: 'spec.egress[0].to[0]',
                    peers: { op: 'dnsName', pattern: '*.example.com' },
                  },
                ],
                ports: [onePort('TCP', 443)],
              },
            ],
          },
        },
      ],
      problems: [],
    });
  });

  test.each(['{}', '{ to: [] }', '{ to: null, ports: [{ port: 443 }] }'])(
    'may drop the egress rule without destinations %s',
    (rule) => {
      expect(egressRules(rule)).toMatchObject({
        rules: [{ peers: [{ peers: { op: 'every' } }], unsure: naming('spec.egress[0].to') }],
        problems: [],
      });
    },
  );

  test('keeps an ingress rule without sources, which matches all of them', () => {
    const { policies } = readApplication('{ podSelector: {}, ingress: [{}] }');
    expect(policies[0]?.ingress?.rules[0]).not.toHaveProperty('unsure');
  });

  test('may open every port of the protocol to a domain name by a named port', () => {
    const rule =
      '{ to: [{ domainNames: [a.example] }, { podSelector: {} }], ports: [{ port: dns, protocol: UDP }, { port: 443 }] }';
    const { rules, problems } = egressRules(rule);
    expect(rules).toMatchObject([
      {
        ports: [{ op: 'named', name: 'dns', protocol: 'UDP' }, onePort('TCP', 443)],
        peers: [{}, {}],
      },
      {
        ports: [everyPort('UDP')],
        peers: [{ peers: { op: 'dnsName' } }],
        unsure: naming('spec.egress[0]'),
      },
    ]);
    expect(rules?.[0]).not.toHaveProperty('unsure');
    expect(problems).toEqual([]);
  });

  test.each(['podSelector: {}', 'namespaceSelector: {}', 'ipBlock: { cidr: 10.0.0.0/8 }'])(
    'has no domain names in one peer with %s',
    (field) => {
      const { rules, problems } = egressRules(`{ to: [{ domainNames: [a.example], ${field} }] }`);
      expect(rules).toMatchObject([{ peers: [{ peers: unknown('spec.egress[0].to[0]') }] }]);
      expect(problems).toMatchObject([malformed('spec.egress[0].to[0]')]);
    },
  );

  test('has no domain names as sources', () => {
    const { problems } = readApplication(
      '{ podSelector: {}, ingress: [{ from: [{ domainNames: [a.example] }] }] }',
    );
    expect(problems).toMatchObject([notUnderstood('spec.ingress[0].from[0].domainNames')]);
  });

  test('without podSelector is malformed, and acts as with an empty one', () => {
    const { policies, problems } = readApplication('{ policyTypes: [Egress] }');
    expect(policies).toMatchObject([{ subject: inShop }]);
    expect(problems).toMatchObject([malformed('spec.podSelector')]);
  });

  test('without types acts where it has rules, and may isolate ingress all the same', () => {
    const { policies, problems } = readApplication(
      '{ podSelector: {}, egress: [{ to: [{ podSelector: {} }] }] }',
    );
    expect(policies).toMatchObject([
      { subject: inShop, egress: { isolates: true } },
      {
        subject: both(inShop, unknown('spec.policyTypes')),
        ingress: { isolates: true, rules: [] },
      },
    ]);
    expect(policies[0]).not.toHaveProperty('ingress');
    expect(policies[1]).not.toHaveProperty('egress');
    expect(problems).toEqual([]);
  });

  test('without types and with ingress rules isolates ingress alone', () => {
    const { policies } = readApplication('{ podSelector: {}, ingress: [{}] }');
    expect(policies).toHaveLength(1);
    expect(policies[0]).not.toHaveProperty('egress');
  });

  test.each(['null', 'none'])('with the spec %s may do anything in its namespace', (spec) => {
    const { policies, problems } = readApplication(spec);
    expect(policies).toMatchObject([
      {
        subject: both(inShop, unknown('spec')),
        ingress: { isolates: true },
        egress: { isolates: true },
      },
    ]);
    expect(problems).toMatchObject([malformed('spec')]);
  });
});
