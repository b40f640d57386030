import { describe, expect, test } from '@jest/globals';
import { enforced, gate, notShop, podRule } from './guarded-namespace.ts';

describe('Kyverno', () => {
  const everyPod = { any: [{ resources: { kinds: ['Pod'] } }] };
  const rule = {
    name: 'pods',
    validates: true,
    match: everyPod,
    podSecurity: { level: 'baseline' },
  };
  const guardedBy = (changes: {
    readonly rule?: object;
    readonly policy?: object;
    readonly webhooks?: readonly object[];
  }) =>
    enforced({
      kyvernoPolicies: [
        {
          kind: 'ClusterPolicy',
          name: 'pods',
          failureAction: 'Enforce',
          rules: [{ ...rule, ...changes.rule }],
          ...changes.policy,
        },
      ],
      webhooks: changes.webhooks ?? [gate],
    });
  const matching = (resources: object) => ({ rule: { match: { any: [{ resources }] } } });
  const excluding = (filter: object) => ({ rule: { exclude: { any: [filter] } } });

  test('enforces the level of its rule, and no stricter one', () => {
    expect(guardedBy({})).toBe('yes');
    const parts = (level: string, more: object = {}) => ({
      kyvernoPolicies: [
        {
          kind: 'ClusterPolicy',
          name: 'pods',
          failureAction: 'Enforce',
          rules: [{ ...rule, podSecurity: { level }, ...more }],
        },
      ],
      webhooks: [gate],
    });
    expect(enforced(parts('restricted'), 'restricted')).toBe('yes');
    expect(enforced(parts('baseline'), 'restricted')).toBe('no');
    expect(enforced(parts('baseline', { isConditional: true }), 'restricted')).toBe('no');
    expect(enforced(parts('restricted', { isConditional: true }), 'restricted')).toBe('undefined');
    expect(enforced(parts('privileged'))).toBe('no');
    expect(enforced(parts('of the future'))).toBe('undefined');
  });

  test.each<[string, 'yes' | 'no' | 'undefined', object]>([
    ['v1/Pod', 'yes', matching({ kinds: ['Service', 'v1/Pod'] })],
    ['*/Pod', 'yes', matching({ kinds: ['*/Pod'] })],
    ['every kind', 'yes', matching({ kinds: ['*'] })],
    ['Deployment', 'no', matching({ kinds: ['Deployment'] })],
    ['Pod/exec', 'no', matching({ kinds: ['Pod/exec'] })],
    ['a pattern of kinds', 'undefined', matching({ kinds: ['P?d'] })],
    ['the namespace', 'yes', matching({ kinds: ['Pod'], namespaces: ['pay', 'shop'] })],
    ['a pattern of namespaces', 'yes', matching({ kinds: ['Pod'], namespaces: ['s*p'] })],
    ['another namespace', 'no', matching({ kinds: ['Pod'], namespaces: ['sho', 'shops'] })],
    [
      'a label of the namespace',
      'yes',
      matching({ kinds: ['Pod'], namespaceSelector: { matchLabels: { env: 'prod' } } }),
    ],
    [
      'another label',
      'no',
      matching({ kinds: ['Pod'], namespaceSelector: { matchLabels: { env: 'test' } } }),
    ],
    [
      'a pattern of labels',
      'undefined',
      matching({ kinds: ['Pod'], namespaceSelector: { matchLabels: { env: 'pro*' } } }),
    ],
    ['a name', 'undefined', matching({ kinds: ['Pod'], name: 'api' })],
    ['names', 'undefined', matching({ kinds: ['Pod'], names: ['api-*'] })],
    ['every name', 'yes', matching({ kinds: ['Pod'], names: ['*'], name: '*' })],
    ['some of every name', 'undefined', matching({ kinds: ['Pod'], names: ['api'], name: '*' })],
    ['an annotation', 'undefined', matching({ kinds: ['Pod'], annotations: { a: 'present' } })],
    [
      'a label of pods',
      'undefined',
      matching({ kinds: ['Pod'], selector: { matchLabels: { app: 'api' } } }),
    ],
    ['creation', 'yes', matching({ kinds: ['Pod'], operations: ['CREATE', 'UPDATE'] })],
    ['updates', 'no', matching({ kinds: ['Pod'], operations: ['UPDATE'] })],
    ['a field that is not known', 'undefined', matching({ kinds: ['Pod'], phase: 'Running' })],
    [
      'people',
      'undefined',
      { rule: { match: { any: [{ resources: { kinds: ['Pod'] }, clusterRoles: ['edit'] }] } } },
    ],
    [
      'one of two',
      'yes',
      { rule: { match: { any: [{ resources: { kinds: ['Job'] } }, ...everyPod.any] } } },
    ],
    [
      'both of two',
      'no',
      { rule: { match: { all: [{ resources: { kinds: ['Job'] } }, ...everyPod.any] } } },
    ],
    ['one of one', 'yes', { rule: { match: { all: everyPod.any } } }],
    [
      'what two say alike',
      'yes',
      { rule: { match: { all: [{ resources: { namespaces: ['shop'] } }, ...everyPod.any] } } },
    ],
    [
      'people of a role',
      'undefined',
      { rule: { match: { any: [{ resources: { kinds: ['Pod'] }, roles: ['shop:dev'] }] } } },
    ],
    ['its own fields', 'yes', { rule: { match: { resources: { kinds: ['Pod'] } } } }],
    ['nothing', 'no', { rule: { match: undefined } }],
    ['an empty filter', 'no', { rule: { match: { any: [{ resources: {} }] } } }],
  ])('with a rule for %s: %s', (_, expected, changes) => {
    expect(guardedBy(changes)).toBe(expected);
  });

  test.each<[string, 'yes' | 'no' | 'undefined', object]>([
    ['the namespace', 'no', excluding({ resources: { namespaces: ['shop'] } })],
    ['another namespace', 'yes', excluding({ resources: { namespaces: ['kube-*'] } })],
    ['pods of a name', 'undefined', excluding({ resources: { names: ['agent'] } })],
    ['creation', 'no', excluding({ resources: { operations: ['CREATE'] } })],
    ['updates', 'yes', excluding({ resources: { operations: ['UPDATE'] } })],
    ['nothing that is set', 'yes', excluding({ resources: { selector: null, kinds: [] } })],
    ['other kinds', 'yes', excluding({ resources: { kinds: ['Job'] } })],
    [
      'pods of a label',
      'undefined',
      excluding({ resources: { selector: { matchLabels: { a: 'b' } } } }),
    ],
    ['people', 'undefined', excluding({ subjects: [{ kind: 'User', name: 'ann' }] })],
    ['nothing', 'yes', { rule: { exclude: { any: [] } } }],
  ])('with a rule that leaves out %s: %s', (_, expected, changes) => {
    expect(guardedBy(changes)).toBe(expected);
  });

  test.each<[string, 'yes' | 'no' | 'undefined', object]>([
    ['audits', 'no', { policy: { failureAction: 'Audit' } }],
    [
      'enforces by its rule',
      'yes',
      { policy: { failureAction: 'Audit' }, rule: { failureAction: 'Enforce' } },
    ],
    ['audits by its rule', 'no', { rule: { failureAction: 'Audit' } }],
    [
      'differs by namespace',
      'undefined',
      { policy: { failureAction: 'Audit', hasOverrides: true } },
    ],
    ['enforces and differs', 'undefined', { policy: { hasOverrides: true } }],
    ['is for scans alone', 'no', { policy: { isForAdmission: false } }],
    ['fails open', 'undefined', { policy: { failurePolicy: 'Ignore' } }],
    ['has conditions', 'undefined', { rule: { isConditional: true } }],
    [
      'leaves out checks',
      'undefined',
      { rule: { podSecurity: { level: 'baseline', hasExclusions: true } } },
    ],
    ['has patterns', 'undefined', { rule: { podSecurity: undefined } }],
    ['validates nothing', 'no', { rule: { validates: false, verifiesImages: true } }],
    ['is of the namespace', 'yes', { policy: { kind: 'Policy', namespace: 'shop' } }],
    ['is of another namespace', 'no', { policy: { kind: 'Policy', namespace: 'pay' } }],
  ])('with a policy that %s: %s', (_, expected, changes) => {
    expect(guardedBy(changes)).toBe(expected);
  });

  test.each<[string, 'yes' | 'no' | 'undefined', readonly object[]]>([
    ['none', 'undefined', []],
    ['one that fails open', 'undefined', [{ ...gate, failurePolicy: 'Ignore' }]],
    [
      'one that labels keep pods from',
      'undefined',
      [{ ...gate, objectSelector: { matchLabels: { a: 'b' } } }],
    ],
    ['one with an empty selector of labels', 'yes', [{ ...gate, objectSelector: {} }]],
    ['one with conditions', 'undefined', [{ ...gate, matchConditions: 1 }]],
    [
      'one for other objects',
      'undefined',
      [{ ...gate, rules: [{ ...podRule, resources: ['services'] }] }],
    ],
    ['one that leaves the namespace out', 'no', [{ ...gate, namespaceSelector: notShop }]],
    ['one of two that does', 'yes', [gate, { ...gate, namespaceSelector: notShop }]],
    [
      'one of a single policy',
      'undefined',
      [{ ...gate, name: 'validate.kyverno.svc-fail-finegrained-x' }],
    ],
    [
      'one of the engine in its own namespace',
      'undefined',
      [{ ...gate, service: { namespace: 'shop', name: 's' } }],
    ],
    ['one that only mutates', 'undefined', [{ ...gate, kind: 'MutatingWebhookConfiguration' }]],
    ['one of another engine', 'undefined', [{ ...gate, name: 'validation.gatekeeper.sh' }]],
  ])('with webhooks: %s: %s', (_, expected, webhooks) => {
    expect(guardedBy({ webhooks })).toBe(expected);
  });

  test('of a policy in CEL tells nothing for sure, even where the gate of others looks away', () => {
    const policy = {
      policy: { kind: 'ValidatingPolicy' },
      rule: { podSecurity: undefined, match: { resourceRules: [podRule] } },
      webhooks: [{ ...gate, namespaceSelector: notShop }],
    };
    expect(guardedBy(policy)).toBe('undefined');
    const resourceRules = [{ ...podRule, resources: ['services'] }];
    expect(guardedBy({ ...policy, rule: { match: { resourceRules } } })).toBe('no');
  });

  test('of a gate that looks away is in doubt where the list of webhooks is cut', () => {
    const parts = {
      kyvernoPolicies: [
        { kind: 'ClusterPolicy', name: 'p', failureAction: 'Enforce', rules: [rule] },
      ],
      webhooks: [{ ...gate, namespaceSelector: notShop }],
      gaps: [{ read: 'validatingwebhookconfigurations', reason: 'cutOff', detail: '' }],
    };
    expect(enforced(parts)).toBe('undefined');
  });

  test('of a namespace is excepted from by its full name', () => {
    const policy = { kind: 'Policy', namespace: 'shop', name: 'pods', failureAction: 'Enforce' };
    const parts = (name: string) => ({
      kyvernoPolicies: [{ ...policy, rules: [rule] }],
      webhooks: [gate],
      kyvernoExceptions: [{ namespace: 'ops', name: 'e', policies: [name], match: everyPod }],
    });
    expect(enforced(parts('shop/pods'))).toBe('undefined');
    expect(enforced(parts('pods'))).toBe('yes');
  });

  test.each<[string, 'yes' | 'undefined', object]>([
    ['the policy', 'undefined', { policies: ['pods'], match: everyPod }],
    ['the policy, in CEL', 'undefined', { policies: ['pods'] }],
    [
      'a policy of the same name in a namespace',
      'yes',
      { policies: ['shop/pods'], match: everyPod },
    ],
    ['another policy', 'yes', { policies: ['other'], match: everyPod }],
    [
      'the policy in another namespace',
      'yes',
      {
        policies: ['pods'],
        match: { any: [{ resources: { kinds: ['Pod'], namespaces: ['pay'] } }] },
      },
    ],
  ])('with an exception from %s: %s', (_, expected, exception) => {
    const parts = {
      kyvernoPolicies: [
        { kind: 'ClusterPolicy', name: 'pods', failureAction: 'Enforce', rules: [rule] },
      ],
      webhooks: [gate],
      kyvernoExceptions: [{ namespace: 'ops', name: 'e', ...exception }],
    };
    expect(enforced(parts)).toBe(expected);
  });
});
