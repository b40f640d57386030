import * as z from 'zod';

/*
 * What a snapshot keeps of an EKS cluster: its description, its access entries, and the switches of
 * the network policy engine of the VPC CNI.
 */

/** What EKS itself reports as wrong with a cluster, an add-on or a node group. */
export const healthIssuesSchema = z
  .array(z.strictObject({ code: z.string(), message: z.string().default('') }))
  .default([]);

/** DescribeCluster, reduced to what controls read. */
export const eksClusterSchema = z.strictObject({
  arn: z.string().optional(),
  version: z.string().optional(),
  platformVersion: z.string().optional(),
  status: z.string().optional(),
  endpointPublicAccess: z.boolean().optional(),
  endpointPrivateAccess: z.boolean().optional(),
  publicAccessCidrs: z.array(z.string()),
  authenticationMode: z.string().optional(),
  /** Log types that are on: api, audit, authenticator, controllerManager, scheduler. */
  logTypes: z.array(z.string()).default([]),
  /** The customer managed key that encrypts secrets; absent where EKS uses its own. */
  secretsKeyArn: z.string().optional(),
  vpcId: z.string().optional(),
  subnetIds: z.array(z.string()).default([]),
  /** The group that EKS made for the cluster, and those that were added to it. */
  securityGroupIds: z.array(z.string()).default([]),
  hasDeletionProtection: z.boolean().optional(),
  /** `STANDARD` or `EXTENDED`: what happens when standard support of the version ends. */
  supportType: z.string().optional(),
  healthIssues: healthIssuesSchema,
  /** `ipv4` or `ipv6`: pods and Services of an EKS cluster have addresses of one family. */
  ipFamily: z.string().optional(),
  serviceCidr: z.string().optional(),
  isAutoMode: z.boolean(),
});

/** DescribeAddon of `vpc-cni`, reduced to the switches of its network policy engine. */
export const vpcCniAddonSchema = z.strictObject({
  addonVersion: z.string().optional(),
  status: z.string().optional(),
  /** undefined: configured, but the configuration could not be parsed. */
  enableNetworkPolicy: z.boolean().optional(),
  /** `env.NETWORK_POLICY_ENFORCING_MODE` of its configuration. */
  enforcingMode: z.string().optional(),
});

export const accessEntrySchema = z.strictObject({
  principalArn: z.string(),
  policies: z.array(
    z.strictObject({
      policyArn: z.string(),
      scope: z.enum(['cluster', 'namespace']).or(z.string()),
      namespaces: z.array(z.string()),
    }),
  ),
});

export const vpcCniNodeAgentSchema = z.strictObject({
  /** `--enable-network-policy` of the container aws-eks-nodeagent in the DaemonSet aws-node. */
  enableNetworkPolicy: z.boolean().optional(),
  /** NETWORK_POLICY_ENFORCING_MODE of the container aws-node: `standard` or `strict`. */
  enforcingMode: z.string().optional(),
});

export type EksCluster = Readonly<z.infer<typeof eksClusterSchema>>;
export type VpcCniAddon = Readonly<z.infer<typeof vpcCniAddonSchema>>;
export type AccessEntry = Readonly<z.infer<typeof accessEntrySchema>>;
export type VpcCniNodeAgent = Readonly<z.infer<typeof vpcCniNodeAgentSchema>>;
