import { describe, expect, test } from '@jest/globals';
import { readNetworkPolicy } from '../../functions/assess/reach/policies/network-policy-v1.ts';
import {
  addresses,
  both,
  inNamespace,
  isIn,
  naming,
  onePort,
  pods,
  unknown,
} from './form-in-short.ts';
import { networkPolicy } from './written-policies.ts';

const ref = { family: 'NetworkPolicy', namespace: 'shop', name: 'api' };
const inShop = inNamespace('shop');
const api = isIn('pod', 'app', 'api');
const malformed = (path: string) => ({ policy: ref, kind: 'malformed', path });
const notUnderstood = (path: string) => ({ policy: ref, kind: 'notUnderstood', path });

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

describe('directions that cannot be told', () => {
  test('are open where a type cannot be read', () => {
    const { policies, problems } = read('{ policyTypes: [Ingress, egress], egress: [{}] }');
    expect(problems).toMatchObject([malformed('spec.policyTypes[1]')]);
    expect(policies).toMatchObject([
      { subject: inShop, ingress: { isolates: true, rules: [] } },
      {
        subject: both(inShop, unknown('spec.policyTypes[1]')),
        egress: { isolates: true, rules: [{ path: 'spec.egress[0]' }] },
      },
    ]);
    expect(policies[0]).not.toHaveProperty('egress');
    expect(policies[1]).not.toHaveProperty('ingress');
  });

  test('are open where types are no list', () => {
    const { policies, problems } = read('policyTypes: Egress');
    expect(problems).toMatchObject([malformed('spec.policyTypes')]);
    expect(policies).toMatchObject([
      { subject: both(inShop, unknown('spec.policyTypes')), ingress: {}, egress: {} },
    ]);
  });
});

describe('peers that cannot be understood are unknown in the smallest place', () => {
  const at = 'spec.ingress[0].from[0]';
  test.each([
    ['an empty peer', '{}', at, unknown(at)],
    ['a null peer', 'null', at, unknown(at)],
    [
      'selectors next to an ipBlock',
      '{ podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }',
      at,
      unknown(at),
    ],
    [
      'a bad cidr',
      '{ ipBlock: { cidr: 10.0.0.0/33 } }',
      `${at}.ipBlock.cidr`,
      unknown(`${at}.ipBlock.cidr`),
    ],
    ['no cidr', '{ ipBlock: {} }', `${at}.ipBlock.cidr`, unknown(`${at}.ipBlock.cidr`)],
    [
      'an except outside of the cidr',
      '{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/8] } }',
      `${at}.ipBlock.except[0]`,
      both(addresses('10.0.0.0/8'), unknown('except[0]')),
    ],
    [
      'an except that is all of the cidr',
      '{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }',
      `${at}.ipBlock.except[0]`,
      both(addresses('10.0.0.0/8'), unknown('except[0]')),
    ],
    [
      'an except of the other family',
      '{ ipBlock: { cidr: 10.0.0.0/8, except: ["fd00::/8"] } }',
      `${at}.ipBlock.except[0]`,
      both(addresses('10.0.0.0/8'), unknown('except[0]')),
    ],
    [
      'a bad except next to a good one',
      '{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, here] } }',
      `${at}.ipBlock.except[1]`,
      both(addresses('10.0.0.0/8', '10.1.0.0/16'), unknown('except[1]')),
    ],
    [
      'a number as a label',
      '{ podSelector: { matchLabels: { app: api, version: 3 } } }',
      `${at}.podSelector.matchLabels.version`,
      pods(both(inShop, { op: 'and', operands: [api, unknown('version')] })),
    ],
  ])('%s', (_, peer, path, peers) => {
    const result = peersFrom(`[${peer}]`);
    expect(result.peers).toEqual([{ path: at, peers }]);
    expect(result.problems).toMatchObject([malformed(path)]);
  });

  test.each([
    ['alone', '{ serviceAccount: {} }', unknown(`${at}.serviceAccount`)],
    [
      'next to a selector',
      '{ podSelector: {}, serviceAccount: {} }',
      both(pods(inShop), unknown(`${at}.serviceAccount`)),
    ],
  ])('a field that is not known, %s', (_, peer, peers) => {
    const result = peersFrom(`[${peer}]`);
    expect(result.peers).toEqual([{ path: at, peers }]);
    expect(result.problems).toMatchObject([notUnderstood(`${at}.serviceAccount`)]);
  });

  test('a from that is no list', () => {
    const { peers, problems } = peersFrom('{ podSelector: {} }');
    expect(peers).toEqual([{ path: 'spec.ingress[0].from', peers: unknown('from') }]);
    expect(problems).toMatchObject([malformed('spec.ingress[0].from')]);
  });

  test('while the other peers of the rule stay known', () => {
    const { peers } = peersFrom('[{ ipBlock: { cidr: x } }, { podSelector: {} }]');
    expect(peers?.[1]).toEqual({ path: 'spec.ingress[0].from[1]', peers: pods(inShop) });
  });
});

describe('ports that cannot be understood are unknown, and named', () => {
  test.each([
    ['port 70000', '{ port: 70000, protocol: UDP }', '.port', { protocol: 'UDP' }],
    ['port 0 alone', '{ port: 0 }', '.port', { protocol: 'TCP' }],
    ['port 0 with another end', '{ port: 0, endPort: 80 }', '.port', { protocol: 'TCP' }],
    ['half a port', '{ port: 80.5 }', '.port', { protocol: 'TCP' }],
    ['a number in quotes', '{ port: "80" }', '.port', { protocol: 'TCP' }],
    ['a name in capitals', '{ port: HTTP }', '.port', { protocol: 'TCP' }],
    ['endPort below port', '{ port: 80, endPort: 79 }', '.endPort', { protocol: 'TCP' }],
    [
      'endPort beyond the last port',
      '{ port: 80, endPort: 65536 }',
      '.endPort',
      { protocol: 'TCP' },
    ],
    ['endPort with a name', '{ port: http, endPort: 80 }', '.endPort', { protocol: 'TCP' }],
    ['endPort without port', '{ endPort: 80 }', '.endPort', { protocol: 'TCP' }],
    ['a protocol that is none', '{ protocol: ICMP }', '.protocol', {}],
    ['a protocol in small letters', '{ protocol: tcp, port: 80 }', '.protocol', {}],
    ['a number in place of an entry', '80', '', {}],
  ])('are unknown, and named, by %s', (_, entry, place, protocol) => {
    const path = `spec.ingress[0].ports[1]${place}`;
    const { ports, problems } = portsOf(`[{ port: 443 }, ${entry}]`);
    expect(ports).toEqual([onePort('TCP', 443), { ...unknown(path), ...protocol }]);
    expect(problems).toMatchObject([malformed(path)]);
  });

  test('are unknown where an entry has a field that is not known', () => {
    const { ports, problems } = portsOf('[{ port: 80, appProtocol: http }]');
    expect(ports).toEqual([unknown('spec.ingress[0].ports[0].appProtocol')]);
    expect(problems).toMatchObject([notUnderstood('spec.ingress[0].ports[0].appProtocol')]);
  });

  test('are unknown where they are no list', () => {
    expect(portsOf('80')).toMatchObject({ ports: [unknown('spec.ingress[0].ports')] });
  });
});

describe('what else of a NetworkPolicy cannot be understood', () => {
  test('a field of a rule leaves open whether the rule applies', () => {
    const { policies, problems } = read('egress: [{ toServices: [a], ports: [{ port: 80 }] }]');
    expect(policies[0]?.egress?.rules).toMatchObject([
      { unsure: naming('spec.egress[0].toServices'), ports: [{ first: 80 }] },
    ]);
    expect(problems).toMatchObject([notUnderstood('spec.egress[0].toServices')]);
  });

  test('from in an egress rule is no field of it', () => {
    const { policies, problems } = read('egress: [{ from: [{ podSelector: {} }] }]');
    expect(policies[0]?.egress?.rules[0]?.unsure).toContain('spec.egress[0].from');
    expect(problems).toMatchObject([notUnderstood('spec.egress[0].from')]);
  });

  test('a rule that is no object may allow anything or nothing', () => {
    const { policies, problems } = read('ingress: [all]');
    expect(policies[0]?.ingress?.rules).toMatchObject([
      { peers: [{ peers: { op: 'every' } }], unsure: naming('spec.ingress[0]') },
    ]);
    expect(problems).toMatchObject([malformed('spec.ingress[0]')]);
  });

  test('rules that are no list may allow anything or nothing', () => {
    const { policies, problems } = read('ingress: { from: [] }');
    expect(policies[0]?.ingress).toMatchObject({
      isolates: true,
      rules: [
        { path: 'spec.ingress', peers: [{ peers: unknown('spec.ingress') }], ports: 'every' },
      ],
    });
    expect(problems).toMatchObject([malformed('spec.ingress')]);
  });

  test('egress rules that are no list leave open whether egress is isolated', () => {
    const { policies } = read('egress: all');
    expect(policies).toMatchObject([
      { subject: inShop, ingress: { isolates: true } },
      { subject: both(inShop, unknown('spec.egress')), egress: { isolates: true } },
    ]);
  });

  test('a field of the spec makes the policy and its rules doubtful', () => {
    const { policies, problems } = read('{ order: 10, ingress: [{}] }');
    expect(policies).toMatchObject([
      {
        subject: both(inShop, unknown('spec.order')),
        ingress: {
          rules: [
            { path: 'spec.ingress[0]', unsure: naming('spec.order') },
            { path: 'spec', peers: [{ peers: unknown('spec.order') }] },
          ],
        },
      },
    ]);
    expect(problems).toMatchObject([notUnderstood('spec.order')]);
  });

  test('a spec that is no object may do anything to the pods of its namespace', () => {
    const rules = {
      isolates: true,
      rules: [
        {
          path: 'spec',
          action: 'allow',
          peers: [{ path: 'spec', peers: unknown('spec') }],
          ports: 'every',
        },
      ],
    };
    const { policies, problems } = read('deny-all');
    expect(policies).toMatchObject([
      { ref, subject: both(inShop, unknown('spec')), ingress: rules, egress: rules },
    ]);
    expect(problems).toMatchObject([malformed('spec')]);
  });

  test('faults in rules of a direction that is left out are told all the same', () => {
    const { policies, problems } = read(
      '{ policyTypes: [Egress], ingress: [{ ports: [{ port: 70000 }] }] }',
    );
    expect(policies[0]).not.toHaveProperty('ingress');
    expect(problems).toMatchObject([malformed('spec.ingress[0].ports[0].port')]);
  });
});
