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
  /** False for a kind whose objects belong to the cluster and to no namespace. */
  readonly isNamespaced?: false;
  /**
   * A built-in kind is served by every API server; for any other kind 404 means "not installed",
   * if discovery does not list it under another version.
   */
  readonly isBuiltIn: boolean;
  /** `metadata` asks the API server for PartialObjectMetadata: specs never cross the wire. */
  readonly form: 'full' | 'metadata';
  /** Set where one object is read by name instead of listing the kind. */
  readonly object?: { readonly namespace: string; readonly name: string };
};

const builtIn = <Resource extends string>(apiGroup: string, resource: Resource, kind: string) =>
  ({
    id: resource,
    apiGroup,
    version: 'v1',
    resource,
    kind,
    isBuiltIn: true,
    form: 'full',
  }) as const;

const clusterScoped = <Read extends KubernetesRead>(read: Read) => ({
  ...read,
  isNamespaced: false as const,
});

const policyKind = <Resource extends string, Group extends string>(
  groupVersion: readonly [group: Group, version: string],
  resource: Resource,
  kind: string,
) =>
  ({
    id: `${resource}.${groupVersion[0]}`,
    apiGroup: groupVersion[0],
    version: groupVersion[1],
    resource,
    kind,
    isBuiltIn: false,
    form: 'metadata',
  }) as const;

const systemConfigMap = <Name extends string>(name: Name) =>
  ({
    ...builtIn('', 'configmaps', 'ConfigMap'),
    id: `configmaps/kube-system/${name}`,
    object: { namespace: 'kube-system', name },
  }) as const;

const workloadReads = [
  builtIn('', 'replicationcontrollers', 'ReplicationController'),
  builtIn('apps', 'deployments', 'Deployment'),
  builtIn('apps', 'daemonsets', 'DaemonSet'),
  builtIn('apps', 'statefulsets', 'StatefulSet'),
  builtIn('apps', 'replicasets', 'ReplicaSet'),
  builtIn('batch', 'jobs', 'Job'),
  builtIn('batch', 'cronjobs', 'CronJob'),
] as const satisfies readonly KubernetesRead[];

const upstreamPolicies = 'policy.networking.k8s.io';
const awsPolicies = ['networking.k8s.aws', 'v1alpha1'] as const;
const ciliumPolicies = ['cilium.io', 'v2'] as const;
const calicoPolicies = ['crd.projectcalico.org', 'v1'] as const;

/** Policy kinds beside NetworkPolicy, of which so far only the existence is known. */
const otherPolicyReads = [
  clusterScoped(
    policyKind([upstreamPolicies, 'v1alpha1'], 'adminnetworkpolicies', 'AdminNetworkPolicy'),
  ),
  clusterScoped(
    policyKind(
      [upstreamPolicies, 'v1alpha1'],
      'baselineadminnetworkpolicies',
      'BaselineAdminNetworkPolicy',
    ),
  ),
  clusterScoped(
    policyKind([upstreamPolicies, 'v1alpha2'], 'clusternetworkpolicies', 'ClusterNetworkPolicy'),
  ),
  clusterScoped(policyKind(awsPolicies, 'clusternetworkpolicies', 'ClusterNetworkPolicy')),
  policyKind(awsPolicies, 'applicationnetworkpolicies', 'ApplicationNetworkPolicy'),
  policyKind(ciliumPolicies, 'ciliumnetworkpolicies', 'CiliumNetworkPolicy'),
  clusterScoped(
    policyKind(
      ciliumPolicies,
      'ciliumclusterwidenetworkpolicies',
      'CiliumClusterwideNetworkPolicy',
    ),
  ),
  policyKind(calicoPolicies, 'networkpolicies', 'NetworkPolicy'),
  clusterScoped(policyKind(calicoPolicies, 'globalnetworkpolicies', 'GlobalNetworkPolicy')),
] as const satisfies readonly KubernetesRead[];

export const kubernetesReads = [
  clusterScoped(builtIn('', 'namespaces', 'Namespace')),
  builtIn('', 'pods', 'Pod'),
  ...workloadReads,
  builtIn('networking.k8s.io', 'networkpolicies', 'NetworkPolicy'),
  builtIn('rbac.authorization.k8s.io', 'roles', 'Role'),
  clusterScoped(builtIn('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole')),
  builtIn('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'),
  clusterScoped(builtIn('rbac.authorization.k8s.io', 'clusterrolebindings', 'ClusterRoleBinding')),
  systemConfigMap('amazon-vpc-cni'),
  systemConfigMap('cilium-config'),
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
