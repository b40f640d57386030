import { describe, expect, test } from '@jest/globals';
import {
  addressesWithout,
  everyIPv4Address,
  everyIPv6Address,
  parseCidr,
  unionOfAddresses,
} from '../../functions/assess/reach/algebra/address-set.ts';
import {
  allOf,
  anyOf,
  inNamespaces,
  labelIn,
  notOf,
} from '../../functions/assess/reach/policies/conditions.ts';
import {
  type Condition,
  type Peers,
  serviceAccountKey,
} from '../../functions/assess/reach/policies/policy.ts';
import { object, peersOf, problemsOf, readGlobal, readNamespaced } from './calico-fixture.ts';

const pods = (where: Condition): Peers => ({ op: 'pods', where });
const addresses = (...cidrs: readonly string[]): Peers => ({
  op: 'addresses',
  addresses: unionOfAddresses(cidrs.map((cidr) => parseCidr(cidr) ?? [])),
});
const not = (operand: Peers): Peers => ({ op: 'not', operand });
const or = (...operands: readonly Peers[]): Peers => ({ op: 'or', operands });
const and = (...operands: readonly Peers[]): Peers => ({ op: 'and', operands });
const unknown = (why: string): Peers => ({ op: 'unknown', why });
const hosts: Peers = {
  op: 'nodes',
  where: { op: 'unknown', why: 'host endpoints are not in the snapshot' },
};
const shop = inNamespaces(['shop']);
const isWeb = labelIn('pod', 'app', ['web']);
const isProd = labelIn('namespace', 'env', ['prod']);

const ingressFrom = (source: string) => `ingress: [{action: Allow, source: ${source}}]`;
const egressTo = (destination: string) => `egress: [{action: Allow, destination: ${destination}}]`;

describe('selectors in a NetworkPolicy', () => {
  test.each([
    ['no source is everyone', '{}', { op: 'every' }],
    [
      'empty selectors are none',
      '{selector: "", namespaceSelector: "", nets: []}',
      { op: 'every' },
    ],
    ['selector stays in the own namespace', `{selector: app == 'web'}`, pods(allOf([shop, isWeb]))],
    ['all() is all of the own namespace, not everyone', '{selector: all()}', pods(shop)],
    [
      'namespaceSelector alone is all pods of these namespaces',
      `{namespaceSelector: env == 'prod'}`,
      pods(isProd),
    ],
    [
      'both selectors must hold',
      `{namespaceSelector: env == 'prod', selector: app == 'web'}`,
      pods(allOf([isProd, isWeb])),
    ],
    [
      'all() namespaces are all pods, and nothing beside',
      '{namespaceSelector: all()}',
      pods({ op: 'true' }),
    ],
    ['global() is no pod', '{namespaceSelector: global()}', hosts],
    [
      'namespaces that are not one are also what is in none',
      `{namespaceSelector: projectcalico.org/name != 'shop'}`,
      or(pods(notOf(shop)), hosts),
    ],
    [
      'notSelector keeps to the own namespace too',
      `{notSelector: app == 'web'}`,
      pods(allOf([shop, notOf(isWeb)])),
    ],
    [
      'notSelector takes away from what selector selects',
      `{selector: has(tier), notSelector: app == 'web'}`,
      pods(allOf([shop, { op: 'exists', of: 'pod', key: 'tier' }, notOf(isWeb)])),
    ],
    [
      'service accounts by name',
      `{serviceAccounts: {names: [db, cache]}}`,
      pods(allOf([shop, labelIn('pod', serviceAccountKey, ['db', 'cache'])])),
    ],
    [
      'service accounts of other namespaces',
      `{namespaceSelector: env == 'prod', serviceAccounts: {names: [db]}}`,
      pods(allOf([isProd, labelIn('pod', serviceAccountKey, ['db'])])),
    ],
    ['service accounts that are not narrowed are anyone', '{serviceAccounts: {}}', { op: 'every' }],
    [
      'service accounts by their labels are not known',
      `{serviceAccounts: {selector: team == 'a'}}`,
      pods(
        allOf([shop, { op: 'unknown', why: 'labels of service accounts are not in the snapshot' }]),
      ),
    ],
  ] satisfies readonly (readonly [string, string, Peers])[])('%s', (_claim, source, peers) => {
    const read = readNamespaced(ingressFrom(source));
    expect(peersOf(read)).toEqual(peers);
    expect(problemsOf(read)).toEqual([]);
  });
});

describe('selectors in a GlobalNetworkPolicy', () => {
  test.each([
    [
      'selector is of all namespaces and of hosts',
      `{selector: app == 'web'}`,
      or(pods(isWeb), hosts),
    ],
    [
      'projectcalico.org/namespace leaves out hosts',
      `{selector: projectcalico.org/namespace == 'shop'}`,
      pods(shop),
    ],
    [
      'the orchestrator leaves out hosts',
      `{selector: projectcalico.org/orchestrator == 'k8s' && app == 'web'}`,
      pods(isWeb),
    ],
    [
      'notSelector alone is everyone but what it selects, also outside of the cluster',
      `{notSelector: projectcalico.org/namespace == 'shop'}`,
      not(pods(shop)),
    ],
  ] satisfies readonly (readonly [string, string, Peers])[])('%s', (_claim, source, peers) => {
    expect(peersOf(readGlobal(ingressFrom(source)))).toEqual(peers);
  });
});

describe('addresses', () => {
  const v4Without10 = addressesWithout(everyIPv4Address, parseCidr('10.0.0.0/8') ?? []);
  const v6And10 = unionOfAddresses([everyIPv6Address, parseCidr('10.0.0.0/8') ?? []]);
  test.each([
    ['nets', '{nets: [10.0.0.0/8, 2001:db8::/32]}', addresses('10.0.0.0/8', '2001:db8::/32')],
    ['host bits count for nothing', '{nets: [10.1.2.3/8]}', addresses('10.0.0.0/8')],
    ['an address stands for itself', '{nets: [10.1.2.3]}', addresses('10.1.2.3/32')],
    [
      'notNets are taken out of nets',
      '{nets: [10.0.0.0/8], notNets: [10.128.0.0/9]}',
      addresses('10.0.0.0/9'),
    ],
    [
      'IPv4 notNets leave only IPv4, and what has no known address',
      '{notNets: [10.0.0.0/8]}',
      or({ op: 'addresses', addresses: v4Without10 }, not({ op: 'addresses', addresses: v6And10 })),
    ],
    ['notNets of everything leave nothing', '{notNets: [0.0.0.0/0]}', { op: 'none' }],
    [
      'nets and selector must both hold',
      `{nets: [10.0.0.0/8], namespaceSelector: env == 'prod'}`,
      and(pods(isProd), addresses('10.0.0.0/8')),
    ],
  ] satisfies readonly (readonly [string, string, Peers])[])('%s', (_claim, source, peers) => {
    const read = readNamespaced(ingressFrom(source));
    expect(peersOf(read)).toEqual(peers);
    expect(problemsOf(read)).toEqual([]);
  });

  test('ipVersion leaves one family, and what has no known address', () => {
    const read = readNamespaced('ingress: [{action: Allow, ipVersion: 4}]');
    expect(peersOf(read)).toEqual(
      or(
        { op: 'addresses', addresses: everyIPv4Address },
        not({ op: 'addresses', addresses: everyIPv6Address }),
      ),
    );
  });
});

describe('network sets', () => {
  const context = {
    policyObjects: [
      object('GlobalNetworkSet', 'vpn', {
        labels: { role: 'vpn' },
        spec: '{nets: [192.0.2.0/24], allowedEgressDomains: ["*.example.com"]}',
      }),
      object('GlobalNetworkSet', 'office', {
        labels: { role: 'office' },
        spec: 'nets: [198.51.100.7]',
      }),
      object('NetworkSet', 'bank', {
        namespace: 'pay',
        labels: { role: 'bank' },
        spec: 'nets: [203.0.113.0/24]',
      }),
      object('GlobalNetworkSet', 'bad', { labels: { role: 'bad' }, spec: 'nets: [300.0.0.0/8]' }),
    ],
    namespaces: [{ name: 'pay', labels: { env: 'prod' }, isImplied: false }],
  };
  const role = (...roles: readonly string[]) =>
    anyOf(roles.map((each) => labelIn('pod', 'role', [each])));

  test.each([
    [
      'a GlobalNetworkPolicy selects sets of all namespaces and of none',
      readGlobal(ingressFrom(`{selector: "role in {'vpn', 'bank'}"}`), context),
      or(
        pods(labelIn('pod', 'role', ['vpn', 'bank'])),
        addresses('192.0.2.0/24', '203.0.113.0/24'),
        hosts,
      ),
    ],
    [
      'a NetworkPolicy selects no sets of other namespaces',
      readNamespaced(ingressFrom(`{selector: role == 'bank'}`), context),
      pods(allOf([shop, role('bank')])),
    ],
    [
      'a set has the labels of its namespace',
      readNamespaced(
        ingressFrom(`{namespaceSelector: env == 'prod', selector: role == 'bank'}`),
        context,
      ),
      or(pods(allOf([isProd, role('bank')])), addresses('203.0.113.0/24')),
    ],
    [
      'global() reaches the global sets from a namespace',
      readNamespaced(
        ingressFrom(`{namespaceSelector: global(), selector: role == 'office'}`),
        context,
      ),
      or(addresses('198.51.100.7/32'), hosts),
    ],
    [
      'a set that is taken away is taken away by its addresses',
      readGlobal(ingressFrom(`{notSelector: role == 'office' && !has(pcns.env)}`), context),
      not(
        or(
          pods(allOf([role('office'), notOf({ op: 'exists', of: 'namespace', key: 'env' })])),
          addresses('198.51.100.7/32'),
          hosts,
        ),
      ),
    ],
  ])('%s', (_claim, read, peers) => {
    expect(peersOf(read)).toEqual(peers);
    expect(problemsOf(read)).toEqual([]);
  });

  test('domains of a set that is taken away take nothing away', () => {
    const taken = egressTo(`{notSelector: role == 'vpn'}`);
    expect(peersOf(readGlobal(taken, context), 'egress')).toEqual(
      not(or(pods(role('vpn')), addresses('192.0.2.0/24'), hosts)),
    );
  });

  test('a set is in its namespace for every selector', () => {
    const source = `{selector: projectcalico.org/namespace == 'pay' && role == 'bank'}`;
    expect(peersOf(readGlobal(ingressFrom(source), context))).toEqual(
      or(pods(allOf([inNamespaces(['pay']), role('bank')])), addresses('203.0.113.0/24')),
    );
  });

  test('domains of a set are destinations of egress that is allowed', () => {
    const allowed = readNamespaced(
      egressTo(`{namespaceSelector: global(), selector: role == 'vpn'}`),
      context,
    );
    expect(peersOf(allowed, 'egress')).toEqual(
      or(addresses('192.0.2.0/24'), { op: 'dnsName', pattern: '*.example.com' }, hosts),
    );
    const denied = egressTo(`{namespaceSelector: global(), selector: role == 'vpn'}`).replace(
      'Allow',
      'Deny',
    );
    expect(peersOf(readNamespaced(denied, context), 'egress')).toEqual(
      or(addresses('192.0.2.0/24'), hosts),
    );
  });

  test('a set that cannot be read leaves its place open and says so', () => {
    const text = 'GlobalNetworkSet/bad spec.nets[0]: expected a CIDR, not "300.0.0.0/8"';
    const read = readNamespaced(
      ingressFrom(`{namespaceSelector: global(), selector: role == 'bad'}`),
      context,
    );
    expect(peersOf(read)).toEqual(or(unknown(`spec.ingress[0].source: ${text}`), hosts));
    expect(problemsOf(read)).toEqual([`notUnderstood spec.ingress[0].source: ${text}`]);
  });

  test('labels that only one edition of Calico gives leave open whether a set is selected', () => {
    const one = { ...context, policyObjects: context.policyObjects.slice(1, 2) };
    const source = `{namespaceSelector: global(), selector: projectcalico.org/name == 'office'}`;
    const why = 'only Calico Enterprise gives network sets the label projectcalico.org/name';
    expect(peersOf(readNamespaced(ingressFrom(source), one))).toEqual(
      or(and(addresses('198.51.100.7/32'), unknown(why)), hosts),
    );
  });
});

describe('what is beyond the snapshot', () => {
  test('domains are symbolic destinations', () => {
    const read = readNamespaced(egressTo('{domains: [api.example.com, "*.example.org"]}'));
    expect(peersOf(read, 'egress')).toEqual(
      or(
        { op: 'dnsName', pattern: 'api.example.com' },
        { op: 'dnsName', pattern: '*.example.org' },
      ),
    );
  });

  test.each([
    ['{services: {name: db}}', 'shop/db'],
    ['{services: {name: db, namespace: pay}}', 'pay/db'],
  ])('the endpoints of %s may be anyone', (destination, service) => {
    const read = readNamespaced(egressTo(destination));
    const text = `the endpoints of Service ${service} are not evaluated`;
    expect(peersOf(read, 'egress')).toEqual(
      unknown(`spec.egress[0].destination.services: ${text}`),
    );
    expect(problemsOf(read)).toEqual([
      `notUnderstood spec.egress[0].destination.services: ${text}`,
    ]);
  });
});

const faults: readonly (readonly [
  claim: string,
  source: string,
  problem: string,
  known: Peers | undefined,
])[] = [
  [
    'a bad CIDR',
    '{nets: [10.0.0.0/8, 10.0.0/24]}',
    'malformed spec.ingress[0].source.nets[1]: expected a CIDR, not "10.0.0/24"',
    addresses('10.0.0.0/8'),
  ],
  [
    'nets that are no list',
    '{nets: 10.0.0.0/8}',
    'malformed spec.ingress[0].source.nets: expected a list, not "10.0.0.0/8"',
    undefined,
  ],
  [
    'a field that is not known',
    '{countries: [ch], nets: [10.0.0.0/8]}',
    'notUnderstood spec.ingress[0].source.countries: field is not known',
    addresses('10.0.0.0/8'),
  ],
  [
    'a source that is no object',
    '[10.0.0.0/8]',
    'malformed spec.ingress[0].source: expected an object, not a list',
    undefined,
  ],
  [
    'domains of a source',
    '{domains: [a.example.com], nets: [10.0.0.0/8]}',
    'malformed spec.ingress[0].source.domains: only egress rules that allow take domains',
    addresses('10.0.0.0/8'),
  ],
];

test.each(faults)('%s leaves open who matches, in its place', (_claim, source, problem, known) => {
  const read = readNamespaced(ingressFrom(source));
  const peers = peersOf(read);
  const why = problem.replace(/^\w+ /, '');
  expect(problemsOf(read)).toEqual([problem]);
  const parts = peers?.op === 'and' || peers?.op === 'or' ? peers.operands : [peers];
  expect(parts).toContainEqual(unknown(why));
  if (known !== undefined) expect(parts).toContainEqual(known);
});

test.each([
  ['selector', `{selector: "app =", namespaceSelector: env == 'prod'}`, isProd],
  ['selector in a NetworkPolicy', `{selector: "app ="}`, shop],
  ['name of an account', '{serviceAccounts: {names: [7]}}', shop],
])('a bad %s leaves open only the pods that the rest selects', (_field, source, rest) => {
  const peers = peersOf(readNamespaced(ingressFrom(source)));
  const where = peers?.op === 'pods' && peers.where.op === 'and' ? peers.where.operands : [];
  expect(where.filter(({ op }) => op !== 'unknown')).toEqual([rest]);
  expect(where.some(({ op }) => op === 'unknown')).toBe(true);
});
