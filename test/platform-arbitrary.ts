import fc from 'fast-check';

/*
 * The AWS side of a cluster and what guards its admission, with every part good, bad or missing.
 */

const podsCreated = {
  resourceRules: [
    { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
  ],
};
const podRules = [
  { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] },
];

export const admissionArbitrary = fc.record({
  validatingAdmissionPolicies: fc.subarray([
    { name: 'no-root', matchConstraints: podsCreated, validations: ['true'] },
  ]),
  admissionPolicyBindings: fc.subarray([
    { name: 'deny', policyName: 'no-root', validationActions: ['Deny'] },
    { name: 'audit', policyName: 'no-root', validationActions: ['Audit'] },
  ]),
  webhooks: fc.subarray([
    {
      kind: 'ValidatingWebhookConfiguration' as const,
      configuration: 'kyverno-resource-validating-webhook-cfg',
      name: 'validate.kyverno.svc-fail',
      failurePolicy: 'Fail',
      rules: podRules,
      service: { namespace: 'kyverno', name: 'kyverno-svc' },
    },
    {
      kind: 'ValidatingWebhookConfiguration' as const,
      configuration: 'guard',
      name: 'guard.example.com',
      failurePolicy: 'Ignore',
      rules: podRules,
      objectSelector: { matchLabels: { guarded: 'yes' } },
    },
  ]),
  kyvernoPolicies: fc.subarray([
    {
      kind: 'ClusterPolicy',
      name: 'baseline',
      failureAction: 'Enforce',
      rules: [
        {
          name: 'pods',
          match: { any: [{ resources: { kinds: ['Pod'] } }] },
          podSecurity: { level: 'baseline', version: 'latest' },
          validates: true,
        },
      ],
    },
    { kind: 'ClusterPolicy', name: 'audit', failureAction: 'Audit', rules: [] },
  ]),
  limits: fc.subarray([
    { kind: 'ResourceQuota' as const, namespace: 'shop', name: 'quota', resources: ['pods'] },
    { kind: 'LimitRange' as const, namespace: 'pay', name: 'limits', resources: ['memory'] },
  ]),
  serviceAccounts: fc.subarray([
    { namespace: 'shop', name: 'app', secrets: ['app-token-x2x4z'] },
    { namespace: 'pay', name: 'app' },
  ]),
  secretSources: fc.subarray([{ kind: 'ExternalSecret', namespace: 'shop', name: 'db' }]),
});

const levels = fc.constantFrom(undefined, 'privileged', 'baseline', 'restricted', 'odd');

/** Labels of the namespaces by name. */
export const enforceLabels = fc.record({ shop: levels, pay: levels });

const issue = [{ code: 'AccessDenied', message: 'a role is gone' }];
const anyone = { protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: ['0.0.0.0/0'] };

export const awsArbitrary = fc.record({
  eksVersions: fc.constant([
    { version: '1.34', status: 'STANDARD_SUPPORT' },
    { version: '1.30', status: 'EXTENDED_SUPPORT' },
  ]),
  addons: fc.subarray([
    { name: 'vpc-cni', version: 'v1.20.0', status: 'ACTIVE' },
    { name: 'coredns', status: 'DEGRADED', healthIssues: issue },
  ]),
  nodegroups: fc.subarray([
    { name: 'good', status: 'ACTIVE', version: '1.34', amiType: 'BOTTLEROCKET_x86_64' },
    {
      name: 'bad',
      version: '1.29',
      amiType: 'CUSTOM',
      subnetIds: ['subnet-1'],
      remoteAccess: { hasKey: true },
      healthIssues: issue,
    },
  ]),
  insights: fc.subarray([
    { name: 'ready', category: 'UPGRADE_READINESS', status: 'PASSING' },
    { name: 'late', category: 'UPGRADE_READINESS', status: 'ERROR' },
  ]),
  logGroups: fc.subarray([{ name: '/aws/eks/shop/cluster', retentionInDays: 30 }]),
  subscriptionFilters: fc.subarray([{ name: 'all', logGroup: '/aws/eks/shop/cluster' }]),
  subnets: fc.subarray([{ id: 'subnet-1', mapsPublicIpOnLaunch: true }]),
  securityGroups: fc.subarray([
    { id: 'sg-1', ingress: [anyone] },
    { id: 'sg-2', ingress: [{ protocol: '-1', securityGroups: ['sg-2'] }] },
  ]),
  detectors: fc.subarray([
    { id: 'one', status: 'ENABLED', features: [{ name: 'EKS_AUDIT_LOGS', status: 'ENABLED' }] },
  ]),
  ecrRepositories: fc.subarray([
    {
      account: '111122223333',
      region: 'eu-central-1',
      name: 'team/app',
      tagMutability: 'MUTABLE',
      scansOnPush: false,
    },
  ]),
  ecrRepositoryPolicies: fc.subarray([
    {
      account: '111122223333',
      region: 'eu-central-1',
      name: 'team/app',
      policy: {
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
      },
    },
  ]),
  ecrScanning: fc.option(fc.constant({ scanType: 'BASIC' }), { nil: undefined }),
  nodes: fc.subarray([
    { name: 'node-1', internalIPs: ['10.0.0.1'], kubeletVersion: 'v1.34.1-eks-1' },
    { name: 'node-2', externalIPs: ['198.51.100.7'], kubeletVersion: 'v1.29.0', osImage: 'Ubuntu' },
  ]),
});
