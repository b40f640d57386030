/**
 * Everything the scanner reads. The Kubernetes reader, the scanner's ClusterRole and its IAM policy
 * are all made from these lists, so that nothing is granted that is not used.
 */
export type KubernetesRead = {
  readonly id: string;
  /** API group, empty for the core group. */
  readonly apiGroup: string;
  readonly version: string;
  /** Plural resource name as in the URL. */
  readonly resource: string;
  readonly kind: string;
  /** A built-in kind is served by every API server; for any other kind 404 means "not installed". */
  readonly isBuiltIn: boolean;
  /** `metadata` asks the API server for PartialObjectMetadata: specs never cross the wire. */
  readonly form: 'full' | 'metadata';
  /** Set where one object is read by name instead of listing the kind. */
  readonly object?: { readonly namespace: string; readonly name: string };
};

const builtIn = (apiGroup: string, resource: string, kind: string, version = 'v1') =>
  ({ id: resource, apiGroup, version, resource, kind, isBuiltIn: true, form: 'full' }) as const;

const policyKind = (apiGroup: string, version: string, resource: string, kind: string) =>
  ({
    id: `${resource}.${apiGroup}`,
    apiGroup,
    version,
    resource,
    kind,
    isBuiltIn: false,
    form: 'metadata',
  }) as const;

const amazonVpcCniConfig = {
  ...builtIn('', 'configmaps', 'ConfigMap'),
  id: 'configmaps/kube-system/amazon-vpc-cni',
  object: { namespace: 'kube-system', name: 'amazon-vpc-cni' },
} as const;

const workloadReads = [
  { ...builtIn('', 'replicationcontrollers', 'ReplicationController') },
  { ...builtIn('apps', 'deployments', 'Deployment') },
  { ...builtIn('apps', 'daemonsets', 'DaemonSet') },
  { ...builtIn('apps', 'statefulsets', 'StatefulSet') },
  { ...builtIn('apps', 'replicasets', 'ReplicaSet') },
  { ...builtIn('batch', 'jobs', 'Job') },
  { ...builtIn('batch', 'cronjobs', 'CronJob') },
] as const satisfies readonly KubernetesRead[];

/** Policy kinds beside NetworkPolicy, of which so far only the existence is known. */
const otherPolicyReads = [
  policyKind('policy.networking.k8s.io', 'v1alpha1', 'adminnetworkpolicies', 'AdminNetworkPolicy'),
  policyKind(
    'policy.networking.k8s.io',
    'v1alpha1',
    'baselineadminnetworkpolicies',
    'BaselineAdminNetworkPolicy',
  ),
  policyKind(
    'policy.networking.k8s.io',
    'v1alpha2',
    'clusternetworkpolicies',
    'ClusterNetworkPolicy',
  ),
  policyKind('networking.k8s.aws', 'v1alpha1', 'clusternetworkpolicies', 'ClusterNetworkPolicy'),
  policyKind(
    'networking.k8s.aws',
    'v1alpha1',
    'applicationnetworkpolicies',
    'ApplicationNetworkPolicy',
  ),
  policyKind('cilium.io', 'v2', 'ciliumnetworkpolicies', 'CiliumNetworkPolicy'),
  policyKind(
    'cilium.io',
    'v2',
    'ciliumclusterwidenetworkpolicies',
    'CiliumClusterwideNetworkPolicy',
  ),
  policyKind('crd.projectcalico.org', 'v1', 'networkpolicies', 'NetworkPolicy'),
  policyKind('crd.projectcalico.org', 'v1', 'globalnetworkpolicies', 'GlobalNetworkPolicy'),
] as const satisfies readonly KubernetesRead[];

export const kubernetesReads = [
  builtIn('', 'namespaces', 'Namespace'),
  builtIn('', 'pods', 'Pod'),
  ...workloadReads,
  builtIn('networking.k8s.io', 'networkpolicies', 'NetworkPolicy'),
  builtIn('rbac.authorization.k8s.io', 'roles', 'Role'),
  builtIn('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole'),
  builtIn('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'),
  builtIn('rbac.authorization.k8s.io', 'clusterrolebindings', 'ClusterRoleBinding'),
  amazonVpcCniConfig,
  ...otherPolicyReads,
] as const satisfies readonly KubernetesRead[];

export type KubernetesReadId = (typeof kubernetesReads)[number]['id'];
export type WorkloadReadId = (typeof workloadReads)[number]['id'];
export type OtherPolicyReadId = (typeof otherPolicyReads)[number]['id'];

export const workloadReadIds: readonly WorkloadReadId[] = workloadReads.map(({ id }) => id);
export const otherPolicyReadIds: readonly OtherPolicyReadId[] = otherPolicyReads.map(
  ({ id }) => id,
);

/**
 * AWS calls that describe one cluster. `resource` is the type of ARN the action can be limited to
 * (Service Authorization Reference, Amazon EKS).
 */
export const awsReads = [
  { id: 'eks:DescribeCluster', resource: 'cluster' },
  { id: 'eks:DescribeAddon', resource: 'addon' },
  { id: 'eks:ListAccessEntries', resource: 'cluster' },
  { id: 'eks:ListAssociatedAccessPolicies', resource: 'access-entry' },
] as const;

export type AwsReadId = (typeof awsReads)[number]['id'];
export type ReadId = KubernetesReadId | AwsReadId;

export const readIds: readonly ReadId[] = [
  ...kubernetesReads.map(({ id }) => id),
  ...awsReads.map(({ id }) => id),
];
