import type { AccessEntry } from '../model/eks-objects.ts';
import { inOrder, inOrderOf } from './in-order.ts';
import type { Shelves } from './shelves.ts';

/** What AWS tells of a cluster and of what it stands on. */
export function awsParts({ single }: Shelves) {
  const addons = single['eks:DescribeAddon'].items;
  return {
    eksCluster: single['eks:DescribeCluster'].items[0],
    eksVersions: inOrderOf(single['eks:DescribeClusterVersions'].items, ({ version }) => version),
    addons: inOrder(addons.map(({ addon }) => addon)),
    vpcCniAddon: addons.find(({ vpcCni }) => vpcCni !== undefined)?.vpcCni,
    nodegroups: inOrder(single['eks:DescribeNodegroup'].items),
    insights: inOrderOf(single['eks:ListInsights'].items, (insight) => JSON.stringify(insight)),
    accessEntries: accessEntries(single),
    logGroups: inOrder(single['logs:DescribeLogGroups'].items),
    subscriptionFilters: inOrderOf(
      single['logs:DescribeSubscriptionFilters'].items,
      ({ logGroup, name }) => `${logGroup} ${name}`,
    ),
    subnets: inOrderOf(single['ec2:DescribeSubnets'].items, ({ id }) => id),
    securityGroups: inOrderOf(single['ec2:DescribeSecurityGroups'].items, ({ id }) => id),
    detectors: inOrderOf(single['guardduty:GetDetector'].items, ({ id }) => id),
    ...ecrParts(single),
  };
}

function ecrParts(single: Shelves['single']) {
  return {
    ecrRepositories: inOrderOf(single['ecr:DescribeRepositories'].items, repositoryKey),
    ecrScanning: single['ecr:GetRegistryScanningConfiguration'].items[0],
    ecrRepositoryPolicies: inOrderOf(single['ecr:GetRepositoryPolicy'].items, repositoryKey),
  };
}

type Repository = { readonly account: string; readonly region: string; readonly name: string };

const repositoryKey = ({ account, region, name }: Repository): string =>
  `${account} ${region} ${name}`;

/** Principals without an answer of their own stay in the list, so that they are not forgotten. */
function accessEntries(single: Shelves['single']): AccessEntry[] {
  const associated = single['eks:ListAssociatedAccessPolicies'].items;
  const known = new Set(associated.map(({ principalArn }) => principalArn));
  const others = single['eks:ListAccessEntries'].items
    .filter((principalArn) => !known.has(principalArn))
    .map((principalArn) => ({ principalArn, policies: [] }));
  return inOrderOf([...associated, ...others], ({ principalArn }) => principalArn);
}
