import { describe, expect, test } from '@jest/globals';
import { exceptionsIn } from '../functions/assess/exceptions/exceptions-in.ts';
import { StageError } from '../functions/model/errors.ts';

const where = { name: 'risks.yaml', controlIds: ['NET-01', 'POD-01'] };

const fields = {
  id: 'log-shipper',
  control: 'POD-01',
  scope: '{ namespace: logging }',
  reason: 'It reads the logs of the node.',
  compensatingControl: 'Its image is pinned.',
  requester: 'ana@example.com',
  approver: 'bo@example.com',
  granted: '2026-11-23',
  expires: '2027-11-23',
};

/** An entry whose fields stand on the lines 2 to 10, in the order above. */
function entry(given: Partial<Record<keyof typeof fields, string | undefined>> = {}): string {
  const lines = Object.entries({ ...fields, ...given })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`);
  return `  - ${lines.join('\n    ')}\n`;
}

const fileOf = (...entries: readonly string[]): string => `exceptions:\n${entries.join('')}`;

/** The faults of a text, without the name of the file; none where it is valid. */
function faultsOf(text: string): readonly string[] {
  try {
    exceptionsIn(text, where);
    return [];
  } catch (error) {
    if (!(error instanceof StageError) || error.code !== 'BAD_INPUT') throw error;
    expect(error.message).toBe([error.summary, ...error.faults].join('\n'));
    return error.faults.map((fault) => fault.replace(/^risks\.yaml:/, ''));
  }
}

const roleArn = 'arn:aws:iam::111122223333:role/path/ci';

const selfFault = '1:16 exception 1: the entry is a list, expected fields';

describe('a file that is valid', () => {
  test('gives its exceptions in its order', () => {
    const text = fileOf(entry(), entry({ id: 'second', control: 'NET-01', scope: '{}' }));
    expect(exceptionsIn(text, where)).toEqual([
      { ...fields, scope: { namespace: 'logging' } },
      { ...fields, id: 'second', control: 'NET-01', scope: {} },
    ]);
  });

  test.each([
    ['without exceptions, if it says so', 'exceptions: []\n', 0],
    ['in JSON, with tabs', `{\n\t"exceptions": [${JSON.stringify(jsonEntry())}]\n}`, 1],
    ['that begins with a byte order mark', `\uFEFF${fileOf(entry())}`, 1],
    ['with line ends of Windows', fileOf(entry()).replaceAll('\n', '\r\n'), 1],
    ['with an anchor and its alias', fileOf(entry({ id: '&a x' }), entry({ reason: '*a' })), 2],
    ['granted for later', fileOf(entry({ granted: '2999-01-01', expires: '2999-02-01' })), 1],
    ['that ended long ago', fileOf(entry({ granted: '2020-01-01', expires: '2020-02-01' })), 1],
    ['for a leap year', fileOf(entry({ granted: '2028-02-29', expires: '2029-03-01' })), 1],
    ['for a day', fileOf(entry({ granted: '2026-12-31', expires: '2027-01-01' })), 1],
    ['for a cluster by name', fileOf(entry({ scope: '{ cluster: "*-test" }' })), 1],
    ['for clusters of an account', fileOf(entry({ scope: '{ cluster: "111122223333/*/*" }' })), 1],
    ['for a role by its ARN', fileOf(entry({ scope: `{ subject: "AccessEntry ${roleArn}" }` })), 1],
    ['with a wildcard for the kind', fileOf(entry({ scope: '{ subject: "* api" }' })), 1],
  ])('%s', (_, text, count) => {
    expect(faultsOf(text)).toEqual([]);
    expect(exceptionsIn(text, where)).toHaveLength(count);
  });

  test('has texts on one line, however they are broken', () => {
    const [only] = exceptionsIn(fileOf(entry({ reason: '|\n      one\n      two' })), where);
    expect(only?.reason).toBe('one two');
  });
});

function jsonEntry(): object {
  return { ...fields, scope: { namespace: 'logging' } };
}

describe('a file that is no file of exceptions', () => {
  const bomb = ['a: &a [1]', ...[...'bcdefghij'].map((name, index) => alike(name, index))];
  function alike(name: string, index: number): string {
    const before = 'abcdefghij'[index];
    return `${name}: &${name} [*${before}, *${before}, *${before}, *${before}]`;
  }

  test.each([
    ['empty', '', ['1:1 the file is empty; "exceptions: []" says that there are none']],
    [
      'of remarks',
      '# later\n',
      ['1:1 the file is empty; "exceptions: []" says that there are none'],
    ],
    ['of text', 'none', ['1:1 the file is text, expected fields']],
    ['a list', '- a\n', ['1:1 the file is a list, expected fields']],
    ['without its list', 'exceptions:\n', ['1:12 "exceptions" has no value']],
    [
      'with a map in place of the list',
      'exceptions:\n  log-shipper: {}\n',
      ['2:3 "exceptions" is a map of fields, expected a list, [] for none'],
    ],
    [
      'of other fields',
      'exception: []\n',
      ['1:1 "exceptions" is missing', '1:1 "exception" is no field of the file; known: exceptions'],
    ],
    [
      'with two documents',
      'exceptions: []\n---\nexceptions: []\n',
      ['2:1 a second document begins here: one file holds one'],
    ],
    ['with an alias to nothing', 'exceptions: *x\n', ['1:13 this alias leads nowhere']],
    [
      'with aliases that multiply',
      `${bomb.join('\n')}\nexceptions: []\n`,
      [expect.stringMatching(/^2:8 the aliases cannot be followed: Excessive alias count/)],
    ],
    ['that leads back to itself', 'exceptions: &a [*a]\n', [selfFault]],
    ['with a tag', 'exceptions: !list []\n', ['1:13 not YAML: Unresolved tag: !list']],
  ])('%s', (_, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  test('nested without end', () => {
    expect(faultsOf('['.repeat(50_000))).toContainEqual(
      expect.stringContaining('this is nested too deep'),
    );
  });

  test('with faults of YAML is told of all of them, with their lines', () => {
    const text = `${fileOf(entry())}a: "\\q"\nb: [1\nc: 'x\n`;
    const lines = faultsOf(text).map((fault) => Number(fault.split(':')[0]));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(new Set(lines)).toEqual(new Set([11, 13, 14]));
  });
});

type Given = Parameters<typeof entry>[0];

describe('an exception', () => {
  test.each<[string, Given, readonly string[]]>([
    ['without a field', { reason: undefined }, ['2:5 log-shipper: reason is missing']],
    ['without an id', { id: undefined }, ['2:5 exception 1: id is missing']],
    [
      'with a field that has no value',
      { approver: '' },
      ['8:15 log-shipper: approver has no value'],
    ],
    ['with an empty text', { reason: '"  "' }, ['5:13 log-shipper: reason is empty']],
    [
      'with a text of a book’s length',
      { reason: 'a'.repeat(1_001) },
      ['5:13 log-shipper: reason is longer than 1000 characters'],
    ],
    [
      'with a number for a text',
      { requester: '12' },
      ['7:16 log-shipper: requester is a number, expected text: put it in quotes'],
    ],
    [
      'with true or false for a text',
      { requester: 'true' },
      ['7:16 log-shipper: requester is true or false, expected text: put it in quotes'],
    ],
    [
      'with a list for a text',
      { approver: '[bo, cy]' },
      ['8:15 log-shipper: approver is a list, expected text'],
    ],
    [
      'for a control that is not there',
      { control: 'NET-99' },
      ['3:14 log-shipper: control "NET-99" is no control of the catalogue'],
    ],
    [
      'for a control in small letters',
      { control: 'net-01' },
      ['3:14 log-shipper: control "net-01" is no control of the catalogue; NET-01 is one'],
    ],
    [
      'for controls by a wildcard',
      { control: '"*"' },
      ['3:14 log-shipper: control takes no wildcard: an exception is for one control'],
    ],
    [
      'with a scope that is a text',
      { scope: 'everything' },
      ['4:12 log-shipper: scope is text, expected fields'],
    ],
    [
      'with an unknown field in its scope',
      { scope: '{ labels: {} }' },
      ['4:14 log-shipper: "labels" is no field here; known: cluster, namespace, subject'],
    ],
    [
      'for a cluster of two parts',
      { scope: '{ cluster: eu-west-1/shop }' },
      [
        '4:23 log-shipper: scope.cluster "eu-west-1/shop" is no name of a cluster and no account/region/name',
      ],
    ],
    [
      'for a cluster with an empty part',
      { scope: '{ cluster: //shop }' },
      [
        '4:23 log-shipper: scope.cluster "//shop" is no name of a cluster and no account/region/name',
      ],
    ],
    [
      'for a namespace that cannot be',
      { scope: '{ namespace: "shop/api" }' },
      [
        '4:25 log-shipper: scope.namespace "shop/api" matches no namespace: lower case letters, ' +
          'digits, - and * only',
      ],
    ],
    [
      'for a subject without its kind',
      { scope: '{ subject: api }' },
      ['4:23 log-shipper: scope.subject "api" is no kind and name, such as "Deployment api"'],
    ],
    [
      'approved by the one who asks',
      { approver: 'Ana@Example.com' },
      ['8:15 log-shipper: approver is the requester: somebody else approves'],
    ],
    [
      'granted on a day that does not exist',
      { granted: '2026-02-30' },
      ['9:14 log-shipper: granted is no day of the calendar, such as 2026-11-23'],
    ],
    [
      'that expires at a time of day',
      { expires: '2027-01-01T00:00:00Z' },
      ['10:14 log-shipper: expires is no day of the calendar, such as 2026-11-23'],
    ],
    ['without an end', { expires: undefined }, ['2:5 log-shipper: expires is missing']],
    [
      'that ends on the day it is granted',
      { expires: '2026-11-23' },
      ['10:14 log-shipper: expires is not after granted, 2026-11-23'],
    ],
    [
      'for more than a year',
      { expires: '2027-11-24' },
      [
        '10:14 log-shipper: expires is more than a year after granted, 2026-11-23: ' +
          '2027-11-23 at the latest',
      ],
    ],
  ])('%s is refused', (_, given, expected) => {
    expect(faultsOf(fileOf(entry(given)))).toEqual(expected);
  });

  test('with the id of another one is refused, as is a field that is given twice', () => {
    const twice = entry().replace('    reason', '    reason: first\n    reason');
    expect(faultsOf(fileOf(entry(), twice))).toEqual([
      '11:9 log-shipper: id is also that of exception 1 of the file',
      '15:5 this field is given twice',
    ]);
  });

  test('that is a text is told by its number', () => {
    expect(faultsOf(fileOf(entry(), '  - all of shop\n'))).toEqual([
      '11:5 exception 2: the entry is text, expected fields',
    ]);
  });

  test('with a field of the machinery of JavaScript is refused', () => {
    const strange = `${entry()}    __proto__: { control: NET-01 }\n    constructor: x\n`;
    expect(faultsOf(fileOf(strange))).toEqual([
      expect.stringMatching(/^11:5 log-shipper: "__proto__" is no field here/),
      expect.stringMatching(/^12:5 log-shipper: "constructor" is no field here/),
    ]);
  });
});

test('every fault of every exception is told at once, in the order of the lines', () => {
  const text = fileOf(
    entry({ control: 'NET-99', reason: '', approver: fields.requester, expires: '2026-01-01' }),
    entry({ id: 'second', scope: undefined, granted: 'today', expires: 'never' }),
    `${entry({ id: 'third', scope: '{ namespace: A, subject: b }' })}    ticket: SEC-1\n`,
  );
  expect(faultsOf(text).map((fault) => fault.replace(/(: \S+) .*/, '$1'))).toEqual([
    '3:14 log-shipper: control',
    '5:13 log-shipper: reason',
    '8:15 log-shipper: approver',
    '10:14 log-shipper: expires',
    '11:5 second: scope',
    '17:14 second: granted',
    '18:14 second: expires',
    '21:25 third: scope.namespace',
    '21:37 third: scope.subject',
    '28:5 third: "ticket"',
  ]);
});
