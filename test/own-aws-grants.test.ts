import { expect, test } from '@jest/globals';
import { awsReads } from '../functions/model/reads.ts';
import { collect } from '../functions/snapshot/collect.ts';
import { closeLater, eksWorld, ref } from './eks-api/eks-world.ts';

const repositoryName = 'team/app';
const image = `${ref.account}.dkr.ecr.${ref.region}.amazonaws.com/${repositoryName}:1`;
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { containers: [{ name: 'app', image }] },
};

/** A cluster of which every AWS read has something to tell. */
const full = {
  kube: { objects: [pod] },
  versions: [{ clusterVersion: '1.34' }],
  eks: {
    addons: { coredns: { addonName: 'coredns' } },
    nodegroups: { workers: { nodegroupName: 'workers' } },
    insights: [{ name: 'Deprecated APIs', insightStatus: { status: 'PASSING' } }],
    accessEntries: { 'arn:aws:iam::111122223333:role/nodes': [] },
  },
  description: { resourcesVpcConfig: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] } },
  account: {
    logGroups: [{ logGroupName: '/aws/eks/shop/cluster' }],
    subscriptionFilters: [{ filterName: 'siem', logGroupName: '/aws/eks/shop/cluster' }],
    subnets: [{ SubnetId: 'subnet-1' }],
    securityGroups: [{ GroupId: 'sg-1' }],
    detectors: { d1: { serviceRole: 'arn:role', status: 'ENABLED' } },
    repositories: [
      {
        repositoryArn: `arn:aws:ecr:${ref.region}:${ref.account}:repository/${repositoryName}`,
        registryId: ref.account,
        repositoryName,
      },
    ],
    repositoryPolicies: { [repositoryName]: '{}' },
  },
};

/** The action that IAM is asked about for a request to EKS, by its path. */
const eksActions = [
  [/^\/clusters\/[^/]+$/, 'eks:DescribeCluster'],
  [/^\/cluster-versions/, 'eks:DescribeClusterVersions'],
  [/\/addons(\?|$)/, 'eks:ListAddons'],
  [/\/addons\//, 'eks:DescribeAddon'],
  [/\/node-groups(\?|$)/, 'eks:ListNodegroups'],
  [/\/node-groups\//, 'eks:DescribeNodegroup'],
  [/\/insights$/, 'eks:ListInsights'],
  [/\/access-entries(\?|$)/, 'eks:ListAccessEntries'],
  [/\/access-policies/, 'eks:ListAssociatedAccessPolicies'],
] as const;

function actionOf(request: string): string {
  const [, action] = eksActions.find(([path]) => path.test(request)) ?? [];
  return action ?? request.split(' ')[0] ?? '';
}

test('every AWS call of a scan is granted, every grant is used, and each is made once', async () => {
  const { eks, clusters } = await eksWorld(full);
  const reader = await clusters.open(ref);
  closeLater(reader);
  const { reads, gaps } = await collect(reader, () => new Date(0), ref);
  const ids = awsReads.map(({ id }) => id);
  expect(eks.requests.map(actionOf).sort()).toEqual([...ids].sort());
  expect(gaps.filter(({ read }) => read.includes(':'))).toEqual([]);
  const ofAws = reads.filter(({ read }) => ids.some((id) => id === read));
  expect(ofAws.map(({ read, items }) => [read, items])).toEqual(ids.map((id) => [id, 1]));
});
