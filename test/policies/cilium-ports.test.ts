import { describe, expect, test } from '@jest/globals';
import { portsOf, problemsOf, readRule, rulesOf } from './cilium-fixture.ts';
import { everyPort, onePort, unknown } from './form-in-short.ts';

const named = (name: string, protocol?: string) => ({
  op: 'named',
  name,
  ...(protocol !== undefined && { protocol }),
});
const range = (protocol: string, first: number, last: number) => ({
  op: 'ports',
  protocol,
  first,
  last,
});
const other = (why: string) => ({ ...unknown(why), protocol: 'OTHER' });

describe('toPorts', () => {
  test.each([
    ['a port of a protocol', '[{ port: "80", protocol: TCP }]', [onePort('TCP', 80)]],
    [
      '"if omitted or empty, any protocol matches": any with ports',
      '[{ port: "53" }]',
      [onePort('TCP', 53), onePort('UDP', 53), onePort('SCTP', 53)],
    ],
    [
      'ANY says the same',
      '[{ port: "53", protocol: ANY }]',
      [onePort('TCP', 53), onePort('UDP', 53), onePort('SCTP', 53)],
    ],
    [
      '"TCP on ports 80-444"',
      '[{ port: "80", endPort: 444, protocol: TCP }]',
      [range('TCP', 80, 444)],
    ],
    ['endPort 0 is no end', '[{ port: "80", endPort: 0, protocol: TCP }]', [onePort('TCP', 80)]],
    ['port 0 is "a wildcard"', '[{ port: "0", protocol: UDP }]', [everyPort('UDP')]],
    ['so is 0 to 65535', '[{ port: "0", endPort: 65535, protocol: UDP }]', [everyPort('UDP')]],
    ['0 to 9 begins with 1', '[{ port: "0", endPort: 9, protocol: UDP }]', [range('UDP', 1, 9)]],
    ['"a name in the form of http"', '[{ port: http, protocol: TCP }]', [named('http', 'TCP')]],
    ['a name of any protocol, in any case', '[{ port: DNS }]', [named('dns')]],
    [
      '"EndPort ... is ignored when Port is a named port"',
      '[{ port: http, protocol: TCP, endPort: 90 }]',
      [named('http', 'TCP')],
    ],
    ['0x50 is a name', '[{ port: "0x50", protocol: TCP }]', [named('0x50', 'TCP')]],
    ['no ports are none', '[]', []],
    [
      'a protocol without ports is a part of the others',
      '[{ protocol: GRE }]',
      [other('toPorts[0].ports[0]')],
    ],
  ])('%s', (_claim, ports, matches) => {
    expect(portsOf(ports)).toEqual([matches]);
    expect(problemsOf(readRule(`{ toPorts: [{ ports: ${ports} }] }`))).toEqual([]);
  });

  test.each([
    ['a number instead of a string', '{ port: 80, protocol: TCP }', 'TCP', '.port'],
    ['a port that is none', '{ port: "70000", protocol: TCP }', 'TCP', '.port'],
    ['a port of eight digits', '{ port: "12345678", protocol: TCP }', 'TCP', '.port'],
    ['a number that C reads as octal', '{ port: "080", protocol: TCP }', 'TCP', '.port'],
    ['no port', '{ protocol: TCP }', 'TCP', '.port'],
    ['an end before the port', '{ port: "80", endPort: 79, protocol: TCP }', 'TCP', '.endPort'],
    ['a field of its own', '{ port: "80", protocol: TCP, mood: 1 }', 'TCP', '.mood'],
    ['a protocol that is none', '{ port: "80", protocol: tcp }', undefined, '.protocol'],
  ])('is open for %s', (_claim, port, protocol, field) => {
    const path = `spec.ingress[0].toPorts[0].ports[0]${field}`;
    const match = protocol === undefined ? unknown(path) : { ...unknown(path), protocol };
    expect(portsOf(`[${port}]`)).toEqual([[match]]);
    const { problems } = readRule(`{ toPorts: [{ ports: [${port}] }] }`);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });

  test('several items are one rule where nothing tells them apart', () => {
    const port = (number: string) => `{ ports: [{ port: "${number}", protocol: TCP }] }`;
    expect(rulesOf(readRule(`{ toPorts: [${port('1')}, ${port('2')}] }`))).toMatchObject([
      { path: 'spec.ingress[0]', ports: [onePort('TCP', 1), onePort('TCP', 2)] },
    ]);
  });

  test('an empty list is every port', () => {
    const read = readRule('{ fromEntities: [all], toPorts: [], icmps: [] }');
    expect(rulesOf(read).map(({ ports }) => ports)).toEqual(['every']);
  });

  test('is open where it is no list', () => {
    const read = readRule('{ fromEntities: [all], toPorts: http }');
    expect(rulesOf(read).map(({ ports }) => ports)).toEqual([[unknown('spec.ingress[0].toPorts')]]);
    expect(read.problems).toHaveLength(1);
  });
});

describe('icmps', () => {
  test.each([
    ['types are a part of the other protocols', '[{ fields: [{ type: 8, family: IPv4 }] }]', 1],
    ['by number or name', '[{ fields: [{ type: EchoRequest }, { type: 0 }] }]', 2],
    ['no types are none', '[{ fields: [] }]', 0],
  ])('%s', (_claim, icmps, count) => {
    const read = readRule(`{ icmps: ${icmps} }`);
    const match = other('types of ICMP are not told apart');
    expect(rulesOf(read).map(({ ports }) => ports)).toEqual([Array(count).fill(match)]);
    expect(problemsOf(read)).toEqual([]);
  });

  test('are read for faults', () => {
    const read = readRule('{ icmps: [{ fields: [{ family: IPv5, type: 8 }, {}] }] }');
    expect(problemsOf(read)).toEqual([
      'malformed spec.ingress[0].icmps[0].fields[0].family: expected IPv4 or IPv6, not "IPv5"',
      'malformed spec.ingress[0].icmps[0].fields[1].type: expected a type of ICMP',
    ]);
  });
});
