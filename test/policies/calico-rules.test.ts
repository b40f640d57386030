import { describe, expect, test } from '@jest/globals';
import { allOf, inNamespaces, labelIn } from '../../functions/assess/reach/policies/conditions.ts';
import { onlyPolicy, problemsOf, readNamespaced, rulesOf } from './calico-fixture.ts';

const shop = inNamespaces(['shop']);
const isApi = labelIn('pod', 'app', ['api']);
const isDb = labelIn('pod', 'app', ['db']);

const ingress = (...rules: readonly string[]) => `ingress: [${rules.join(', ')}]`;
const allow = (fields: string) => ingress(`{action: Allow, ${fields}}`);
const tcp = { op: 'protocol', protocol: 'TCP' };
const tcpPorts = (first: number, last = first) => ({ op: 'ports', protocol: 'TCP', first, last });

describe('actions', () => {
  test('rules stand in their order under their path', () => {
    const read = readNamespaced(ingress('{action: Deny}', '{action: Pass}', '{action: Allow}'));
    expect(onlyPolicy(read).ingress?.rules.map(({ path, action }) => [path, action])).toEqual([
      ['spec.ingress[0]', 'deny'],
      ['spec.ingress[1]', 'pass'],
      ['spec.ingress[2]', 'allow'],
    ]);
  });

  test('a rule that logs decides nothing', () => {
    const read = readNamespaced(ingress('{action: Log, protocol: TCP}', '{action: Deny}'));
    expect(rulesOf(read).map(({ path }) => path)).toEqual(['spec.ingress[1]']);
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['{action: allow}', 'expected Allow, Deny, Pass or Log, not "allow"'],
    ['{protocol: TCP}', 'expected Allow, Deny, Pass or Log'],
  ])('%s may allow, deny or pass on', (rule, text) => {
    const read = readNamespaced(ingress(rule));
    expect(rulesOf(read).map(({ action, unsure }) => [action, unsure])).toEqual(
      ['allow', 'deny', 'pass'].map((action) => [action, `spec.ingress[0].action: ${text}`]),
    );
    expect(problemsOf(read)).toEqual([`malformed spec.ingress[0].action: ${text}`]);
  });

  test('metadata says nothing', () => {
    const rule = allow('metadata: {annotations: {ticket: "7"}}');
    expect(readNamespaced(rule)).toEqual(readNamespaced(ingress('{action: Allow}')));
  });
});

describe('ports', () => {
  test.each([
    ['no protocol is every port of all protocols', 'source: {}', 'every'],
    ['a protocol is every port of it', 'protocol: TCP', [tcp]],
    ['protocols have numbers', 'protocol: 6', [tcp]],
    ['UDP by number', 'protocol: 17', [{ op: 'protocol', protocol: 'UDP' }]],
    ['SCTP by number', 'protocol: 132', [{ op: 'protocol', protocol: 'SCTP' }]],
    ['a port', 'protocol: TCP, destination: {ports: [80]}', [tcpPorts(80)]],
    ['a port in quotes', 'protocol: TCP, destination: {ports: ["80"]}', [tcpPorts(80)]],
    [
      'ranges and names beside ports',
      'protocol: TCP, destination: {ports: ["8080:8090", http, 443]}',
      [tcpPorts(8080, 8090), { op: 'named', name: 'http', protocol: 'TCP' }, tcpPorts(443)],
    ],
    [
      'a name without a protocol is taken for TCP',
      'destination: {ports: [http]}',
      [{ op: 'named', name: 'http', protocol: 'TCP' }],
    ],
    ['no ports in the list are all ports', 'protocol: TCP, destination: {ports: []}', [tcp]],
  ])('%s', (_claim, fields, ports) => {
    const read = readNamespaced(allow(fields));
    expect(rulesOf(read)[0]).toMatchObject({ ports });
    expect(rulesOf(read)[0]).not.toHaveProperty('exceptPorts');
    expect(problemsOf(read)).toEqual([]);
  });

  const messages = 'spec.ingress[0].notICMP: ICMP messages are not told apart';
  test.each([
    ['notProtocol', 'notProtocol: UDP', 'every', [{ op: 'protocol', protocol: 'UDP' }]],
    [
      'notPorts',
      'protocol: TCP, destination: {ports: ["1:1024"], notPorts: [22, ssh]}',
      [tcpPorts(1, 1024)],
      [tcpPorts(22), { op: 'named', name: 'ssh', protocol: 'TCP' }],
    ],
    [
      'notPorts of all ports',
      'protocol: TCP, destination: {notPorts: [22]}',
      [tcp],
      [tcpPorts(22)],
    ],
    [
      'notProtocol of one of many protocols may take away some of them',
      'notProtocol: ICMP',
      'every',
      [
        {
          op: 'unknown',
          protocol: 'OTHER',
          why: 'spec.ingress[0].notProtocol: ICMP is one of many other protocols',
        },
      ],
    ],
    [
      'notICMP may take away some other protocols',
      'notICMP: {type: 8, code: 0}',
      'every',
      [{ op: 'unknown', protocol: 'OTHER', why: messages }],
    ],
  ])('%s', (_claim, fields, ports, exceptPorts) => {
    const read = readNamespaced(allow(fields));
    expect(rulesOf(read)[0]).toMatchObject({ ports, exceptPorts });
    expect(problemsOf(read)).toEqual([]);
  });

  test.each([
    ['protocol: ICMP', 'ICMP'],
    ['protocol: ICMPv6', 'ICMPv6'],
    ['protocol: UDPLite', 'UDPLite'],
    ['protocol: 1', '1'],
    ['protocol: 47', '47'],
    ['protocol: ICMP, icmp: {type: 8}', 'ICMP'],
  ])('%s is one of many other protocols, and so may match these or not', (fields, name) => {
    const read = readNamespaced(allow(fields));
    const why = `spec.ingress[0].protocol: ${name} is one of many other protocols`;
    expect(rulesOf(read)[0]?.ports).toEqual([{ op: 'unknown', protocol: 'OTHER', why }]);
    expect(problemsOf(read)).toEqual([]);
  });

  const order = 'expected ports from 1 to 65535, the lower one first';
  const port = 'spec.ingress[0].destination.ports[0]';
  const protocols = 'expected TCP, UDP, SCTP, ICMP, ICMPv6, UDPLite or 1 to 255';
  test.each([
    ['protocol: TCP, destination: {ports: [70000]}', 'TCP', `${port}: ${order}, not 70000`],
    ['protocol: TCP, destination: {ports: [0]}', 'TCP', `${port}: ${order}, not 0`],
    ['protocol: TCP, destination: {ports: ["1:70000"]}', 'TCP', `${port}: ${order}, not "1:70000"`],
    ['protocol: TCP, destination: {ports: ["90:80"]}', 'TCP', `${port}: ${order}, not "90:80"`],
    [
      'protocol: TCP, destination: {ports: ["80-90,"]}',
      'TCP',
      `${port}: expected a port or the name of a port, not "80-90,"`,
    ],
    [
      'protocol: TCP, destination: {ports: [8.5]}',
      'TCP',
      `${port}: expected a port or the name of a port, not 8.5`,
    ],
    [
      'protocol: TCP, destination: {ports: [[80]]}',
      'TCP',
      `${port}: expected a port, a range of ports or the name of a port, not a list`,
    ],
    [
      'protocol: TCP, destination: {ports: 80}',
      'TCP',
      'spec.ingress[0].destination.ports: expected a list, not 80',
    ],
    [
      'destination: {ports: [80]}',
      undefined,
      `${port}: needs the protocol TCP, UDP or SCTP in the rule`,
    ],
    [
      'protocol: ICMP, destination: {ports: [80]}',
      'OTHER',
      `${port}: the protocol of the rule has no ports`,
    ],
    ['protocol: tcp', undefined, `spec.ingress[0].protocol: ${protocols}, not "tcp"`],
    ['protocol: 300', undefined, `spec.ingress[0].protocol: ${protocols}, not 300`],
    ['icmp: {type: 8}', undefined, 'spec.ingress[0].icmp: needs the protocol ICMP or ICMPv6'],
  ])('%s leaves open which ports match', (fields, protocol, why) => {
    const read = readNamespaced(allow(fields));
    expect(rulesOf(read)[0]?.ports).toEqual([{ op: 'unknown', protocol, why }]);
    expect(problemsOf(read)).toEqual([`malformed ${why}`]);
  });

  test('one bad port leaves the others as they are', () => {
    const read = readNamespaced(allow('protocol: TCP, destination: {ports: [80, 70000]}'));
    expect(rulesOf(read)[0]?.ports).toMatchObject([tcpPorts(80), { op: 'unknown' }]);
  });
});

describe('the side of the policy', () => {
  const apiOnly = `{action: Allow, destination: {selector: app == 'api'}, source: {selector: app == 'db'}}`;

  test('a destination of ingress narrows the pods that the rule is for', () => {
    const { policies } = readNamespaced(`types: [Ingress, Egress]\n${ingress(apiOnly)}`);
    expect(policies).toMatchObject([
      {
        subject: allOf([shop, allOf([shop, isApi])]),
        ingress: { isolates: false, rules: [{ action: 'allow' }] },
      },
      {
        subject: shop,
        ingress: { isolates: true, rules: [] },
        egress: { isolates: true, rules: [] },
      },
    ]);
    expect(policies[0]).not.toHaveProperty('egress');
  });

  test('rules keep their order around a narrowed one', () => {
    const { policies } = readNamespaced(
      ingress('{action: Deny}', '{action: Deny}', apiOnly, '{action: Allow}'),
    );
    const places = policies.map(({ tieBreak, ingress: rules }) => ({
      tieBreak,
      paths: rules?.rules.map(({ path }) => path),
      isolates: rules?.isolates,
    }));
    const place = 'default.allow/shop/NetworkPolicy';
    expect(places).toEqual([
      {
        tieBreak: `${place}/000000`,
        paths: ['spec.ingress[0]', 'spec.ingress[1]'],
        isolates: false,
      },
      { tieBreak: `${place}/000001`, paths: ['spec.ingress[2]'], isolates: false },
      { tieBreak: `${place}/000002`, paths: ['spec.ingress[3]'], isolates: true },
    ]);
  });

  test('a source of egress narrows the pods that the rule is for', () => {
    const read = readNamespaced(`egress: [{action: Deny, source: {selector: app == 'db'}}]`);
    expect(read.policies[0]).toMatchObject({
      subject: allOf([shop, allOf([shop, isDb])]),
      egress: { rules: [{ action: 'deny', peers: [{ path: 'spec.egress[0].destination' }] }] },
    });
  });

  test.each([
    ['ports alone narrow nothing', '{ports: [80]}'],
    ['every address is no narrowing', '{nets: [0.0.0.0/0, "::/0"]}'],
  ])('%s', (_claim, destination) => {
    const read = readNamespaced(allow(`protocol: TCP, destination: ${destination}`));
    expect(onlyPolicy(read).subject).toEqual(shop);
    expect(rulesOf(read)[0]).not.toHaveProperty('unsure');
  });

  test('a scope without pods makes a rule for no pod', () => {
    const read = readNamespaced(allow('destination: {namespaceSelector: global()}'));
    expect(read.policies.map(({ subject }) => subject)).toEqual([{ op: 'false' }, shop]);
  });

  test('addresses of the own pods leave open whether the rule applies', () => {
    const read = readNamespaced(allow('destination: {nets: [10.0.0.0/8]}'));
    const text =
      'spec.ingress[0].destination: which addresses the pods of the policy have is not evaluated';
    expect(onlyPolicy(read).ingress?.rules).toMatchObject([{ action: 'allow', unsure: text }]);
    expect(problemsOf(read)).toEqual([`notUnderstood ${text}`]);
  });
});

const doubts = [
  [
    'ports of the source',
    ingress('{action: Allow, protocol: TCP, source: {ports: [1024]}}'),
    'notUnderstood spec.ingress[0].source.ports: ports of the source are not evaluated',
  ],
  [
    'ports that the source leaves out',
    'egress: [{action: Allow, protocol: TCP, source: {notPorts: [1024]}}]',
    'notUnderstood spec.egress[0].source.notPorts: ports of the source are not evaluated',
  ],
  [
    'an IP version that is none',
    allow('ipVersion: 5'),
    'malformed spec.ingress[0].ipVersion: expected 4 or 6, not 5',
  ],
  [
    'a field that is not known',
    allow('schedule: nightly'),
    'notUnderstood spec.ingress[0].schedule: field is not known',
  ],
  [
    'HTTP in a rule that denies',
    ingress('{action: Deny, http: {methods: [GET]}}'),
    'malformed spec.ingress[0].http: only ingress rules that allow take http',
  ],
  [
    'HTTP in egress',
    'egress: [{action: Allow, http: {methods: [GET]}}]',
    'malformed spec.egress[0].http: only ingress rules that allow take http',
  ],
] as const;

test.each(doubts)('%s leave open whether the rule applies', (_claim, spec, problem) => {
  const read = readNamespaced(spec);
  const rules = [...rulesOf(read), ...rulesOf(read, 'egress')];
  expect(problemsOf(read)).toEqual([problem]);
  expect(rules.map(({ unsure }) => unsure)).toEqual([problem.replace(/^\w+ /, '')]);
});

test('HTTP rules are narrower than the ports they allow', () => {
  const read = readNamespaced(allow('protocol: TCP, http: {methods: [GET], paths: [{exact: /}]}'));
  expect(rulesOf(read)).toMatchObject([
    { action: 'allow', ports: [tcp], narrowedBy: 'HTTP rules' },
  ]);
  expect(problemsOf(read)).toEqual([]);
});

test('a rule that is no object may do anything', () => {
  const read = readNamespaced(ingress('everyone'));
  expect(rulesOf(read).map(({ action, unsure }) => [action, typeof unsure])).toEqual([
    ['allow', 'string'],
    ['deny', 'string'],
    ['pass', 'string'],
  ]);
  expect(problemsOf(read)).toContain(
    'malformed spec.ingress[0]: expected an object, not "everyone"',
  );
});
