import * as z from 'zod';
import type { VpcCniAddon } from '../model/eks-objects.ts';
import type { EksAddon } from '../model/platform-objects.ts';
import type { AwsReadId } from '../model/reads.ts';
import { projectAccessEntry, projectEksCluster, projectVpcCniAddon } from './projections/aws.ts';
import {
  projectDetector,
  projectEcrRepository,
  projectEcrRepositoryPolicy,
  projectEcrScanning,
  projectEksAddon,
  projectEksVersion,
  projectInsight,
  projectLogGroup,
  projectNodegroup,
  projectSecurityGroup,
  projectSubnet,
  projectSubscriptionFilter,
} from './projections/aws-platform.ts';
import { type Shelf, shelf } from './shelf.ts';

/** One empty shelf for each read of AWS. */
export function awsShelves() {
  return {
    'eks:DescribeCluster': shelf(projectEksCluster),
    'eks:DescribeClusterVersions': shelf(projectEksVersion),
    'eks:ListAddons': shelf(projectName),
    'eks:DescribeAddon': shelf(projectAddon),
    'eks:ListNodegroups': shelf(projectName),
    'eks:DescribeNodegroup': shelf(projectNodegroup),
    'eks:ListInsights': shelf(projectInsight),
    'eks:ListAccessEntries': shelf(projectName),
    'eks:ListAssociatedAccessPolicies': shelf(projectAccessEntry),
    'logs:DescribeLogGroups': shelf(projectLogGroup),
    'logs:DescribeSubscriptionFilters': shelf(projectSubscriptionFilter),
    'ec2:DescribeSubnets': shelf(projectSubnet),
    'ec2:DescribeSecurityGroups': shelf(projectSecurityGroup),
    'guardduty:ListDetectors': shelf(projectName),
    'guardduty:GetDetector': shelf(projectDetector),
    'ecr:DescribeRepositories': shelf(projectEcrRepository),
    'ecr:GetRegistryScanningConfiguration': shelf(projectEcrScanning),
    'ecr:GetRepositoryPolicy': shelf(projectEcrRepositoryPolicy),
  } satisfies Record<AwsReadId, Shelf<unknown>>;
}

function projectName(answer: unknown): string {
  return z.string().parse(answer);
}

type DescribedAddon = {
  readonly addon: EksAddon;
  /** Set on the add-on of the VPC CNI alone. */
  readonly vpcCni?: VpcCniAddon;
};

function projectAddon(answer: unknown): DescribedAddon {
  const addon = projectEksAddon(answer);
  return addon.name === 'vpc-cni' ? { addon, vpcCni: projectVpcCniAddon(answer) } : { addon };
}
