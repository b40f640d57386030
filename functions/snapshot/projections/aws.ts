import { parseDocument } from 'yaml';
import * as z from 'zod';
import type { AccessEntry, EksCluster, VpcCniAddon } from '../../model/eks-objects.ts';
import { flag, listOf, maybe } from '../../model/kube-schema.ts';
import { healthIssuesOf, inOrderOnce, rawHealth } from './raw-aws.ts';

const rawCluster = z.object({
  arn: maybe(z.string()),
  version: maybe(z.string()),
  platformVersion: maybe(z.string()),
  status: maybe(z.string()),
  resourcesVpcConfig: maybe(
    z.object({
      endpointPublicAccess: maybe(z.boolean()),
      endpointPrivateAccess: maybe(z.boolean()),
      publicAccessCidrs: listOf(z.string()),
      vpcId: maybe(z.string()),
      subnetIds: listOf(z.string()),
      clusterSecurityGroupId: maybe(z.string()),
      securityGroupIds: listOf(z.string()),
    }),
  ),
  logging: maybe(
    z.object({
      clusterLogging: listOf(z.object({ types: listOf(z.string()), enabled: flag })),
    }),
  ),
  encryptionConfig: listOf(
    z.object({
      resources: listOf(z.string()),
      provider: maybe(z.object({ keyArn: maybe(z.string()) })),
    }),
  ),
  deletionProtection: maybe(z.boolean()),
  upgradePolicy: maybe(z.object({ supportType: maybe(z.string()) })),
  health: rawHealth,
  accessConfig: maybe(z.object({ authenticationMode: maybe(z.string()) })),
  kubernetesNetworkConfig: maybe(
    z.object({
      ipFamily: maybe(z.string()),
      serviceIpv4Cidr: maybe(z.string()),
      serviceIpv6Cidr: maybe(z.string()),
    }),
  ),
  computeConfig: maybe(z.object({ enabled: flag })),
});

export function projectEksCluster(answer: unknown): EksCluster {
  const given = rawCluster.parse(answer);
  return {
    arn: given.arn,
    version: given.version,
    platformVersion: given.platformVersion,
    status: given.status,
    ...networkOf(given.resourcesVpcConfig),
    authenticationMode: given.accessConfig?.authenticationMode,
    logTypes: logTypesOf(given.logging),
    secretsKeyArn: secretsKeyOf(given.encryptionConfig),
    hasDeletionProtection: given.deletionProtection,
    supportType: given.upgradePolicy?.supportType,
    healthIssues: healthIssuesOf(given.health),
    ipFamily: given.kubernetesNetworkConfig?.ipFamily,
    serviceCidr: serviceCidrOf(given.kubernetesNetworkConfig),
    isAutoMode: given.computeConfig?.enabled ?? false,
  };
}

type RawCluster = z.output<typeof rawCluster>;

function networkOf(network: RawCluster['resourcesVpcConfig']) {
  const { clusterSecurityGroupId, securityGroupIds = [] } = network ?? {};
  const groups =
    clusterSecurityGroupId === undefined
      ? securityGroupIds
      : [clusterSecurityGroupId, ...securityGroupIds];
  return {
    endpointPublicAccess: network?.endpointPublicAccess,
    endpointPrivateAccess: network?.endpointPrivateAccess,
    publicAccessCidrs: [...(network?.publicAccessCidrs ?? [])].sort(),
    vpcId: network?.vpcId,
    subnetIds: inOrderOnce(network?.subnetIds ?? []),
    securityGroupIds: inOrderOnce(groups),
  };
}

/** EKS gives a list of sets of types, each on or off. */
function logTypesOf(logging: RawCluster['logging']): string[] {
  const sets = logging?.clusterLogging ?? [];
  return inOrderOnce(sets.filter(({ enabled }) => enabled).flatMap(({ types }) => types));
}

function secretsKeyOf(encryption: RawCluster['encryptionConfig']): string | undefined {
  return encryption.find(({ resources }) => resources.includes('secrets'))?.provider?.keyArn;
}

/** A cluster has Services of one family, and the range of that alone. */
function serviceCidrOf(network: RawCluster['kubernetesNetworkConfig']): string | undefined {
  return network?.ipFamily === 'ipv6'
    ? network.serviceIpv6Cidr
    : (network?.serviceIpv4Cidr ?? network?.serviceIpv6Cidr);
}

const rawAddon = z.object({
  addonVersion: maybe(z.string()),
  status: maybe(z.string()),
  configurationValues: maybe(z.string()),
});

const booleanText = z.union([z.boolean(), z.string()]);
const addonPolicySwitch = z.object({ enableNetworkPolicy: maybe(booleanText) });
const addonEnvironment = z.object({
  env: z.object({ NETWORK_POLICY_ENFORCING_MODE: z.string() }),
});

/** The default of `enableNetworkPolicy` is "false" (chart of the VPC CNI). */
export function projectVpcCniAddon(answer: unknown): VpcCniAddon {
  const { addonVersion, status, configurationValues } = rawAddon.parse(answer);
  const configuration = configurationOf(configurationValues ?? '');
  const policySwitch = addonPolicySwitch.safeParse(configuration);
  const environment = addonEnvironment.safeParse(configuration);
  return {
    addonVersion,
    status,
    enableNetworkPolicy: policySwitch.success
      ? String(policySwitch.data.enableNetworkPolicy ?? 'false') === 'true'
      : undefined,
    enforcingMode: environment.success
      ? environment.data.env.NETWORK_POLICY_ENFORCING_MODE
      : undefined,
  };
}

/**
 * EKS takes the configuration as JSON or YAML, and gives it back as the text it was given. Undefined
 * where it cannot be parsed.
 */
function configurationOf(text: string): unknown {
  if (text.trim() === '') return {};
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    // Aliases multiply without end where they are resolved.
    return undefined;
  }
}

const rawAssociations = z.object({
  principalArn: z.string(),
  associatedAccessPolicies: listOf(
    z.object({
      policyArn: z.string(),
      accessScope: maybe(z.object({ type: z.string(), namespaces: listOf(z.string()) })),
    }),
  ),
});

export function projectAccessEntry(answer: unknown): AccessEntry {
  const { principalArn, associatedAccessPolicies } = rawAssociations.parse(answer);
  return {
    principalArn,
    policies: associatedAccessPolicies
      .map(({ policyArn, accessScope }) => ({
        policyArn,
        scope: accessScope?.type ?? 'cluster',
        namespaces: [...(accessScope?.namespaces ?? [])].sort(),
      }))
      .sort((a, b) => (a.policyArn < b.policyArn ? -1 : 1)),
  };
}
