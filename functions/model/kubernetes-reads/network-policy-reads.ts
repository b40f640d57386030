import {
  alsoIn,
  builtIn,
  clusterScoped,
  customKind,
  type KubernetesRead,
} from './kubernetes-read.ts';

const upstreamPolicies = 'policy.networking.k8s.io' as const;
const awsPolicies = ['networking.k8s.aws', 'v1alpha1'] as const;
const ciliumPolicies = ['cilium.io', 'v2'] as const;
const calicoPolicies = ['crd.projectcalico.org', 'v1'] as const;

/** People write the API of Calico's own server; the cluster stores it as these kinds. */
const calicoKind = <Resource extends string>(resource: Resource, kind: string) =>
  alsoIn(customKind(calicoPolicies, resource, kind), 'projectcalico.org/v3');

/** Policy kinds beside NetworkPolicy. */
export const otherPolicyReads = [
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
export const policyObjectReads = [
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

const systemConfigMap = <Name extends string>(name: Name) =>
  ({
    ...builtIn('', 'configmaps', 'ConfigMap'),
    id: `configmaps/kube-system/${name}`,
    object: { namespace: 'kube-system', name },
  }) as const;

/** What tells whether and how policies are enforced. */
export const enforcementReads = [
  systemConfigMap('amazon-vpc-cni'),
  systemConfigMap('cilium-config'),
  customKind(awsPolicies, 'policyendpoints', 'PolicyEndpoint'),
  clusterScoped(customKind(['eks.amazonaws.com', 'v1'], 'nodeclasses', 'NodeClass')),
] as const satisfies readonly KubernetesRead[];
