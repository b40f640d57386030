import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { startReading } from '../../functions/assess/reach/policies/field.ts';
import { labelSelectorCondition } from '../../functions/assess/reach/policies/label-selector.ts';
import { isIn, unknown } from './form-in-short.ts';

const policy = { family: 'NetworkPolicy', namespace: 'shop', name: 'api' } as const;

function read(selector: string) {
  const { field, problems } = startReading(policy, parse(selector), 'spec.podSelector');
  return { condition: labelSelectorCondition(field, 'pod'), problems };
}

describe('a label selector', () => {
  test.each([
    ['that is empty holds for everything', '{}', { op: 'true' }],
    ['that is missing holds for everything', 'null', { op: 'true' }],
    ['with null lists is empty', '{ matchLabels: null, matchExpressions: null }', { op: 'true' }],
    ['asks for a label', 'matchLabels: { app: api }', isIn('pod', 'app', 'api')],
    [
      'asks for one of the values of In',
      'matchExpressions: [{ key: app, operator: In, values: [api, web] }]',
      isIn('pod', 'app', 'api', 'web'),
    ],
    [
      'holds by NotIn for labels without the key',
      'matchExpressions: [{ key: app, operator: NotIn, values: [api] }]',
      { op: 'not', operand: isIn('pod', 'app', 'api') },
    ],
    [
      'asks for a key by Exists, whose values may be an empty list',
      'matchExpressions: [{ key: app, operator: Exists, values: [] }]',
      { op: 'exists', of: 'pod', key: 'app' },
    ],
    [
      'asks for no key by DoesNotExist',
      'matchExpressions: [{ key: app, operator: DoesNotExist }]',
      { op: 'not', operand: { op: 'exists', of: 'pod', key: 'app' } },
    ],
    [
      'needs labels and expressions alike',
      '{ matchLabels: { app: api }, matchExpressions: [{ key: tier, operator: Exists }] }',
      {
        op: 'and',
        operands: [isIn('pod', 'app', 'api'), { op: 'exists', of: 'pod', key: 'tier' }],
      },
    ],
  ])('%s', (_, selector, condition) => {
    expect(read(selector)).toEqual({ condition, problems: [] });
  });

  test('asks for labels of the owner it is given', () => {
    const { field } = startReading(policy, { matchLabels: { team: 'a' } });
    expect(labelSelectorCondition(field, 'namespace')).toMatchObject({ of: 'namespace' });
  });
});

describe('a requirement that cannot be understood is unknown, and named', () => {
  test.each([
    ['a number as a value', 'matchLabels: { version: 3 }', '.matchLabels.version', 'malformed'],
    ['no value', 'matchLabels: { version: null }', '.matchLabels.version', 'malformed'],
    [
      'a number as the value of a key with a slash',
      'matchLabels: { example.com/version: 3 }',
      '.matchLabels[example.com/version]',
      'malformed',
    ],
    ['labels as a list', 'matchLabels: [app]', '.matchLabels', 'malformed'],
    ['expressions as an object', 'matchExpressions: {}', '.matchExpressions', 'malformed'],
    ['a selector that is a string', 'app=api', '', 'malformed'],
    [
      'an unknown operator',
      'matchExpressions: [{ key: app, operator: Gt, values: ["3"] }]',
      '.matchExpressions[0].operator',
      'malformed',
    ],
    [
      'In without values',
      'matchExpressions: [{ key: app, operator: In }]',
      '.matchExpressions[0].values',
      'malformed',
    ],
    [
      'NotIn with an empty list',
      'matchExpressions: [{ key: app, operator: NotIn, values: [] }]',
      '.matchExpressions[0].values',
      'malformed',
    ],
    [
      'Exists with values',
      'matchExpressions: [{ key: app, operator: Exists, values: [api] }]',
      '.matchExpressions[0].values',
      'malformed',
    ],
    [
      'a number among values',
      'matchExpressions: [{ key: app, operator: In, values: [api, 3] }]',
      '.matchExpressions[0].values[1]',
      'malformed',
    ],
    ['no key', 'matchExpressions: [{ operator: Exists }]', '.matchExpressions[0].key', 'malformed'],
    ['a field that is not known', 'matchFields: {}', '.matchFields', 'notUnderstood'],
    [
      'a field of a requirement that is not known',
      'matchExpressions: [{ key: app, operator: Exists, ignoreCase: true }]',
      '.matchExpressions[0].ignoreCase',
      'notUnderstood',
    ],
  ])('%s', (_, selector, place, kind) => {
    const path = `spec.podSelector${place}`;
    const { condition, problems } = read(selector);
    expect(condition).toEqual(unknown(path));
    expect(problems).toEqual([{ policy, kind, path, text: expect.any(String) }]);
  });

  test('next to those that can', () => {
    expect(read('matchLabels: { app: api, version: 3 }').condition).toEqual({
      op: 'and',
      operands: [isIn('pod', 'app', 'api'), unknown('spec.podSelector.matchLabels.version')],
    });
  });

  test('in words that say what was expected and found', () => {
    expect(read('matchLabels: { version: 3 }').problems).toMatchObject([
      { text: 'expected a string, not 3' },
    ]);
    expect(read('matchExpressions: [{ key: app, operator: Gt }]').problems).toMatchObject([
      { text: 'expected In, NotIn, Exists or DoesNotExist, not "Gt"' },
    ]);
  });
});
