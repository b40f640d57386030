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
  /**
   * Other API versions in which the kind has the same fields. Manifests may use any of them; a live
   * cluster is asked for those of the same group, where it does not serve `version`.
   */
  readonly alsoIn?: readonly string[];
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
  }) as const;

const clusterScoped = <Read extends KubernetesRead>(read: Read) => ({
  ...read,
  isNamespaced: false as const,
});

const customKind = <Resource extends string, const Group extends string>(
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

const upstreamPolicies = 'policy.networking.k8s.io' as const;
const awsPolicies = ['networking.k8s.aws', 'v1alpha1'] as const;
const ciliumPolicies = ['cilium.io', 'v2'] as const;
const calicoPolicies = ['crd.projectcalico.org', 'v1'] as const;
const gatewayKinds = 'gateway.networking.k8s.io' as const;

const alsoIn = <Read extends KubernetesRead>(read: Read, ...apiVersions: readonly string[]) => ({
  ...read,
  alsoIn: apiVersions,
});

/** People write the API of Calico's own server; the cluster stores it as these kinds. */
const calicoKind = <Resource extends string>(resource: Resource, kind: string) =>
  alsoIn(customKind(calicoPolicies, resource, kind), 'projectcalico.org/v3');

/** Of the Gateway API, with the versions before v1; the fields that are kept did not change. */
const gatewayKind = <Resource extends string>(
  resource: Resource,
  kind: string,
  ...earlier: readonly string[]
) =>
  alsoIn(
    customKind([gatewayKinds, 'v1'], resource, kind),
    ...earlier.map((version) => `${gatewayKinds}/${version}`),
  );

/** Policy kinds beside NetworkPolicy. */
const otherPolicyReads = [
  clusterScoped(
    customKind([upstreamPolicies, 'v1alpha1'], 'adminnetworkpolicies', 'AdminNetworkPolicy'),
  ),
  clusterScoped(
    customKind(
      [upstreamPolicies, 'v1alpha1'],
      'baselineadminnetworkpolicies',
      'BaselineAdminNetworkPolicy',
    ),
  ),
  clusterScoped(
    customKind([upstreamPolicies, 'v1alpha2'], 'clusternetworkpolicies', 'ClusterNetworkPolicy'),
  ),
  clusterScoped(customKind(awsPolicies, 'clusternetworkpolicies', 'ClusterNetworkPolicy')),
  customKind(awsPolicies, 'applicationnetworkpolicies', 'ApplicationNetworkPolicy'),
  customKind(ciliumPolicies, 'ciliumnetworkpolicies', 'CiliumNetworkPolicy'),
  clusterScoped(
    customKind(
      ciliumPolicies,
      'ciliumclusterwidenetworkpolicies',
      'CiliumClusterwideNetworkPolicy',
    ),
  ),
  calicoKind('networkpolicies', 'NetworkPolicy'),
  clusterScoped(calicoKind('globalnetworkpolicies', 'GlobalNetworkPolicy')),
] as const satisfies readonly KubernetesRead[];

/** Objects that policies name. */
const policyObjectReads = [
  clusterScoped(calicoKind('tiers', 'Tier')),
  calicoKind('networksets', 'NetworkSet'),
  clusterScoped(calicoKind('globalnetworksets', 'GlobalNetworkSet')),
  clusterScoped(
    alsoIn(
      customKind(['cilium.io', 'v2alpha1'], 'ciliumcidrgroups', 'CiliumCIDRGroup'),
      'cilium.io/v2',
    ),
  ),
] as const satisfies readonly KubernetesRead[];

const routeReads = [
  gatewayKind('httproutes', 'HTTPRoute', 'v1beta1'),
  gatewayKind('grpcroutes', 'GRPCRoute', 'v1alpha2'),
  gatewayKind('tlsroutes', 'TLSRoute', 'v1alpha3', 'v1alpha2'),
  gatewayKind('tcproutes', 'TCPRoute', 'v1alpha2'),
  gatewayKind('udproutes', 'UDPRoute', 'v1alpha2'),
] as const satisfies readonly KubernetesRead[];

/** What leads traffic into the cluster and through it. */
const trafficReads = [
  builtIn('', 'services', 'Service'),
  builtIn('discovery.k8s.io', 'endpointslices', 'EndpointSlice'),
  builtIn('networking.k8s.io', 'ingresses', 'Ingress'),
  clusterScoped(builtIn('networking.k8s.io', 'ingressclasses', 'IngressClass')),
  gatewayKind('gateways', 'Gateway', 'v1beta1'),
  ...routeReads,
  gatewayKind('referencegrants', 'ReferenceGrant', 'v1beta1'),
  clusterScoped(builtIn('', 'nodes', 'Node')),
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
  ...policyObjectReads,
  customKind(awsPolicies, 'policyendpoints', 'PolicyEndpoint'),
  clusterScoped(customKind(['eks.amazonaws.com', 'v1'], 'nodeclasses', 'NodeClass')),
  ...trafficReads,
] as const satisfies readonly KubernetesRead[];

export type KubernetesReadId = (typeof kubernetesReads)[number]['id'];
export type WorkloadReadId = (typeof workloadReads)[number]['id'];
export type OtherPolicyReadId = (typeof otherPolicyReads)[number]['id'];
export type PolicyObjectReadId = (typeof policyObjectReads)[number]['id'];
export type RouteReadId = (typeof routeReads)[number]['id'];
export type TrafficReadId = (typeof trafficReads)[number]['id'];

export const workloadReadIds: readonly WorkloadReadId[] = workloadReads.map(({ id }) => id);
export const otherPolicyReadIds: readonly OtherPolicyReadId[] = otherPolicyReads.map(
  ({ id }) => id,
);
export const policyObjectReadIds: readonly PolicyObjectReadId[] = policyObjectReads.map(
  ({ id }) => id,
);
export const routeReadIds: readonly RouteReadId[] = routeReads.map(({ id }) => id);
export const trafficReadIds: readonly TrafficReadId[] = trafficReads.map(({ id }) => id);

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
