import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import {
  kyvernoExceptionSchema,
  kyvernoPolicySchema,
} from '../functions/model/admission-objects.ts';
import type { KyvernoReadId, ReadId } from '../functions/model/reads.ts';
import { emptyShelves } from '../functions/snapshot/shelves.ts';

const metadata = { name: 'pods', namespace: 'shop' };

function kept<Schema extends z.ZodType>(read: ReadId, schema: Schema, raw: object) {
  const shelf = emptyShelves().of(read);
  shelf.addPage([{ metadata, ...raw }]);
  expect(shelf.rejected).toEqual([]);
  return schema.parse(shelf.items[0]);
}

const policy = (spec: object, read: KyvernoReadId = 'clusterpolicies.kyverno.io') =>
  kept(read, kyvernoPolicySchema, { spec });
const ruleOf = (rule: object, spec: object = {}) =>
  policy({ rules: [{ name: 'a', ...rule }], ...spec }).rules[0];

describe('a policy of Kyverno', () => {
  const cluster = { name: 'pods', failurePolicy: 'Fail', hasOverrides: false };

  test.each([
    ['clusterpolicies.kyverno.io', { kind: 'ClusterPolicy', ...cluster }],
    ['policies.kyverno.io', { kind: 'Policy', namespace: 'shop', ...cluster }],
    ['validatingpolicies.policies.kyverno.io', { kind: 'ValidatingPolicy', ...cluster }],
    [
      'namespacedvalidatingpolicies.policies.kyverno.io',
      { kind: 'NamespacedValidatingPolicy', namespace: 'shop', ...cluster },
    ],
    ['imagevalidatingpolicies.policies.kyverno.io', { kind: 'ImageValidatingPolicy', ...cluster }],
    [
      'namespacedimagevalidatingpolicies.policies.kyverno.io',
      { kind: 'NamespacedImageValidatingPolicy', namespace: 'shop', ...cluster },
    ],
  ] as const)('of %s has its kind, and a namespace if it is in one', (read, expected) => {
    const { rules: _, failureAction: __, isForAdmission: ___, ...rest } = policy({}, read);
    expect(rest).toEqual(expected);
  });

  test.each([
    ['Audit', {}],
    ['Audit', { validationFailureAction: 'audit' }],
    ['Enforce', { validationFailureAction: 'enforce' }],
    ['Enforce', { validationFailureAction: 'Enforce' }],
    ['Audit', { validationFailureAction: 'brand new' }],
  ])('has the action %s: %j', (failureAction, spec) => {
    expect(policy(spec)).toMatchObject({ failureAction });
  });

  test.each([
    [true, {}],
    [true, { admission: true }],
    [false, { admission: false }],
  ])('is for admission: %s, with %j', (isForAdmission, spec) => {
    expect(policy(spec)).toMatchObject({ isForAdmission });
  });

  test.each([
    ['Fail', {}],
    ['Ignore', { failurePolicy: 'Ignore' }],
    ['Ignore', { failurePolicy: 'Fail', webhookConfiguration: { failurePolicy: 'Ignore' } }],
    ['Ignore', { failurePolicy: 'Ignore', webhookConfiguration: { timeoutSeconds: 1 } }],
  ])('has the failure policy %s: %j', (failurePolicy, spec) => {
    expect(policy(spec)).toMatchObject({ failurePolicy });
  });

  test.each([
    [false, {}],
    [false, { validationFailureActionOverrides: [] }],
    [true, { validationFailureActionOverrides: [{ action: 'Audit', namespaces: ['a'] }] }],
    [true, { rules: [{ validate: { failureActionOverrides: [{ action: 'Audit' }] } }] }],
  ])('has overrides: %s, with %j', (hasOverrides, spec) => {
    expect(policy(spec)).toMatchObject({ hasOverrides });
  });
});

describe('a rule of Kyverno', () => {
  const nothing = {
    name: 'a',
    isConditional: false,
    validates: false,
    verifiesImages: false,
  };

  test.each([
    ['validates', { validate: { pattern: { spec: { x: 1 } } } }, { validates: true }],
    ['does not where it makes or changes objects', { generate: {}, mutate: {} }, {}],
    ['verifies images', { verifyImages: [{}] }, { verifiesImages: true }],
    ['verifies none of an empty list', { verifyImages: [] }, {}],
    [
      'has an action of its own',
      { validate: { failureAction: 'enforce' } },
      { validates: true, failureAction: 'Enforce' },
    ],
    [
      'has the action of its images',
      { verifyImages: [{ failureAction: 'Enforce' }] },
      { verifiesImages: true, failureAction: 'Enforce' },
    ],
    [
      'only audits where not all of its images are enforced',
      { verifyImages: [{ failureAction: 'Enforce' }, { failureAction: 'Audit' }] },
      { verifiesImages: true, failureAction: 'Audit' },
    ],
    [
      'validates a level of the standards',
      { validate: { podSecurity: { level: 'baseline', version: 'latest' } } },
      {
        validates: true,
        podSecurity: { level: 'baseline', version: 'latest', hasExclusions: false },
      },
    ],
    [
      'leaves checks of a level out',
      { validate: { podSecurity: { level: 'restricted', exclude: [{ controlName: 'Seccomp' }] } } },
      { validates: true, podSecurity: { level: 'restricted', hasExclusions: true } },
    ],
  ])('%s', (_, rule, more) => {
    expect(ruleOf(rule)).toEqual({ ...nothing, ...more });
  });

  const anyOfTwo = { rules: [{ name: 'a' }, { name: 'b' }], applyRules: 'One' };

  test.each([
    ['preconditions', { preconditions: { all: [] } }, {}],
    ['preconditions in CEL', { celPreconditions: [{ expression: 'true' }] }, {}],
    ['variables', { context: [{ name: 'x', configMap: { name: 'y' } }] }, {}],
    ['conditions of its webhook', {}, { webhookConfiguration: { matchConditions: [{}] } }],
    ['a rule before it that may have applied', {}, anyOfTwo],
  ])('is conditional with %s', (_, rule, spec) => {
    expect(ruleOf(rule, spec)).toMatchObject({ isConditional: true });
  });

  test.each([
    ['empty lists', { celPreconditions: [], context: [], preconditions: null }, {}],
    ['no rule beside it', {}, { applyRules: 'One' }],
    ['rules that all apply', {}, { ...anyOfTwo, applyRules: 'All' }],
  ])('is not with %s', (_, rule, spec) => {
    expect(ruleOf(rule, spec)).toMatchObject({ isConditional: false });
  });

  test('is kept whom it is for, with the names of annotations and not their values', () => {
    const resources = (annotations: object) => ({
      kinds: ['Pod'],
      selector: { matchLabels: { annotations: 'x' } },
      annotations,
    });
    const match = { any: [{ resources: resources({ note: 'hunter2', other: 'a*' }) }] };
    const exclude = { any: [{ subjects: [{ kind: 'User', name: 'ci' }] }] };
    expect(ruleOf({ match, exclude })).toEqual({
      ...nothing,
      match: { any: [{ resources: resources({ note: 'present', other: 'present' }) }] },
      exclude,
    });
  });
});

describe('a policy of Kyverno in CEL', () => {
  const read = 'validatingpolicies.policies.kyverno.io';

  test('is one rule, for what it constrains', () => {
    const matchConstraints = { resourceRules: [{ resources: ['pods'] }] };
    expect(policy({ matchConstraints, validations: [{ expression: 'true' }] }, read)).toEqual({
      kind: 'ValidatingPolicy',
      name: 'pods',
      failureAction: 'Enforce',
      failurePolicy: 'Fail',
      hasOverrides: false,
      isForAdmission: true,
      rules: [
        {
          name: '',
          match: matchConstraints,
          isConditional: false,
          validates: true,
          verifiesImages: false,
        },
      ],
    });
  });

  test.each([
    ['imagevalidatingpolicies.policies.kyverno.io'],
    ['namespacedimagevalidatingpolicies.policies.kyverno.io'],
  ] as const)('of %s verifies images', (images) => {
    expect(policy({}, images).rules).toMatchObject([{ validates: false, verifiesImages: true }]);
  });

  test.each([
    ['denies where it says nothing', {}, { failureAction: 'Enforce' }],
    ['denies', { validationActions: ['Audit', 'Deny'] }, { failureAction: 'Enforce' }],
    ['only tells', { validationActions: ['Audit', 'Warn'] }, { failureAction: 'Audit' }],
    ['lets through', { failurePolicy: 'Ignore' }, { failurePolicy: 'Ignore' }],
    ['is for Kubernetes', { evaluation: { mode: 'Kubernetes' } }, { isForAdmission: true }],
    ['is for other data', { evaluation: { mode: 'JSON' } }, { isForAdmission: false }],
    [
      'is for scans alone',
      { evaluation: { admission: { enabled: false } } },
      { isForAdmission: false },
    ],
    ['is for admission', { evaluation: { admission: {} } }, { isForAdmission: true }],
  ])('%s: %j', (_, spec, expected) => {
    expect(policy(spec, read)).toMatchObject(expected);
  });

  test('is conditional with conditions', () => {
    const spec = { matchConditions: [{ name: 'x', expression: 'true' }] };
    expect(policy(spec, read).rules).toMatchObject([{ isConditional: true }]);
  });
});

describe('an exception of Kyverno', () => {
  const exception = (read: ReadId, spec: object) => kept(read, kyvernoExceptionSchema, { spec });
  const named = { namespace: 'shop', name: 'pods' };

  test('names each policy once, and whom it is for', () => {
    const match = { any: [{ resources: { namespaces: ['shop'] } }] };
    const exceptions = [
      { policyName: 'shop/b', ruleNames: ['x'] },
      { policyName: 'a', ruleNames: ['x'] },
      { policyName: 'a', ruleNames: ['y'] },
    ];
    expect(exception('policyexceptions.kyverno.io', { exceptions, match })).toEqual({
      ...named,
      policies: ['a', 'shop/b'],
      match,
    });
  });

  test('from policies in CEL has its match in CEL', () => {
    const spec = {
      policyRefs: [{ name: 'a', kind: 'ValidatingPolicy' }],
      matchConditions: [{ name: 'x', expression: 'true' }],
    };
    expect(exception('policyexceptions.policies.kyverno.io', spec)).toEqual({
      ...named,
      policies: ['a'],
    });
  });
});
