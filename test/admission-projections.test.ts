import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import {
  admissionPolicyBindingSchema,
  constraintSchema,
  constraintTemplateSchema,
  validatingAdmissionPolicySchema,
  webhookSchema,
} from '../functions/model/admission-objects.ts';
import type { ReadId } from '../functions/model/reads.ts';
import { emptyShelves } from '../functions/snapshot/shelves.ts';

const metadata = { name: 'deny', annotations: { note: 'x' } };

function kept<Schema extends z.ZodType>(read: ReadId, schema: Schema, raw: object) {
  const shelf = emptyShelves().of(read);
  shelf.addPage([{ metadata, ...raw }]);
  expect(shelf.rejected).toEqual([]);
  return schema.parse(shelf.items[0]);
}

const selector = { matchLabels: { env: 'prod' } };
const pods = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };

describe('of a ValidatingAdmissionPolicy', () => {
  const policy = (spec: object) =>
    kept('validatingadmissionpolicies', validatingAdmissionPolicySchema, { spec });

  test('are kept its expressions as they are, and what it is for', () => {
    const expression = "object.spec.containers.all(c, c.name != 'PASSWORD=hunter2')\n";
    const matchConstraints = { namespaceSelector: selector, resourceRules: [pods] };
    const spec = {
      failurePolicy: 'Ignore',
      matchConstraints,
      matchConditions: [{ name: 'a', expression: 'true' }],
      validations: [{ expression, message: 'no', messageExpression: "'no'" }],
      variables: [{ name: 'v', expression: '1' }],
      paramKind: { apiVersion: 'example.com/v1', kind: 'Limit' },
    };
    expect(policy(spec)).toEqual({
      name: 'deny',
      failurePolicy: 'Ignore',
      matchConstraints,
      validations: [expression],
      matchConditions: 1,
      paramKind: 'example.com/v1/Limit',
    });
  });

  test('defaults are those of the API server', () => {
    const empty = { name: 'deny', failurePolicy: 'Fail', validations: [], matchConditions: 0 };
    expect(policy({})).toEqual(empty);
    expect(policy({ failurePolicy: null, matchConstraints: null, validations: null })).toEqual(
      empty,
    );
  });
});

describe('of a binding of one', () => {
  const binding = (spec: object) =>
    kept('validatingadmissionpolicybindings', admissionPolicyBindingSchema, {
      spec: { policyName: 'deny', ...spec },
    });

  test.each([
    ['nothing that it does where it says nothing', {}, {}],
    [
      'what it does',
      { validationActions: ['Deny', 'Audit'] },
      { validationActions: ['Audit', 'Deny'] },
    ],
    [
      'what it is for',
      { matchResources: { objectSelector: {} } },
      { matchResources: { objectSelector: {} } },
    ],
    ['that it has parameters', { paramRef: { name: 'a' } }, { hasParams: true }],
  ])('is kept %s', (_, spec, more) => {
    expect(binding(spec)).toEqual({
      name: 'deny',
      policyName: 'deny',
      validationActions: [],
      hasParams: false,
      ...more,
    });
  });
});

describe('of a webhook configuration', () => {
  const configuration = (webhooks: unknown) =>
    kept('mutatingwebhookconfigurations', z.array(webhookSchema), { webhooks });
  const empty = {
    kind: 'MutatingWebhookConfiguration',
    configuration: 'deny',
    failurePolicy: 'Fail',
    rules: [],
    matchConditions: 0,
  };

  test('is kept each webhook, in the order in which they are called', () => {
    const kind = { kind: 'MutatingWebhookConfiguration', configuration: 'deny' };
    expect(configuration([{ name: 'b' }, { name: 'a' }])).toEqual([
      { ...empty, ...kind, name: 'b' },
      { ...empty, ...kind, name: 'a' },
    ]);
  });

  test.each([
    ['none', []],
    ['null for them', null],
  ])('with %s is kept none', (_, webhooks) => {
    expect(configuration(webhooks)).toEqual([]);
  });

  test('is kept what it is for and where it is served, and no certificate', () => {
    const webhook = {
      name: 'a',
      failurePolicy: 'Ignore',
      namespaceSelector: selector,
      objectSelector: {},
      rules: [{ ...pods, scope: '*' }],
      matchConditions: [{ name: 'x', expression: 'true' }],
      clientConfig: {
        caBundle: 'TUlJ',
        service: { namespace: 'policy', name: 'engine', path: '/mutate', port: 443 },
      },
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
    };
    expect(configuration([webhook])).toEqual([
      {
        ...empty,
        name: 'a',
        failurePolicy: 'Ignore',
        namespaceSelector: selector,
        objectSelector: {},
        rules: [{ ...pods, scope: '*' }],
        matchConditions: 1,
        service: { namespace: 'policy', name: 'engine' },
      },
    ]);
  });

  test('of one at a URL the URL is not kept', () => {
    const clientConfig = { url: 'https://example.com/?token=hunter2' };
    expect(configuration([{ name: 'a', clientConfig }])).toEqual([{ ...empty, name: 'a' }]);
  });

  test('its kind is that of its read', () => {
    const read = 'validatingwebhookconfigurations';
    expect(kept(read, z.array(webhookSchema), { webhooks: [{ name: 'a' }] })).toMatchObject([
      { kind: 'ValidatingWebhookConfiguration' },
    ]);
  });
});

describe('of Gatekeeper', () => {
  test('is kept the kind that a template makes, and none of its rules', () => {
    const spec = {
      crd: { spec: { names: { kind: 'K8sPSPCapabilities' } } },
      targets: [{ rego: 'package x' }],
    };
    const read = 'constrainttemplates.templates.gatekeeper.sh';
    expect(kept(read, constraintTemplateSchema, { spec })).toEqual({
      name: 'deny',
      kind: 'K8sPSPCapabilities',
    });
  });

  const constraint = (raw: object) =>
    kept('k8spspcapabilities.constraints.gatekeeper.sh', constraintSchema, raw);

  test.each([
    ['that it denies, where it says nothing', {}, 'deny'],
    ['that it denies, where it has no spec', undefined, 'deny'],
    ['that it denies, where its action is empty', { enforcementAction: '' }, 'deny'],
    ['that it only tells', { enforcementAction: 'dryrun' }, 'dryrun'],
    ['that it differs by place', { enforcementAction: 'scoped' }, 'scoped'],
  ])('is kept of a constraint %s', (_, spec, enforcementAction) => {
    expect(constraint({ spec })).toEqual({
      kind: 'K8sPSPCapabilities',
      name: 'deny',
      enforcementAction,
    });
  });

  test('are kept what a constraint is for and what it allows', () => {
    const match = { kinds: [{ apiGroups: [''], kinds: ['Pod'] }], excludedNamespaces: ['kube-*'] };
    const parameters = { requiredDropCapabilities: ['ALL'] };
    const raw = { spec: { match, parameters }, status: { violations: [{ name: 'x' }] } };
    expect(constraint(raw)).toEqual({
      kind: 'K8sPSPCapabilities',
      name: 'deny',
      enforcementAction: 'deny',
      match,
      parameters,
    });
  });
});
