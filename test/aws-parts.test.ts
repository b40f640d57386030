import { expect, test } from '@jest/globals';
import type { AwsReadId } from '../functions/model/reads.ts';
import { normalize } from '../functions/snapshot/normalize.ts';
import { emptyShelves } from '../functions/snapshot/shelves.ts';

type Answers = Partial<Record<AwsReadId, readonly unknown[]>>;

function normalized(answers: Answers) {
  const shelves = emptyShelves();
  for (const [read, raws] of Object.entries(answers)) {
    const shelf = shelves.of(read as AwsReadId);
    shelf.addPage(raws);
    expect(shelf.rejected).toEqual([]);
  }
  return normalize({ shelves, reads: [], gaps: [] });
}

const repository = (region: string, repositoryName: string) => ({
  registryId: '111122223333',
  repositoryName,
  repositoryArn: `arn:aws:ecr:${region}:111122223333:repository/${repositoryName}`,
});

const answers: Answers = {
  'eks:DescribeCluster': [{ name: 'shop', version: '1.33' }],
  'eks:DescribeClusterVersions': [{ clusterVersion: '1.34' }, { clusterVersion: '1.33' }],
  'eks:ListAddons': ['vpc-cni', 'coredns'],
  'eks:DescribeAddon': [
    { addonName: 'vpc-cni', configurationValues: '{"enableNetworkPolicy":"true"}' },
    { addonName: 'coredns' },
  ],
  'eks:ListNodegroups': ['b', 'a'],
  'eks:DescribeNodegroup': [{ nodegroupName: 'b' }, { nodegroupName: 'a' }],
  'eks:ListInsights': [{ name: 'b' }, { name: 'a' }],
  'logs:DescribeLogGroups': [{ logGroupName: 'b' }, { logGroupName: 'a' }],
  'logs:DescribeSubscriptionFilters': [
    { filterName: 'b', logGroupName: 'x' },
    { filterName: 'a', logGroupName: 'x' },
  ],
  'ec2:DescribeSubnets': [{ SubnetId: 'subnet-b' }, { SubnetId: 'subnet-a' }],
  'ec2:DescribeSecurityGroups': [{ GroupId: 'sg-b' }, { GroupId: 'sg-a' }],
  'guardduty:ListDetectors': ['b', 'a'],
  'guardduty:GetDetector': [
    { DetectorId: 'b', Status: 'ENABLED' },
    { DetectorId: 'a', Status: 'ENABLED' },
  ],
  'ecr:DescribeRepositories': [
    repository('eu-west-1', 'b'),
    repository('eu-west-1', 'a'),
    repository('eu-central-1', 'c'),
  ],
  'ecr:GetRegistryScanningConfiguration': [{ scanningConfiguration: { scanType: 'ENHANCED' } }],
  'ecr:GetRepositoryPolicy': ['b', 'a'].map((name) => ({
    region: 'eu-west-1',
    registryId: '111122223333',
    repositoryName: name,
    policyText: '{"Statement":[]}',
  })),
};

const namesOf = (items: readonly { readonly name?: string | undefined }[]) =>
  items.map(({ name }) => name);
const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

test('what AWS tells is kept in order, whatever order it came in', () => {
  const snapshot = normalized(answers);
  expect(snapshot.eksCluster).toMatchObject({ version: '1.33' });
  expect(snapshot.eksVersions.map(({ version }) => version)).toEqual(['1.33', '1.34']);
  expect(namesOf(snapshot.addons)).toEqual(['coredns', 'vpc-cni']);
  expect(namesOf(snapshot.nodegroups)).toEqual(['a', 'b']);
  expect(namesOf(snapshot.insights)).toEqual(['a', 'b']);
  expect(namesOf(snapshot.logGroups)).toEqual(['a', 'b']);
  expect(namesOf(snapshot.subscriptionFilters)).toEqual(['a', 'b']);
  expect(idsOf(snapshot.subnets)).toEqual(['subnet-a', 'subnet-b']);
  expect(idsOf(snapshot.securityGroups)).toEqual(['sg-a', 'sg-b']);
  expect(idsOf(snapshot.detectors)).toEqual(['a', 'b']);
  expect(namesOf(snapshot.ecrRepositories)).toEqual(['c', 'a', 'b']);
  expect(snapshot.ecrScanning).toMatchObject({ scanType: 'ENHANCED' });
  expect(namesOf(snapshot.ecrRepositoryPolicies)).toEqual(['a', 'b']);
  const reversed = Object.fromEntries(
    Object.entries(answers).map(([read, raws]) => [read, raws.toReversed()]),
  );
  expect(normalized(reversed)).toEqual(snapshot);
});

test('the VPC CNI is an add-on like others, and its switches are kept beside them', () => {
  const { addons, vpcCniAddon } = normalized(answers);
  expect(addons.find(({ name }) => name === 'vpc-cni')).toBeDefined();
  expect(vpcCniAddon).toMatchObject({ enableNetworkPolicy: true });
});

test('without the VPC CNI among the add-ons there are no switches', () => {
  const { addons, vpcCniAddon } = normalized({
    'eks:DescribeAddon': [{ addonName: 'coredns', configurationValues: '{}' }],
  });
  expect(namesOf(addons)).toEqual(['coredns']);
  expect(vpcCniAddon).toBeUndefined();
});

test('a principal whose policies are not known stays in the list', () => {
  const { accessEntries } = normalized({
    'eks:ListAccessEntries': ['arn:b', 'arn:a'],
    'eks:ListAssociatedAccessPolicies': [{ principalArn: 'arn:b' }],
  });
  expect(accessEntries).toEqual([
    { principalArn: 'arn:a', policies: [] },
    { principalArn: 'arn:b', policies: [] },
  ]);
});
