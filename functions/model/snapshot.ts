import * as z from 'zod';
import {
  admissionPolicyBindingSchema,
  constraintSchema,
  constraintTemplateSchema,
  kyvernoExceptionSchema,
  kyvernoPolicySchema,
  validatingAdmissionPolicySchema,
  webhookSchema,
} from './admission-objects.ts';
import { clusterRefSchema, scanIdSchema } from './cluster.ts';
import {
  accessEntrySchema,
  eksClusterSchema,
  vpcCniAddonSchema,
  vpcCniNodeAgentSchema,
} from './eks-objects.ts';
import { wholeJson } from './kube-schema.ts';
import {
  limitSchema,
  persistentVolumeClaimSchema,
  persistentVolumeSchema,
  secretSourceSchema,
  serviceAccountSchema,
  storageClassSchema,
} from './namespace-objects.ts';
import {
  gatewaySchema,
  ingressClassSchema,
  ingressSchema,
  nodeClassSchema,
  nodeSchema,
  policyEndpointSchema,
  referenceGrantSchema,
  routeSchema,
  serviceSchema,
  writtenEndpointsSchema,
} from './network-objects.ts';
import {
  detectorSchema,
  ecrRepositoryPolicySchema,
  ecrRepositorySchema,
  ecrScanningSchema,
  eksAddonSchema,
  eksVersionSchema,
  insightSchema,
  logGroupSchema,
  nodegroupSchema,
  securityGroupSchema,
  subnetSchema,
  subscriptionFilterSchema,
} from './platform-objects.ts';
import { podSpecSchema } from './pod-spec.ts';
import { bindingSchema, roleSchema } from './rbac-objects.ts';
import { type ReadId, readIds } from './reads.ts';

/** Raised when the shape below changes; a snapshot of another version is refused by name. */
export const snapshotVersion = 2;

const labels = z.record(z.string(), z.string());
const namespaced = { namespace: z.string(), name: z.string() };
const readId = z.enum(readIds as readonly [ReadId, ...ReadId[]]);

const namespaceSchema = z.strictObject({
  name: z.string(),
  labels,
  /** True where no Namespace object was given and objects live in it all the same. */
  isImplied: z.boolean(),
});

/** A reference to the object that owns a workload's pods; kind and name survive a rollout. */
const objectRefSchema = z.strictObject({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

export const podSchema = z.strictObject({
  ...namespaced,
  labels,
  annotations: labels,
  /** The workload at the top of the owner chain, or the pod itself. */
  owner: objectRefSchema,
  /** True for the pod a template would make, where no live pod shows it. */
  isRepresentative: z.boolean(),
  phase: z.string().optional(),
  nodeName: z.string().optional(),
  podIPs: z.array(z.string()),
  spec: podSpecSchema,
});

export const workloadSchema = z.strictObject({
  kind: z.string(),
  ...namespaced,
  labels,
  template: z.strictObject({ labels, annotations: labels, spec: podSpecSchema }),
});

const networkPolicySchema = z.strictObject({
  ...namespaced,
  labels,
  /** Kept whole: a field that the reachability engine does not know must not vanish. */
  spec: wholeJson,
});

/**
 * A policy of another family, or an object that such policies name: a Calico tier, a set of
 * addresses. Kept whole, but for Cilium's rules of layer 7: `rules: { http: 3 }` for three of them,
 * and `true` for the context of TLS that is ended or begun.
 */
const otherPolicySchema = z.strictObject({
  read: readId,
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  labels,
  /** `spec`; of a Cilium policy also each item of `specs`. */
  specs: z.array(wholeJson),
});

/** Values of `enable-policy` in Cilium's configuration. */
export const ciliumPolicyModes = ['default', 'always', 'never'] as const;

const ciliumConfigSchema = z.strictObject({
  /** undefined: `enable-policy` has a value that Cilium does not know. */
  enablePolicy: z.enum(ciliumPolicyModes).optional(),
  /** `policy-audit-mode`: what a policy denies is logged and let through. */
  isAuditMode: z.boolean(),
  /** `enable-k8s-networkpolicy`: without it Cilium ignores every NetworkPolicy. */
  enforcesNetworkPolicy: z.boolean().default(true),
});

const gapReasons = [
  'forbidden',
  'notServed',
  'timeout',
  'cutOff',
  'expired',
  'throttled',
  'unreadable',
  'notCollected',
  'failed',
] as const;

/** A read that failed, or came back incomplete: why, and what the answer was. */
export const gapSchema = z.strictObject({
  read: readId,
  reason: z.enum(gapReasons),
  detail: z.string(),
});

const readRecordSchema = z.strictObject({
  read: readId,
  /** How many objects were kept. */
  items: z.number().int(),
  pages: z.number().int(),
  resourceVersion: z.string().optional(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
});

export const snapshotSources = ['eks', 'kubeconfig', 'manifests'] as const;

/** A cluster at one point in time: what was read, how completely, and nothing secret. */
export const snapshotSchema = z.strictObject({
  version: z.literal(snapshotVersion),
  scanId: scanIdSchema,
  cluster: clusterRefSchema,
  source: z.enum(snapshotSources),
  takenAt: z.iso.datetime(),
  kubernetesVersion: z.string().optional(),
  reads: z.array(readRecordSchema),
  gaps: z.array(gapSchema),
  namespaces: z.array(namespaceSchema),
  workloads: z.array(workloadSchema),
  pods: z.array(podSchema),
  networkPolicies: z.array(networkPolicySchema),
  otherPolicies: z.array(otherPolicySchema),
  /** Objects that policies name: Calico tiers and network sets, Cilium CIDR groups. */
  policyObjects: z.array(otherPolicySchema),
  policyEndpoints: z.array(policyEndpointSchema),
  services: z.array(serviceSchema),
  writtenEndpoints: z.array(writtenEndpointsSchema),
  ingresses: z.array(ingressSchema),
  ingressClasses: z.array(ingressClassSchema),
  gateways: z.array(gatewaySchema),
  routes: z.array(routeSchema),
  referenceGrants: z.array(referenceGrantSchema),
  nodes: z.array(nodeSchema),
  nodeClasses: z.array(nodeClassSchema),
  roles: z.array(roleSchema),
  bindings: z.array(bindingSchema),
  vpcCniNodeAgent: vpcCniNodeAgentSchema.optional(),
  /** `enable-network-policy-controller` of the ConfigMap kube-system/amazon-vpc-cni. */
  vpcCniConfig: z.strictObject({ enableNetworkPolicyController: z.boolean() }).optional(),
  /** The switches of the ConfigMap kube-system/cilium-config that turn its enforcement off. */
  ciliumConfig: ciliumConfigSchema.optional(),
  eksCluster: eksClusterSchema.optional(),
  vpcCniAddon: vpcCniAddonSchema.optional(),
  accessEntries: z.array(accessEntrySchema),
  serviceAccounts: z.array(serviceAccountSchema),
  persistentVolumes: z.array(persistentVolumeSchema),
  persistentVolumeClaims: z.array(persistentVolumeClaimSchema),
  storageClasses: z.array(storageClassSchema),
  /** Resource quotas and limit ranges. */
  limits: z.array(limitSchema),
  secretSources: z.array(secretSourceSchema),
  validatingAdmissionPolicies: z.array(validatingAdmissionPolicySchema),
  admissionPolicyBindings: z.array(admissionPolicyBindingSchema),
  webhooks: z.array(webhookSchema),
  kyvernoPolicies: z.array(kyvernoPolicySchema),
  kyvernoExceptions: z.array(kyvernoExceptionSchema),
  constraintTemplates: z.array(constraintTemplateSchema),
  constraints: z.array(constraintSchema),
  /** All versions that EKS offers, of any cluster of the region. */
  eksVersions: z.array(eksVersionSchema),
  addons: z.array(eksAddonSchema),
  nodegroups: z.array(nodegroupSchema),
  insights: z.array(insightSchema),
  logGroups: z.array(logGroupSchema),
  subscriptionFilters: z.array(subscriptionFilterSchema),
  subnets: z.array(subnetSchema),
  securityGroups: z.array(securityGroupSchema),
  /** GuardDuty has at most one detector in an account and region. */
  detectors: z.array(detectorSchema),
  ecrRepositories: z.array(ecrRepositorySchema),
  /** Of the account and region of the cluster; absent where it was not read. */
  ecrScanning: ecrScanningSchema.optional(),
  ecrRepositoryPolicies: z.array(ecrRepositoryPolicySchema),
});

export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>;
export type Namespace = Readonly<z.infer<typeof namespaceSchema>>;
export type Pod = Readonly<z.infer<typeof podSchema>>;
export type Workload = Readonly<z.infer<typeof workloadSchema>>;
export type NetworkPolicy = Readonly<z.infer<typeof networkPolicySchema>>;
export type OtherPolicy = Readonly<z.infer<typeof otherPolicySchema>>;
export type CiliumConfig = Readonly<z.infer<typeof ciliumConfigSchema>>;
export type ObjectRef = Readonly<z.infer<typeof objectRefSchema>>;
export type Gap = Readonly<z.infer<typeof gapSchema>>;
export type GapReason = (typeof gapReasons)[number];
export type ReadRecord = Readonly<z.infer<typeof readRecordSchema>>;
export type SnapshotSource = (typeof snapshotSources)[number];
