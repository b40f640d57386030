import type * as z from 'zod';
import type {
  Detector,
  EcrRepository,
  EcrRepositoryPolicy,
  EcrScanning,
  EksAddon,
  EksVersion,
  Insight,
  LogGroup,
  Nodegroup,
  SecurityGroup,
  Subnet,
  SubscriptionFilter,
} from '../../model/platform-objects.ts';
import { compared, healthIssuesOf, inOrderOnce } from './raw-aws.ts';
import {
  rawAddon,
  rawDetector,
  rawInsight,
  rawLogGroup,
  rawNodegroup,
  rawPolicy,
  rawRepository,
  type rawRule,
  rawScanning,
  rawSecurityGroup,
  rawSubnet,
  rawSubscriptionFilter,
  type rawSwitch,
  rawVersion,
} from './raw-aws-platform.ts';

/** One of `clusterVersions` of DescribeClusterVersions. */
export function projectEksVersion(answer: unknown): EksVersion {
  const given = rawVersion.parse(answer);
  return {
    version: given.clusterVersion,
    status: given.versionStatus ?? given.status?.toUpperCase().replaceAll('-', '_'),
    endOfStandardSupport: given.endOfStandardSupportDate,
    endOfExtendedSupport: given.endOfExtendedSupportDate,
  };
}

/** `addon` of DescribeAddon. */
export function projectEksAddon(answer: unknown): EksAddon {
  const { addonName, addonVersion, status, health } = rawAddon.parse(answer);
  return { name: addonName, version: addonVersion, status, healthIssues: healthIssuesOf(health) };
}

/** `nodegroup` of DescribeNodegroup. */
export function projectNodegroup(answer: unknown): Nodegroup {
  const given = rawNodegroup.parse(answer);
  const { remoteAccess, launchTemplate } = given;
  return {
    name: given.nodegroupName,
    status: given.status,
    version: given.version,
    releaseVersion: given.releaseVersion,
    amiType: given.amiType,
    nodeRole: given.nodeRole,
    subnetIds: inOrderOnce(given.subnets),
    remoteAccess: remoteAccess && {
      hasKey: remoteAccess.ec2SshKey !== undefined,
      sourceSecurityGroups: inOrderOnce(remoteAccess.sourceSecurityGroups),
    },
    launchTemplate: launchTemplate?.id
      ? { id: launchTemplate.id, version: launchTemplate.version }
      : undefined,
    healthIssues: healthIssuesOf(given.health),
  };
}

/** One of `insights` of ListInsights. */
export function projectInsight(answer: unknown): Insight {
  const { name, category, kubernetesVersion, insightStatus } = rawInsight.parse(answer);
  return {
    name,
    category: category ?? 'UNKNOWN',
    kubernetesVersion,
    status: insightStatus?.status ?? 'UNKNOWN',
    reason: insightStatus?.reason,
  };
}

/** One of `logGroups` of DescribeLogGroups. */
export function projectLogGroup(answer: unknown): LogGroup {
  const { logGroupName, retentionInDays, kmsKeyId } = rawLogGroup.parse(answer);
  return { name: logGroupName, retentionInDays, kmsKeyId };
}

/** One of `subscriptionFilters` of DescribeSubscriptionFilters. */
export function projectSubscriptionFilter(answer: unknown): SubscriptionFilter {
  const { filterName, logGroupName, destinationArn } = rawSubscriptionFilter.parse(answer);
  return { name: filterName, logGroup: logGroupName, destinationArn };
}

/** One of `Subnets` of DescribeSubnets. */
export function projectSubnet(answer: unknown): Subnet {
  const { SubnetId, MapPublicIpOnLaunch } = rawSubnet.parse(answer);
  return { id: SubnetId, mapsPublicIpOnLaunch: MapPublicIpOnLaunch };
}

/** One of `SecurityGroups` of DescribeSecurityGroups. */
export function projectSecurityGroup(answer: unknown): SecurityGroup {
  const { GroupId, GroupName, IpPermissions } = rawSecurityGroup.parse(answer);
  return {
    id: GroupId,
    name: GroupName,
    ingress: IpPermissions.map(projectRule).sort((a, b) => compared(orderOf(a), orderOf(b))),
  };
}

type Rule = SecurityGroup['ingress'][number];

function projectRule(given: z.output<typeof rawRule>): Rule {
  const groups = given.UserIdGroupPairs.flatMap((pair) => pair.GroupId ?? pair.GroupName ?? []);
  return {
    protocol: given.IpProtocol,
    fromPort: given.FromPort,
    toPort: given.ToPort,
    cidrs: inOrderOnce([
      ...given.IpRanges.map(({ CidrIp }) => CidrIp),
      ...given.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ]),
    prefixLists: inOrderOnce(given.PrefixListIds.map(({ PrefixListId }) => PrefixListId)),
    securityGroups: inOrderOnce(groups),
  };
}

const orderOf = (rule: Rule): string => JSON.stringify(rule);

/** The answer of GetDetector, with the id that was asked for as `DetectorId`. */
export function projectDetector(answer: unknown): Detector {
  const { DetectorId, Status, Features } = rawDetector.parse(answer);
  return {
    id: DetectorId,
    status: Status ?? unknownStatus,
    features: Features.map((feature) => ({
      ...projectSwitch(feature),
      additional: feature.AdditionalConfiguration.map(projectSwitch).sort(byName),
    })).sort(byName),
  };
}

function projectSwitch({ Name, Status }: z.output<typeof rawSwitch>) {
  return { name: Name, status: Status ?? unknownStatus };
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compared(a.name, b.name);

const unknownStatus = 'UNKNOWN';

/** One of `repositories` of DescribeRepositories. */
export function projectEcrRepository(answer: unknown): EcrRepository {
  const given = rawRepository.parse(answer);
  return {
    account: given.registryId,
    region: given.repositoryArn.split(':')[3] ?? '',
    name: given.repositoryName,
    tagMutability: given.imageTagMutability,
    scansOnPush: given.imageScanningConfiguration?.scanOnPush,
  };
}

/** The answer of GetRegistryScanningConfiguration. */
export function projectEcrScanning(answer: unknown): EcrScanning {
  const { scanType, rules } = rawScanning.parse(answer).scanningConfiguration;
  return {
    scanType,
    rules: rules
      .map(({ scanFrequency, repositoryFilters }) => ({
        frequency: scanFrequency,
        repositoryFilters: inOrderOnce(repositoryFilters.map(({ filter }) => filter)),
      }))
      .sort((a, b) => compared(JSON.stringify(a), JSON.stringify(b))),
  };
}

/** The answer of GetRepositoryPolicy, with the region that was asked. */
export function projectEcrRepositoryPolicy(answer: unknown): EcrRepositoryPolicy {
  const { region, registryId, repositoryName, policyText } = rawPolicy.parse(answer);
  return { account: registryId, region, name: repositoryName, policy: policyText };
}
