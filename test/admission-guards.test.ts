import { describe, expect, test } from '@jest/globals';
import { enforced, gate, notShop, podRule } from './guarded-namespace.ts';

describe('Pod Security Admission', () => {
  const labelled = (level: string) => ({
    namespaces: [{ name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': level } }],
  });

  test.each([
    ['privileged', 'no', 'no'],
    ['baseline', 'yes', 'no'],
    ['restricted', 'yes', 'yes'],
    ['strict, whatever that is', 'yes', 'yes'],
  ])('with the label %s enforces baseline: %s, restricted: %s', (level, baseline, restricted) => {
    expect(enforced(labelled(level))).toBe(baseline);
    expect(enforced(labelled(level), 'restricted')).toBe(restricted);
  });

  test('of a namespace that nobody described may have any label', () => {
    const namespaces = [{ name: 'shop', isImplied: true }];
    expect(enforced({ namespaces })).toBe('undefined');
  });
});

describe('a ValidatingAdmissionPolicy', () => {
  const policy = (matchConstraints: object | undefined, more: object = {}) => ({
    name: 'pods',
    matchConstraints,
    validations: ['false'],
    ...more,
  });
  const binding = { name: 'all', policyName: 'pods', validationActions: ['Deny'] };
  const guardedBy = (matchConstraints: object | undefined, bound: object = {}, more = {}) =>
    enforced({
      validatingAdmissionPolicies: [policy(matchConstraints, more)],
      admissionPolicyBindings: [{ ...binding, ...bound }],
    });

  test.each<[string, 'undefined' | 'no', object]>([
    ['pods', 'undefined', {}],
    ['every resource', 'undefined', { resources: ['*'] }],
    ['every resource and subresource', 'undefined', { resources: ['*/*'] }],
    ['subresources of pods', 'no', { resources: ['pods/*'] }],
    ['other resources', 'no', { resources: ['services'] }],
    ['every operation', 'undefined', { operations: ['*'] }],
    ['other operations', 'no', { operations: ['UPDATE', 'DELETE'] }],
    ['operations that it does not name', 'no', { operations: undefined }],
    ['every group', 'undefined', { apiGroups: ['*'] }],
    ['another group', 'no', { apiGroups: ['apps'] }],
    ['every version', 'undefined', { apiVersions: ['*'] }],
    ['another version', 'no', { apiVersions: ['v2'] }],
    ['objects of namespaces', 'undefined', { scope: 'Namespaced' }],
    ['objects of the cluster', 'no', { scope: 'Cluster' }],
    ['pods of a name', 'undefined', { resourceNames: ['api'] }],
  ])('for %s: %s', (_, expected, rule) => {
    expect(guardedBy({ resourceRules: [{ ...podRule, ...rule }] })).toBe(expected);
  });

  test.each<[string, 'undefined' | 'no', object]>([
    ['selects the namespace', 'undefined', { namespaceSelector: { matchLabels: { env: 'prod' } } }],
    ['selects others', 'no', { namespaceSelector: { matchLabels: { env: 'test' } } }],
    ['selects pods by label', 'undefined', { objectSelector: { matchLabels: { app: 'api' } } }],
    ['leaves out pods', 'no', { excludeResourceRules: [podRule] }],
    [
      'leaves out pods of a name',
      'undefined',
      { excludeResourceRules: [{ ...podRule, resourceNames: ['agent'] }] },
    ],
    ['has a field that is not known', 'undefined', { resourceGlobs: ['x'] }],
  ])('that %s: %s, and so with its binding', (_, expected, matching) => {
    expect(guardedBy({ resourceRules: [podRule], ...matching })).toBe(expected);
    expect(guardedBy({ resourceRules: [podRule] }, { matchResources: matching })).toBe(expected);
  });

  test('without anything to match by may match anything', () => {
    expect(guardedBy(undefined)).toBe('undefined');
  });

  test.each<[string, object, object]>([
    ['is bound to warn and audit only', { validationActions: ['Audit', 'Warn'] }, {}],
    ['is bound by nobody', { policyName: 'others' }, {}],
    ['validates nothing', {}, { validations: [] }],
  ])('that %s guards nothing', (_, bound, more) => {
    expect(guardedBy({ resourceRules: [podRule] }, bound, more)).toBe('no');
  });
});

describe('Gatekeeper', () => {
  const baseline = [
    'K8sPSPPrivilegedContainer',
    'K8sPSPHostNamespace',
    'K8sPSPHostNetworkingPorts',
    'K8sPSPCapabilities',
    'K8sPSPHostFilesystem',
  ];
  const escalation = 'K8sPSPAllowPrivilegeEscalationContainer';
  const restricted = [...baseline, escalation, 'K8sPSPAllowedUsers', 'K8sPSPSeccompV2'];
  const constraintsOf = (kinds: readonly string[], changes: object = {}) => ({
    constraints: kinds.map((kind) => ({ kind, name: 'c', ...changes })),
  });
  const guardedBy = (changes: object, webhooks: readonly object[] = []) =>
    enforced({ ...constraintsOf(baseline, changes), webhooks });

  test('may come to a level if every aspect of it has a constraint', () => {
    expect(enforced(constraintsOf(baseline), 'restricted')).toBe('no');
    expect(enforced(constraintsOf(restricted), 'restricted')).toBe('undefined');
    for (const kind of restricted) {
      const others = restricted.filter((each) => each !== kind);
      const isOfBaseline = baseline.includes(kind);
      expect(enforced(constraintsOf(others), 'baseline')).toBe(isOfBaseline ? 'no' : 'undefined');
      expect(enforced(constraintsOf(others), 'restricted')).toBe('no');
    }
  });

  test.each([
    ['K8sPSPHostFilesystem', 'K8sPSPVolumeTypes'],
    ['K8sPSPSeccompV2', 'K8sPSPSeccomp'],
  ])('takes for %s also %s', (kind, other) => {
    const kinds = restricted.map((each) => (each === kind ? other : each));
    expect(enforced(constraintsOf(kinds), 'restricted')).toBe('undefined');
  });

  test('may do anything by a template whose constraints are not read', () => {
    const parts = (kind: string) => ({ constraintTemplates: [{ name: 'x', kind }] });
    expect(enforced(parts('AcmePods'), 'restricted')).toBe('undefined');
    expect(enforced(parts('K8sRequiredLabels'))).toBe('no');
    expect(enforced(parts('K8sPSPCapabilities'))).toBe('no');
  });

  test.each<[string, 'undefined' | 'no', object]>([
    ['no match', 'undefined', {}],
    ['the kind Pod', 'undefined', { kinds: [{ apiGroups: [''], kinds: ['Pod'] }] }],
    ['every kind', 'undefined', { kinds: [{ apiGroups: ['*'], kinds: ['*'] }] }],
    ['another kind', 'no', { kinds: [{ apiGroups: [''], kinds: ['Service'] }] }],
    ['another group', 'no', { kinds: [{ apiGroups: ['apps'], kinds: ['*'] }] }],
    ['kinds without a group', 'undefined', { kinds: [{ kinds: ['Pod'] }] }],
    ['the namespace', 'undefined', { namespaces: ['sh*'] }],
    ['another namespace', 'no', { namespaces: ['pay'] }],
    ['all but the namespace', 'no', { excludedNamespaces: ['*op'] }],
    ['all but another', 'undefined', { excludedNamespaces: ['pay'] }],
    [
      'labels of the namespace',
      'undefined',
      { namespaceSelector: { matchLabels: { env: 'prod' } } },
    ],
    ['labels of another', 'no', { namespaceSelector: { matchLabels: { env: 'test' } } }],
    ['labels of pods', 'undefined', { labelSelector: { matchLabels: { app: 'api' } } }],
    ['objects of the cluster', 'no', { scope: 'Cluster' }],
    ['a field that is not known', 'undefined', { moon: 'full' }],
  ])('with a constraint for %s: %s', (_, expected, match) => {
    expect(guardedBy({ match })).toBe(expected);
  });

  test.each([
    ['deny', 'undefined'],
    ['scoped', 'undefined'],
    ['dryrun', 'no'],
    ['warn', 'no'],
  ])('with the action %s: %s', (enforcementAction, expected) => {
    expect(guardedBy({ enforcementAction })).toBe(expected);
  });

  test('guards nothing where its webhook leaves the namespace out', () => {
    const webhook = { ...gate, name: 'validation.gatekeeper.sh', configuration: 'gatekeeper' };
    expect(guardedBy({}, [webhook])).toBe('undefined');
    expect(guardedBy({}, [{ ...webhook, namespaceSelector: notShop }])).toBe('no');
  });
});

describe('another policy engine', () => {
  const guardedBy = (changes: object) =>
    enforced({ webhooks: [{ ...gate, name: 'a.example.com', configuration: 'x', ...changes }] });

  test.each([
    ['name', 'validating-webhook.openpolicyagent.org'],
    ['name', 'clusterwide-pods.kubewarden.admission'],
    ['name', 'policyeval.stackrox.io'],
    ['name', 'validating-webhook.twistlock.com'],
    ['name', 'imageassurance.aquasec.com'],
    ['name', 'policy.sigstore.dev'],
    ['configuration', 'jspolicy'],
    ['configuration', 'polaris-validate-webhook'],
    ['configuration', 'datree-webhook'],
    ['configuration', 'k-rail'],
    ['configuration', 'insights-admission'],
    ['configuration', 'neuvector-validating-admission-webhook'],
    ['configuration', 'sysdig-admission-controller'],
    ['configuration', 'falcon-kac'],
    ['configuration', 'wiz-admission-controller'],
    ['configuration', 'connaisseur-webhook'],
    ['configuration', 'image-admission-config'],
  ])('with the %s %s may guard anything', (field, value) => {
    expect(guardedBy({ [field]: value })).toBe('undefined');
  });

  test.each<[string, object]>([
    ['of a product that is none', {}],
    ['that only looks like one by its end', { name: 'policy.sigstore.dev.example.com' }],
    ['that fails open', { configuration: 'k-rail', failurePolicy: 'Ignore' }],
    [
      'that labels keep pods from',
      { configuration: 'k-rail', objectSelector: { matchLabels: { a: 'b' } } },
    ],
    ['that has conditions', { configuration: 'k-rail', matchConditions: 1 }],
    ['that leaves the namespace out', { configuration: 'k-rail', namespaceSelector: notShop }],
    [
      'for other objects',
      { configuration: 'k-rail', rules: [{ ...podRule, resources: ['nodes'] }] },
    ],
    [
      'for what makes pods, and not for pods',
      { configuration: 'k-rail', rules: [{ ...podRule, apiGroups: ['apps'], resources: ['*'] }] },
    ],
    ['that only mutates', { configuration: 'k-rail', kind: 'MutatingWebhookConfiguration' }],
  ])('%s guards nothing', (_, changes) => {
    expect(guardedBy(changes)).toBe('no');
  });

  test('refuses where it mutates, if it is known to', () => {
    const mutating = { kind: 'MutatingWebhookConfiguration' };
    expect(guardedBy({ ...mutating, configuration: 'connaisseur-webhook' })).toBe('undefined');
  });
});
