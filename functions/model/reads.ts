import { accessReads } from './kubernetes-reads/access-reads.ts';
import { admissionReads } from './kubernetes-reads/admission-reads.ts';
import { builtIn, clusterScoped, type KubernetesRead } from './kubernetes-reads/kubernetes-read.ts';
import { namespaceReads, secretSourceReads } from './kubernetes-reads/namespace-reads.ts';
import {
  enforcementReads,
  otherPolicyReads,
  policyObjectReads,
} from './kubernetes-reads/network-policy-reads.ts';
import {
  constraintReads,
  kyvernoExceptionReads,
  kyvernoPolicyReads,
} from './kubernetes-reads/policy-engine-reads.ts';
import { routeReads, trafficReads } from './kubernetes-reads/traffic-reads.ts';
import { workloadReads } from './kubernetes-reads/workload-reads.ts';

export type { KubernetesRead } from './kubernetes-reads/kubernetes-read.ts';

/**
 * Everything the scanner reads. The Kubernetes reader, the scanner's ClusterRole and its IAM policy
 * are all made from these lists, so that nothing is granted that is not used.
 */
export const kubernetesReads = [
  clusterScoped(builtIn('', 'namespaces', 'Namespace')),
  builtIn('', 'pods', 'Pod'),
  ...workloadReads,
  builtIn('networking.k8s.io', 'networkpolicies', 'NetworkPolicy'),
  ...accessReads,
  ...enforcementReads,
  ...otherPolicyReads,
  ...policyObjectReads,
  ...trafficReads,
  ...namespaceReads,
  ...admissionReads,
] as const satisfies readonly KubernetesRead[];

export type KubernetesReadId = (typeof kubernetesReads)[number]['id'];
export type WorkloadReadId = (typeof workloadReads)[number]['id'];
export type OtherPolicyReadId = (typeof otherPolicyReads)[number]['id'];
export type PolicyObjectReadId = (typeof policyObjectReads)[number]['id'];
export type RouteReadId = (typeof routeReads)[number]['id'];
export type TrafficReadId = (typeof trafficReads)[number]['id'];
export type SecretSourceReadId = (typeof secretSourceReads)[number]['id'];
export type KyvernoReadId = (typeof kyvernoPolicyReads)[number]['id'];
export type KyvernoExceptionReadId = (typeof kyvernoExceptionReads)[number]['id'];
export type ConstraintReadId = (typeof constraintReads)[number]['id'];

const idsOf = <Id extends string>(reads: readonly { readonly id: Id }[]): readonly Id[] =>
  reads.map(({ id }) => id);

export const workloadReadIds: readonly WorkloadReadId[] = idsOf(workloadReads);
export const otherPolicyReadIds: readonly OtherPolicyReadId[] = idsOf(otherPolicyReads);
export const policyObjectReadIds: readonly PolicyObjectReadId[] = idsOf(policyObjectReads);
export const routeReadIds: readonly RouteReadId[] = idsOf(routeReads);
export const trafficReadIds: readonly TrafficReadId[] = idsOf(trafficReads);
export const secretSourceReadIds: readonly SecretSourceReadId[] = idsOf(secretSourceReads);
export const kyvernoReadIds: readonly KyvernoReadId[] = idsOf(kyvernoPolicyReads);
export const kyvernoExceptionReadIds: readonly KyvernoExceptionReadId[] =
  idsOf(kyvernoExceptionReads);
export const constraintReadIds: readonly ConstraintReadId[] = idsOf(constraintReads);

/**
 * AWS calls that describe one cluster and what it stands on. `resource` is the type of ARN the action
 * can be limited to, `none` where IAM knows no resource for it (Service Authorization Reference).
 */
export const awsReads = [
  { id: 'eks:DescribeCluster', resource: 'cluster' },
  { id: 'eks:DescribeClusterVersions', resource: 'none' },
  { id: 'eks:ListAddons', resource: 'cluster' },
  { id: 'eks:DescribeAddon', resource: 'addon' },
  { id: 'eks:ListNodegroups', resource: 'cluster' },
  { id: 'eks:DescribeNodegroup', resource: 'nodegroup' },
  { id: 'eks:ListInsights', resource: 'cluster' },
  { id: 'eks:ListAccessEntries', resource: 'cluster' },
  { id: 'eks:ListAssociatedAccessPolicies', resource: 'access-entry' },
  { id: 'logs:DescribeLogGroups', resource: 'log-group' },
  { id: 'logs:DescribeSubscriptionFilters', resource: 'log-group' },
  { id: 'ec2:DescribeSubnets', resource: 'none' },
  { id: 'ec2:DescribeSecurityGroups', resource: 'none' },
  { id: 'guardduty:ListDetectors', resource: 'none' },
  { id: 'guardduty:GetDetector', resource: 'detector' },
  { id: 'ecr:DescribeRepositories', resource: 'repository' },
  { id: 'ecr:GetRegistryScanningConfiguration', resource: 'none' },
  { id: 'ecr:GetRepositoryPolicy', resource: 'repository' },
] as const;

export type AwsReadId = (typeof awsReads)[number]['id'];
export type ReadId = KubernetesReadId | AwsReadId;

export const readIds: readonly ReadId[] = [
  ...kubernetesReads.map(({ id }) => id),
  ...awsReads.map(({ id }) => id),
];
