import { parseDocument } from 'yaml';
import * as z from 'zod';
import { flag, listOf, maybe } from '../../model/kube-schema.ts';
import type { AccessEntry, EksCluster, VpcCniAddon } from '../../model/snapshot.ts';

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
    }),
  ),
  accessConfig: maybe(z.object({ authenticationMode: maybe(z.string()) })),
  computeConfig: maybe(z.object({ enabled: flag })),
});

export function projectEksCluster(answer: unknown): EksCluster {
  const given = rawCluster.parse(answer);
  return {
    arn: given.arn,
    version: given.version,
    platformVersion: given.platformVersion,
    status: given.status,
    endpointPublicAccess: given.resourcesVpcConfig?.endpointPublicAccess,
    endpointPrivateAccess: given.resourcesVpcConfig?.endpointPrivateAccess,
    publicAccessCidrs: [...(given.resourcesVpcConfig?.publicAccessCidrs ?? [])].sort(),
    authenticationMode: given.accessConfig?.authenticationMode,
    isAutoMode: given.computeConfig?.enabled ?? false,
  };
}

const rawAddon = z.object({
  addonVersion: maybe(z.string()),
  status: maybe(z.string()),
  configurationValues: maybe(z.string()),
});

const vpcCniConfiguration = z.object({
  enableNetworkPolicy: maybe(z.union([z.boolean(), z.string()])),
});

/** The default of `enableNetworkPolicy` is "false" (chart of the VPC CNI). */
export function projectVpcCniAddon(answer: unknown): VpcCniAddon {
  const { addonVersion, status, configurationValues } = rawAddon.parse(answer);
  return {
    addonVersion,
    status,
    enableNetworkPolicy: enablesNetworkPolicy(configurationValues ?? ''),
  };
}

/** EKS takes the configuration as JSON or YAML, and gives it back as the text it was given. */
function enablesNetworkPolicy(text: string): boolean | undefined {
  if (text.trim() === '') return false;
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) return undefined;
  const configuration = vpcCniConfiguration.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!configuration.success) return undefined;
  return String(configuration.data.enableNetworkPolicy ?? 'false') === 'true';
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
