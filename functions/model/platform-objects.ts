import * as z from 'zod';
import { healthIssuesSchema } from './eks-objects.ts';
import { wholeJson } from './kube-schema.ts';

/*
 * What a snapshot keeps of the AWS side of a cluster: what EKS tells of its parts, and the settings of
 * the services around it. Nothing here can hold a secret: names, states, numbers and ARNs.
 */

const names = z.array(z.string()).default([]);

/** DescribeClusterVersions: how long EKS supports a Kubernetes version. */
export const eksVersionSchema = z.strictObject({
  /** `1.33`. */
  version: z.string(),
  /** `STANDARD_SUPPORT`, `EXTENDED_SUPPORT` or `UNSUPPORTED`. */
  status: z.string().optional(),
  /** `2026-12-02`, the day in UTC. */
  endOfStandardSupport: z.string().optional(),
  endOfExtendedSupport: z.string().optional(),
});

/** DescribeAddon. */
export const eksAddonSchema = z.strictObject({
  name: z.string(),
  version: z.string().optional(),
  status: z.string().optional(),
  healthIssues: healthIssuesSchema,
});

/** DescribeNodegroup. */
export const nodegroupSchema = z.strictObject({
  name: z.string(),
  status: z.string().optional(),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  amiType: z.string().optional(),
  nodeRole: z.string().optional(),
  subnetIds: names,
  /** `remoteAccess`: absent where nobody may log in to the nodes. */
  remoteAccess: z
    .strictObject({ hasKey: z.boolean().default(false), sourceSecurityGroups: names })
    .optional(),
  launchTemplate: z.strictObject({ id: z.string(), version: z.string().optional() }).optional(),
  healthIssues: healthIssuesSchema,
});

/** ListInsights: what EKS itself found about a cluster. */
export const insightSchema = z.strictObject({
  name: z.string(),
  /** `UPGRADE_READINESS`, `MISCONFIGURATION` or one that came later. */
  category: z.string(),
  /** The Kubernetes version that it is about. */
  kubernetesVersion: z.string().optional(),
  /** `PASSING`, `WARNING`, `ERROR` or `UNKNOWN`. */
  status: z.string(),
  reason: z.string().optional(),
});

/** DescribeLogGroups of `/aws/eks/<cluster>/cluster`, with its subscription filters. */
export const logGroupSchema = z.strictObject({
  name: z.string(),
  /** Absent where logs are kept for ever. */
  retentionInDays: z.number().optional(),
  kmsKeyId: z.string().optional(),
});

export const subscriptionFilterSchema = z.strictObject({
  name: z.string(),
  logGroup: z.string(),
  destinationArn: z.string().optional(),
});

/** DescribeSubnets of the subnets of the cluster and of its node groups. */
export const subnetSchema = z.strictObject({
  id: z.string(),
  mapsPublicIpOnLaunch: z.boolean().optional(),
});

const securityGroupRule = z.strictObject({
  /** `tcp`, `udp`, `icmp`, a number, or `-1` for all. */
  protocol: z.string(),
  fromPort: z.number().optional(),
  toPort: z.number().optional(),
  cidrs: names,
  prefixLists: names,
  securityGroups: names,
});

/** DescribeSecurityGroups of the groups of the cluster. */
export const securityGroupSchema = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  ingress: z.array(securityGroupRule).default([]),
});

/** GetDetector of GuardDuty in the region of the cluster. */
export const detectorSchema = z.strictObject({
  id: z.string(),
  /** `ENABLED` or `DISABLED`. */
  status: z.string(),
  features: z
    .array(
      z.strictObject({
        /** `EKS_AUDIT_LOGS`, `RUNTIME_MONITORING`, ... */
        name: z.string(),
        status: z.string(),
        additional: z.array(z.strictObject({ name: z.string(), status: z.string() })).default([]),
      }),
    )
    .default([]),
});

/** DescribeRepositories of the ECR repositories that images of the cluster come from. */
export const ecrRepositorySchema = z.strictObject({
  account: z.string(),
  region: z.string(),
  name: z.string(),
  /** `MUTABLE`, `IMMUTABLE`, or one with exclusions. */
  tagMutability: z.string().optional(),
  scansOnPush: z.boolean().optional(),
});

/** GetRegistryScanningConfiguration of the registry of the cluster's account and region. */
export const ecrScanningSchema = z.strictObject({
  /** `BASIC` or `ENHANCED`. */
  scanType: z.string(),
  rules: z.array(z.strictObject({ frequency: z.string(), repositoryFilters: names })).default([]),
});

/** GetRepositoryPolicy: a repository without a policy of its own has none here. */
export const ecrRepositoryPolicySchema = z.strictObject({
  account: z.string(),
  region: z.string(),
  name: z.string(),
  /** The policy document, kept whole. */
  policy: wholeJson,
});

export type EksVersion = Readonly<z.infer<typeof eksVersionSchema>>;
export type EksAddon = Readonly<z.infer<typeof eksAddonSchema>>;
export type Nodegroup = Readonly<z.infer<typeof nodegroupSchema>>;
export type Insight = Readonly<z.infer<typeof insightSchema>>;
export type LogGroup = Readonly<z.infer<typeof logGroupSchema>>;
export type SubscriptionFilter = Readonly<z.infer<typeof subscriptionFilterSchema>>;
export type Subnet = Readonly<z.infer<typeof subnetSchema>>;
export type SecurityGroup = Readonly<z.infer<typeof securityGroupSchema>>;
export type Detector = Readonly<z.infer<typeof detectorSchema>>;
export type EcrRepository = Readonly<z.infer<typeof ecrRepositorySchema>>;
export type EcrScanning = Readonly<z.infer<typeof ecrScanningSchema>>;
export type EcrRepositoryPolicy = Readonly<z.infer<typeof ecrRepositoryPolicySchema>>;
