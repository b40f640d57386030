import * as z from 'zod';
import { listOf, maybe, wholeJson } from '../../model/kube-schema.ts';
import { rawDay, rawHealth } from './raw-aws.ts';

/*
 * Answers of AWS about what a cluster stands on, reduced to what a snapshot keeps.
 */

export const rawVersion = z.object({
  clusterVersion: z.string(),
  versionStatus: maybe(z.string()),
  /** The former name of `versionStatus`, with values such as `standard-support`. */
  status: maybe(z.string()),
  endOfStandardSupportDate: rawDay,
  endOfExtendedSupportDate: rawDay,
});

export const rawAddon = z.object({
  addonName: z.string(),
  addonVersion: maybe(z.string()),
  status: maybe(z.string()),
  health: rawHealth,
});

export const rawNodegroup = z.object({
  nodegroupName: z.string(),
  status: maybe(z.string()),
  version: maybe(z.string()),
  releaseVersion: maybe(z.string()),
  amiType: maybe(z.string()),
  nodeRole: maybe(z.string()),
  subnets: listOf(z.string()),
  remoteAccess: maybe(
    z.object({ ec2SshKey: maybe(z.string()), sourceSecurityGroups: listOf(z.string()) }),
  ),
  launchTemplate: maybe(z.object({ id: maybe(z.string()), version: maybe(z.string()) })),
  health: rawHealth,
});

export const rawInsight = z.object({
  name: z.string(),
  category: maybe(z.string()),
  kubernetesVersion: maybe(z.string()),
  insightStatus: maybe(z.object({ status: maybe(z.string()), reason: maybe(z.string()) })),
});

export const rawLogGroup = z.object({
  logGroupName: z.string(),
  retentionInDays: maybe(z.number()),
  kmsKeyId: maybe(z.string()),
});

export const rawSubscriptionFilter = z.object({
  filterName: z.string(),
  logGroupName: z.string(),
  destinationArn: maybe(z.string()),
});

export const rawSubnet = z.object({
  SubnetId: z.string(),
  MapPublicIpOnLaunch: maybe(z.boolean()),
});

export const rawRule = z.object({
  IpProtocol: z.string(),
  FromPort: maybe(z.number()),
  ToPort: maybe(z.number()),
  IpRanges: listOf(z.object({ CidrIp: z.string() })),
  Ipv6Ranges: listOf(z.object({ CidrIpv6: z.string() })),
  PrefixListIds: listOf(z.object({ PrefixListId: z.string() })),
  UserIdGroupPairs: listOf(z.object({ GroupId: maybe(z.string()), GroupName: maybe(z.string()) })),
});

export const rawSecurityGroup = z.object({
  GroupId: z.string(),
  GroupName: maybe(z.string()),
  IpPermissions: listOf(rawRule),
});

export const rawSwitch = z.object({ Name: z.string(), Status: maybe(z.string()) });

export const rawDetector = z.object({
  DetectorId: z.string(),
  Status: maybe(z.string()),
  Features: listOf(rawSwitch.extend({ AdditionalConfiguration: listOf(rawSwitch) })),
});

export const rawRepository = z.object({
  /** `arn:aws:ecr:REGION:ACCOUNT:repository/NAME`: nothing else tells the region. */
  repositoryArn: z.string(),
  registryId: z.string(),
  repositoryName: z.string(),
  imageTagMutability: maybe(z.string()),
  imageScanningConfiguration: maybe(z.object({ scanOnPush: maybe(z.boolean()) })),
});

export const rawScanning = z.object({
  scanningConfiguration: z.object({
    scanType: z.string(),
    rules: listOf(
      z.object({
        scanFrequency: z.string(),
        repositoryFilters: listOf(z.object({ filter: z.string() })),
      }),
    ),
  }),
});

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected a document in JSON' });
    return z.NEVER;
  }
});

export const rawPolicy = z.object({
  /** Of the registry that was asked: the answer does not name it. */
  region: z.string(),
  registryId: z.string(),
  repositoryName: z.string(),
  policyText: jsonText.pipe(wholeJson),
});
