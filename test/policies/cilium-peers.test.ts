import { describe, expect, test } from '@jest/globals';
import {
  type AddressSet,
  everyIPv4Address,
  everyIPv6Address,
  unionOfAddresses,
} from '../../functions/assess/reach/algebra/address-set.ts';
import {
  cidrGroup,
  peersOf,
  problemsOf,
  readClusterwide,
  readRule,
  rulesOf,
} from './cilium-fixture.ts';
import { addresses, both, inNamespace, isIn, pods, unknown } from './form-in-short.ts';

const shop = inNamespace('shop');
const all = { op: 'true' };
const entity = (name: string) => ({ op: 'entity', entity: name });
const symbol = (text: string) => ({ op: 'symbol', text });
const not = (operand: object) => ({ op: 'not', operand });
const world = (set: AddressSet) => ({ op: 'addresses', addresses: set, isOutside: true });
const either = (...operands: readonly object[]) => ({ op: 'or', operands });

describe('fromEndpoints', () => {
  test.each([
    [
      '"all other endpoints in the same namespace" are selected by an empty selector',
      '{}',
      pods(shop),
    ],
    [
      '"if the namespace label of policy rules is omitted it defaults to the same namespace"',
      '{ matchLabels: { app: web } }',
      pods(both(shop, isIn('pod', 'app', 'web'))),
    ],
    [
      '"access to and from pods in other namespaces" is by the label of their namespace',
      "{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': bank } }",
      pods(inNamespace('bank')),
    ],
    [
      'or by the label that all have, for all namespaces',
      '{ matchExpressions: [{ key: io.kubernetes.pod.namespace, operator: Exists }] }',
      pods(all),
    ],
    [
      'or by labels of the namespace (getEndpointSelector)',
      '{ matchLabels: { io.cilium.k8s.namespace.labels.team: a } }',
      pods(isIn('namespace', 'team', 'a')),
    ],
    [
      'NotIn also holds for what is in no namespace: addresses, nodes and the rest',
      '{ matchExpressions: [{ key: io.kubernetes.pod.namespace, operator: NotIn, values: [a] }] }',
      not(pods(inNamespace('a'))),
    ],
    [
      'but not where the own namespace is added',
      '{ matchExpressions: [{ key: app, operator: DoesNotExist }] }',
      pods(both(shop, not({ op: 'exists', of: 'pod', key: 'app' }))),
    ],
    [
      'reserved:world is the label of the world',
      "{ matchLabels: { 'reserved:host': '' } }",
      entity('host'),
    ],
    [
      'reserved labels are in no namespace, even negated',
      "{ matchExpressions: [{ key: 'reserved:host', operator: DoesNotExist }] }",
      not(entity('host')),
    ],
    ['reserved labels have no value', "{ matchLabels: { 'reserved:host': yes } }", { op: 'none' }],
  ])('%s', (_claim, selector, peers) => {
    const read = readRule(`{ fromEndpoints: [${selector}] }`);
    expect(peersOf(read)).toEqual([peers]);
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['an empty selector selects "all Cilium managed endpoints in the cluster"', '{}', pods(all)],
    [
      'labels of namespaces alone stay with pods',
      '{ matchExpressions: [{ key: io.cilium.k8s.namespace.labels.a, operator: DoesNotExist }] }',
      pods(not({ op: 'exists', of: 'namespace', key: 'a' })),
    ],
  ])('of a clusterwide policy: %s', (_claim, selector, peers) => {
    const spec = `{ endpointSelector: {}, ingress: [{ fromEndpoints: [${selector}] }] }`;
    expect(peersOf(readClusterwide(spec))).toEqual([peers]);
  });

  test.each([
    [
      'reserved labels among others',
      "{ matchLabels: { 'reserved:host': '', app: web } }",
      unknown('fromEndpoints[0]: reserved labels are mixed with others'),
    ],
    [
      'a reserved label that Cilium has not',
      "{ matchLabels: { 'reserved:moon': '' } }",
      unknown('fromEndpoints[0].matchLabels[reserved:moon]'),
    ],
    [
      'an operator that is none',
      '{ matchExpressions: [{ key: app, operator: Like }] }',
      both(pods(shop), unknown('fromEndpoints[0].matchExpressions[0].operator')),
    ],
    ['an item that is missing', 'null', unknown('fromEndpoints[0]: expected a peer')],
  ])('is open for %s', (_claim, selector, peers) => {
    const read = readRule(`{ fromEndpoints: [${selector}] }`);
    expect(peersOf(read)).toEqual([peers]);
    expect(read.problems).toHaveLength(1);
  });
});

describe('fromEntities', () => {
  test.each([
    ['"the combination of all known clusters as well world"', 'all', { op: 'every' }],
    [
      '"identical to allowing to CIDR 0.0.0.0/0", and to ::/0',
      'world',
      world(unionOfAddresses([everyIPv4Address, everyIPv6Address])),
    ],
    ['"specifically an IPv4 endpoint"', 'world-ipv4', world(everyIPv4Address)],
    ['"specifically an IPv6 endpoint"', 'world-ipv6', world(everyIPv6Address)],
    [
      '"all network endpoints inside of the local cluster"',
      'cluster',
      either(
        pods(all),
        { op: 'nodes', where: all },
        entity('host'),
        entity('remoteNode'),
        entity('ingressProxy'),
        entity('health'),
        entity('unmanaged'),
        entity('apiServer'),
      ),
    ],
    ['"the local host"', 'host', entity('host')],
    ['"any node ... other than the local host"', 'remote-node', entity('remoteNode')],
    ['"the kube-apiserver in a Kubernetes cluster"', 'kube-apiserver', entity('apiServer')],
    ['"the Cilium Envoy instance"', 'ingress', entity('ingressProxy')],
    ['"the health endpoints"', 'health', entity('health')],
    ['"endpoints not managed by Cilium"', 'unmanaged', entity('unmanaged')],
    ['"endpoints in bootstrap phase"', 'init', symbol('endpoints that have no identity yet')],
    ['"can be selected but never exist"', 'none', { op: 'none' }],
  ])('%s: %s', (_claim, name, peers) => {
    expect(peersOf(readRule(`{ fromEntities: [${name}] }`))).toEqual([peers]);
  });

  test('is open for others', () => {
    const read = readRule('{ fromEntities: [moon] }');
    expect(peersOf(read)).toEqual([unknown('fromEntities[0]')]);
    expect(problemsOf(read)).toEqual([
      'malformed spec.ingress[0].fromEntities[0]: expected an entity that Cilium has, not "moon"',
    ]);
  });
});

describe('addresses', () => {
  test.each([
    ['fromCIDR: a block', 'fromCIDR: [10.0.0.0/8]', addresses('10.0.0.0/8')],
    [
      '"Example: 192.0.2.1/32", where the length may be left out',
      'fromCIDR: [192.0.2.1]',
      addresses('192.0.2.1/32'),
    ],
    ['of IPv6 too', "fromCIDR: ['2001:db8::1']", addresses('2001:db8::1/128')],
    [
      '"not CIDR prefix 10.96.0.0/12"',
      'fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [10.96.0.0/12] }]',
      addresses('10.0.0.0/8', '10.96.0.0/12'),
    ],
    ['a CIDRGroup by its name', 'fromCIDRSet: [{ cidrGroupRef: vpn }]', addresses('10.48.0.0/24')],
    [
      'or by its labels',
      'fromCIDRSet: [{ cidrGroupSelector: { matchLabels: { role: vpn } } }]',
      addresses('10.48.0.0/24'),
    ],
    [
      'which may be told not to be there',
      'fromCIDRSet: [{ cidrGroupSelector: { matchExpressions: [' +
        '{ key: role, operator: Exists }, { key: retired, operator: DoesNotExist }] } }]',
      addresses('10.48.0.0/24'),
    ],
    [
      '"if the referenced CIDR Group is empty ... won\'t select any identities"',
      'fromCIDRSet: [{ cidrGroupRef: empty }]',
      { op: 'addresses', addresses: [] },
    ],
  ])('%s', (_claim, rule, peers) => {
    const groups = [
      cidrGroup('vpn', ['10.48.0.0/24'], { role: 'vpn' }),
      cidrGroup('old', ['10.16.0.0/24'], { role: 'old', retired: 'yes' }),
      cidrGroup('empty', []),
    ];
    const read = readRule(`{ ${rule} }`, 'ingress', groups);
    expect(peersOf(read)).toEqual([peers]);
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['fromCIDR: [10.0.0.0/33]', unknown('fromCIDR[0]: expected a CIDR or an address')],
    [
      'fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [192.0.2.0/24] }]',
      both(
        addresses('10.0.0.0/8', '192.0.2.0/24'),
        unknown('except[0]: expected a part of the cidr'),
      ),
    ],
    ['fromCIDRSet: [{ cidr: 10.0.0.1 }]', unknown('fromCIDRSet[0].cidr: expected a CIDR')],
    [
      'fromCIDRSet: [{ cidr: 10.0.0.0/8, cidrGroupRef: vpn }]',
      unknown('fromCIDRSet[0]: needs one of cidr, cidrGroupRef and cidrGroupSelector'),
    ],
    ['fromCIDRSet: [10.0.0.0/8]', unknown('fromCIDRSet[0]: expected an object')],
    [
      'fromCIDRSet: [{ cidrGroupRef: gone }]',
      unknown('fromCIDRSet[0]: no CiliumCIDRGroup is known'),
    ],
    [
      'fromCIDRSet: [{ cidrGroupSelector: {} }]',
      unknown('fromCIDRSet[0]: no CiliumCIDRGroup is known'),
    ],
    [
      'fromCIDRSet: [{ cidrGroupRef: vpn }]',
      either(addresses('10.48.0.0/24'), unknown('CiliumCIDRGroup vpn, spec.externalCIDRs[1]')),
    ],
    [
      'fromCIDRSet: [{ cidr: 10.0.0.0/8, mood: 1 }]',
      both(addresses('10.0.0.0/8'), unknown('fromCIDRSet[0].mood')),
    ],
  ])('are open where they cannot be read: %s', (rule, peers) => {
    const read = readRule(`{ ${rule} }`, 'ingress', [cidrGroup('vpn', ['10.48.0.0/24', 'moon'])]);
    expect(peersOf(read)).toEqual([peers]);
    expect(read.problems).toHaveLength(1);
  });

  test('"using ExceptCIDRs together with CIDRGroupRef is not supported yet" by every version', () => {
    const read = readRule(
      '{ fromCIDRSet: [{ cidrGroupRef: vpn, except: [10.48.0.128/25] }] }',
      'ingress',
      [cidrGroup('vpn', ['10.48.0.0/24'])],
    );
    expect(peersOf(read)).toEqual([
      either(
        addresses('10.48.0.0/25'),
        both(addresses('10.48.0.128/25'), unknown('except: not every version')),
      ),
    ]);
    expect(read.problems).toHaveLength(1);
  });
});

describe('toFQDNs', () => {
  const name = (pattern: string) => ({ op: 'dnsName', pattern });

  test.each([
    ['"domains that match matchName exactly"', 'matchName: Api.Example.', name('api.example')],
    ['"* alone matches all names"', "matchPattern: '*'", name('*')],
    [
      '"*.cilium.io will match sub.cilium.io but not cilium.io or sub.sub.cilium.io"',
      "matchPattern: '*.cilium.io'",
      { ...name('*.cilium.io'), isWithinLabel: true },
    ],
    [
      '"**.cilium.io pattern will match both app.cilium.io and test.app.cilium.io"',
      "matchPattern: '**.cilium.io'",
      name('*.cilium.io'),
    ],
    [
      '"part*ial.com will match partial.com and part-extra-ial.com"',
      "matchPattern: 'part*ial.com'",
      { ...name('part*ial.com'), isWithinLabel: true },
    ],
    [
      'both kinds of stars have no form of their own',
      "matchPattern: '**.a*.io'",
      either(symbol('DNS names that match **.a*.io'), both(name('*'), unknown('**.a*.io'))),
    ],
    ['a pattern may have no star', "matchPattern: 'cilium.io'", name('cilium.io')],
  ])('%s', (_claim, item, peers) => {
    const read = readRule(`{ toFQDNs: [{ ${item} }] }`, 'egress');
    expect(peersOf(read, 'egress')).toEqual([peers]);
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['{}', 'needs either matchName or matchPattern'],
    ["{ matchName: a.io, matchPattern: 'b.io' }", 'needs either matchName or matchPattern'],
    ["{ matchName: '*.io' }", 'expected a DNS name'],
    ["{ matchPattern: 'a b' }", 'expected a DNS name with or without *'],
  ])('is open for %s', (item, why) => {
    const read = readRule(`{ toFQDNs: [${item}] }`, 'egress');
    expect(peersOf(read, 'egress')).toEqual([unknown(why)]);
    expect(read.problems).toHaveLength(1);
  });
});

describe('what only others can resolve', () => {
  const podsBehind = (text: string, where: object) =>
    either(symbol(text), both(pods(where), unknown(`behind ${text}`)));

  test.each([
    [
      'a Service is the pods it selects, some of its namespace',
      'toServices: [{ k8sService: { serviceName: db, namespace: bank } }]',
      podsBehind('Service bank/db', inNamespace('bank')),
    ],
    [
      'or of all namespaces',
      'toServices: [{ k8sServiceSelector: { selector: { matchLabels: { app: db } } } }]',
      podsBehind('Services with app=db', all),
    ],
    [
      'AWS security groups',
      'toGroups: [{ aws: { securityGroupsIds: [sg-1, sg-2], labels: { team: a } } }]',
      symbol('AWS security group sg-1, sg-2, AWS label team=a'),
    ],
  ])('%s', (_claim, rule, peers) => {
    const read = readRule(`{ ${rule} }`, 'egress');
    expect(peersOf(read, 'egress')).toEqual([peers]);
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['toServices: [{}]', 'toServices[0]: needs either k8sService or k8sServiceSelector'],
    ['toServices: [{ k8sService: { serviceName: 1 } }]', 'serviceName: expected a string'],
    ['toGroups: [{ gcp: {} }]', 'toGroups[0].gcp: field is not known'],
    ['toGroups: [{ aws: {} }]', 'toGroups[0].aws: expected a security group'],
  ])('is open for %s', (rule, why) => {
    const read = readRule(`{ ${rule} }`, 'egress');
    expect(peersOf(read, 'egress')).toEqual([unknown(why)]);
    expect(read.problems).toHaveLength(1);
  });

  test('nodes, for they are peers "only ... when enable-node-selector-labels flag is set"', () => {
    const read = readRule("{ fromNodes: [{ matchLabels: { 'node:zone': a } }] }");
    expect(peersOf(read)).toEqual([
      both({ op: 'nodes', where: isIn('node', 'zone', 'a') }, unknown('fromNodes[0]')),
    ]);
    expect(read.problems).toHaveLength(1);
  });
});

describe('peers of a rule', () => {
  test.each([
    [
      '"all endpoints if empty": ports without peers are for all',
      '{ toPorts: [{}] }',
      [{ op: 'every' }],
    ],
    ['ICMP without peers is for all', '{ icmps: [{}] }', [{ op: 'every' }]],
    [
      'neither peers nor ports are for nobody: "default deny mode without whitelisting"',
      '{}',
      [{ op: 'none' }],
    ],
    ['items are alternatives', '{ fromEntities: [host, all] }', [entity('host'), { op: 'every' }]],
    ['null is as good as missing', '{ fromCIDR: null, toPorts: [{}] }', [{ op: 'every' }]],
    [
      'groups and names say nothing when empty',
      '{ fromGroups: [], toPorts: [{}] }',
      [{ op: 'every' }],
    ],
  ])('%s', (_claim, rule, peers) => {
    expect(peersOf(readRule(rule))).toEqual(peers);
  });

  test.each(['fromEndpoints', 'fromCIDR', 'fromCIDRSet', 'fromEntities', 'fromNodes'])(
    'an empty %s "should not result in any identity being selected"',
    (list) => {
      const [rule] = rulesOf(readRule(`{ ${list}: [], toPorts: [{}] }`));
      expect(rule?.peers).toEqual([{ path: `spec.ingress[0].${list}`, peers: { op: 'none' } }]);
    },
  );

  test('labels that peers must have perhaps deny those without, whatever else allows them', () => {
    const read = readRule('{ fromRequires: [{ matchLabels: { env: prod } }] }');
    const required = pods(both(shop, isIn('pod', 'env', 'prod')));
    const why = 'spec.ingress[0].fromRequires: required labels depend on the version of Cilium';
    expect(rulesOf(read)).toEqual([
      {
        path: 'spec.ingress[0].fromRequires',
        action: 'deny',
        peers: [{ path: 'spec.ingress[0].fromRequires', peers: both(pods(all), not(required)) }],
        ports: 'every',
        unsure: why,
      },
      expect.objectContaining({ action: 'allow', ports: 'every' }),
    ]);
    expect(problemsOf(read)).toEqual([`notUnderstood ${why}`]);
    expect(peersOf(read).at(-1)).toEqual({ op: 'none' });
  });
});
