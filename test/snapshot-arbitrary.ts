import fc from 'fast-check';
import { readIds } from '../functions/model/reads.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';
import { admissionArbitrary, awsArbitrary, enforceLabels } from './platform-arbitrary.ts';
import { podSpecArbitrary, storageArbitrary } from './pod-arbitrary.ts';

/*
 * Small clusters, dense in what controls look at: few names, so that policies, bindings and pods
 * meet, and every field that a control reads at several values or left out.
 */

const namespaceNames = ['shop', 'pay', 'kube-system'] as const;
const namespace = fc.constantFrom(...namespaceNames);
const labels = fc.constantFrom({}, { app: 'api' }, { app: 'web' });

/** One pod for a workload: the pods of a workload are alike, but for `withReplicas`. */
const pods = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    namespace,
    labels,
    kind: fc.constantFrom('Deployment', 'Job', 'Pod'),
    phase: fc.constantFrom('Running', 'Running', 'Pending', 'Succeeded'),
    spec: podSpecArbitrary,
  }),
  { maxLength: 5, selector: ({ name }) => name },
);

const cidr = fc.constantFrom('0.0.0.0/0', '::/0', '10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1');
const peers = fc.array(
  fc.oneof(
    cidr.map((range) => ({ ipBlock: { cidr: range } })),
    fc.constant({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }),
    fc.constant({ podSelector: { matchLabels: { app: 'api' } } }),
  ),
  { maxLength: 2 },
);
const ports = fc.constantFrom([], [{ port: 443 }], [{ protocol: 'UDP' }]);
const selector = fc.constantFrom({}, {}, { matchLabels: { app: 'api' } });

const policySpec = fc.record(
  {
    podSelector: selector,
    policyTypes: fc.subarray(['Ingress', 'Egress']),
    ingress: fc.array(fc.record({ from: peers, ports }), { maxLength: 2 }),
    egress: fc.array(fc.record({ to: peers, ports }), { maxLength: 2 }),
    tier: fc.constant('from a newer API'),
  },
  { requiredKeys: ['podSelector'] },
);
const mostlyReadable = policySpec.map(({ tier, ...spec }) =>
  tier !== undefined && spec.policyTypes?.length === 0 ? { ...spec, tier } : spec,
);

const networkPolicies = fc.array(fc.record({ namespace, spec: mostlyReadable }), { maxLength: 5 });

const names = (...more: string[]) =>
  fc.uniqueArray(fc.constantFrom('*', ...more), { minLength: 1, maxLength: 2 });
const rule = fc.record({
  verbs: names('get', 'create'),
  apiGroups: names('', 'apps'),
  resources: names('pods', 'secrets', '*/exec'),
});
const roles = fc.array(fc.array(rule, { maxLength: 2 }), { maxLength: 3 });

const subject = fc.constantFrom(
  { kind: 'Group', name: 'developers' },
  { kind: 'Group', name: 'system:authenticated' },
  { kind: 'Group', name: 'system:nodes' },
  { kind: 'User', name: 'eks:addon-manager' },
  { kind: 'ServiceAccount', namespace: 'kube-system', name: 'default' },
  { kind: 'ServiceAccount', namespace: 'shop', name: 'default' },
);
const roleName = fc.constantFrom('cluster-admin', 'role-0', 'role-1', 'role-2', 'missing');
const bindings = fc.array(
  fc.record({
    namespace: fc.option(namespace, { nil: undefined }),
    roleRef: roleName.map((name) => ({ kind: 'ClusterRole', name })),
    subjects: fc.array(subject, { maxLength: 2 }),
  }),
  { maxLength: 4 },
);

const scope = fc.constantFrom('cluster', 'namespace');
const policyName = fc.constantFrom('AmazonEKSClusterAdminPolicy', 'AmazonEKSViewPolicy');
const accessEntries = fc.array(fc.array(fc.record({ scope, name: policyName }), { maxLength: 2 }), {
  maxLength: 3,
});

const eksCluster = fc.option(
  fc.record(
    {
      endpointPublicAccess: fc.boolean(),
      publicAccessCidrs: fc.array(cidr, { minLength: 1, maxLength: 2 }),
      isAutoMode: fc.constant(false),
      endpointPrivateAccess: fc.boolean(),
      version: fc.constantFrom('1.34', '1.30'),
      logTypes: fc.subarray(['api', 'audit']),
      secretsKeyArn: fc.constant('arn:aws:kms:eu-central-1:111122223333:key/one'),
      hasDeletionProtection: fc.boolean(),
      supportType: fc.constantFrom('STANDARD', 'EXTENDED'),
      healthIssues: fc.subarray([{ code: 'Ec2SubnetNotFound', message: '' }]),
      securityGroupIds: fc.constant(['sg-1', 'sg-2']),
      subnetIds: fc.constant(['subnet-1']),
    },
    { requiredKeys: ['publicAccessCidrs', 'isAutoMode'] },
  ),
  { nil: undefined, freq: 8 },
);

const daemonSets = fc.subarray(['aws-node', 'calico-node', 'cilium']);
const gate = fc.option(fc.boolean(), { nil: undefined });

const ciliumConfig = fc.option(
  fc.record({
    enablePolicy: fc.constantFrom('default', 'never', null),
    isAuditMode: fc.boolean(),
    enforcesNetworkPolicy: fc.boolean(),
  }),
  { nil: undefined },
);

const gap = fc.record({
  read: fc.constantFrom(...readIds),
  reason: fc.constantFrom('forbidden', 'notServed', 'cutOff'),
  detail: fc.constant('got no answer'),
});

const parts = {
  pods,
  networkPolicies,
  roles,
  bindings,
  accessEntries,
  eksCluster,
  daemonSets,
  agentGate: gate,
  controllerGate: gate,
  ciliumConfig,
  storage: storageArbitrary,
  admission: admissionArbitrary,
  enforceLabels,
  aws: awsArbitrary,
};
const partsArbitrary = fc.record(parts);
type Parts = typeof partsArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Clusters that were read in full. */
export const completeSnapshot: fc.Arbitrary<Snapshot> = partsArbitrary.map(assemble);

/** Clusters of which some reads may have failed. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(completeSnapshot, fc.oneof(fc.constant([]), fc.array(gap, { maxLength: 2 })))
  .map(([snapshot, gaps]): Snapshot => snapshotWithGaps(snapshot, gaps));

function snapshotWithGaps(snapshot: Snapshot, gaps: readonly object[]): Snapshot {
  return { ...snapshot, gaps: [...gaps] as Snapshot['gaps'] };
}

function labelsOf(name: string, { enforceLabels: levels }: Parts): Record<string, string> {
  const level = name === 'shop' || name === 'pay' ? levels[name] : undefined;
  return level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level };
}

function assemble(given: Parts): Snapshot {
  return snapshotOf({
    namespaces: namespaceNames.map((name) => ({ name, labels: labelsOf(name, given) })),
    ...given.storage,
    ...given.admission,
    ...given.aws,
    pods: given.pods.map(({ kind, ...pod }) => ({ ...pod, owner: `${kind} ${pod.name}` })),
    networkPolicies: given.networkPolicies.map((policy, index) => ({
      ...policy,
      name: `policy-${index}`,
    })),
    roles: given.roles.map((rules, index) => ({
      kind: 'ClusterRole',
      name: `role-${index}`,
      rules,
    })),
    bindings: given.bindings.map((binding, index) => ({
      ...binding,
      kind: binding.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
      name: `binding-${index}`,
    })),
    accessEntries: given.accessEntries.map((policies, index) => ({
      principalArn: `arn:aws:iam::111122223333:role/r${index}`,
      policies: policies.map(({ name, scope: policyScope }) => ({
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
        scope: policyScope,
        namespaces: [],
      })),
    })),
    workloads: given.daemonSets.map((name) => ({ kind: 'DaemonSet', name })),
    eksCluster: given.eksCluster,
    ...(given.ciliumConfig !== undefined && { ciliumConfig: given.ciliumConfig }),
    ...(given.agentGate !== undefined && {
      vpcCniNodeAgent: { enableNetworkPolicy: given.agentGate },
    }),
    ...(given.controllerGate !== undefined && {
      vpcCniConfig: { enableNetworkPolicyController: given.controllerGate },
    }),
  });
}
