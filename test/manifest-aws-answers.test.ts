import { describe, expect, test } from '@jest/globals';
import { type AwsReadId, awsReads } from '../functions/model/reads.ts';
import { type AwsAnswer, isAwsAnswer } from '../functions/platform/manifests/aws-answer-shapes.ts';
import { awsAnswersTo } from '../functions/platform/manifests/manifest-aws-answers.ts';

const nothingAsked = { ecrRepositories: [] };
const account = '111122223333';
const region = 'eu-west-1';

const cluster = {
  name: 'shop',
  arn: `arn:aws:eks:${region}:${account}:cluster/shop`,
  resourcesVpcConfig: {
    subnetIds: ['subnet-a'],
    clusterSecurityGroupId: 'sg-cluster',
    securityGroupIds: ['sg-extra'],
  },
};
const nodegroup = {
  nodegroupName: 'workers',
  subnets: ['subnet-b'],
  resources: { remoteAccessSecurityGroup: 'sg-ssh' },
};
const detector = {
  Status: 'ENABLED',
  Features: [{ Name: 'EKS_AUDIT_LOGS', Status: 'ENABLED' }],
};
const repository = (name: string, where = region) => ({
  repositoryArn: `arn:aws:ecr:${where}:${account}:repository/${name}`,
  registryId: account,
  repositoryName: name,
});
const asked = (...names: string[]) => ({
  ecrRepositories: names.map((name) => ({ account, region, name })),
});

/** What a folder with every output holds. */
const everything: readonly AwsAnswer[] = [
  { cluster },
  { clusterVersions: [{ clusterVersion: '1.34' }] },
  { addons: ['vpc-cni', 'coredns'] },
  { addon: { addonName: 'vpc-cni' } },
  { addon: { addonName: 'coredns' } },
  { nodegroups: ['workers'] },
  { nodegroup },
  { insights: [{ name: 'Deprecated APIs', insightStatus: { status: 'PASSING' } }] },
  { accessEntries: ['arn:role'] },
  { principalArn: 'arn:role', associatedAccessPolicies: [] },
  {
    logGroups: [
      { logGroupName: '/aws/eks/shop/cluster' },
      { logGroupName: '/aws/eks/other/cluster' },
      { logGroupName: '/aws/lambda/x' },
    ],
  },
  {
    subscriptionFilters: [
      { filterName: 'a', logGroupName: '/aws/eks/shop/cluster' },
      { filterName: 'b', logGroupName: '/aws/eks/other/cluster' },
    ],
  },
  { Subnets: ['a', 'b', 'c'].map((letter) => ({ SubnetId: `subnet-${letter}` })) },
  {
    SecurityGroups: ['sg-cluster', 'sg-extra', 'sg-ssh', 'sg-else'].map((GroupId) => ({ GroupId })),
  },
  { DetectorIds: ['d1'] },
  detector,
  { repositories: [repository('app'), repository('app', 'us-east-1'), repository('unused')] },
  { registryId: account, scanningConfiguration: { scanType: 'BASIC', rules: [] } },
  { registryId: account, repositoryName: 'app', policyText: '{}' },
];

test.each<[AwsReadId, readonly unknown[]]>([
  ['eks:DescribeCluster', [cluster]],
  ['eks:DescribeClusterVersions', [{ clusterVersion: '1.34' }]],
  ['eks:ListAddons', ['vpc-cni', 'coredns']],
  ['eks:DescribeAddon', [{ addonName: 'vpc-cni' }, { addonName: 'coredns' }]],
  ['eks:ListNodegroups', ['workers']],
  ['eks:DescribeNodegroup', [nodegroup]],
  ['eks:ListInsights', [expect.objectContaining({ name: 'Deprecated APIs' })]],
  ['eks:ListAccessEntries', ['arn:role']],
  ['eks:ListAssociatedAccessPolicies', [expect.objectContaining({ principalArn: 'arn:role' })]],
  ['logs:DescribeLogGroups', [{ logGroupName: '/aws/eks/shop/cluster' }]],
  ['logs:DescribeSubscriptionFilters', [expect.objectContaining({ filterName: 'a' })]],
  ['ec2:DescribeSubnets', [{ SubnetId: 'subnet-a' }, { SubnetId: 'subnet-b' }]],
  [
    'ec2:DescribeSecurityGroups',
    [{ GroupId: 'sg-cluster' }, { GroupId: 'sg-extra' }, { GroupId: 'sg-ssh' }],
  ],
  ['guardduty:ListDetectors', ['d1']],
  ['guardduty:GetDetector', [{ ...detector, DetectorId: 'd1' }]],
  ['ecr:DescribeRepositories', [repository('app')]],
  ['ecr:GetRegistryScanningConfiguration', [expect.objectContaining({ registryId: account })]],
  ['ecr:GetRepositoryPolicy', [expect.objectContaining({ repositoryName: 'app', region })]],
])('%s is answered by what lies beside the manifests', (read, answers) => {
  expect(awsAnswersTo(read, everything, asked('app', 'missing'))).toEqual(answers);
});

test('every output of a command is recognised', () => {
  expect(everything.filter((answer) => !isAwsAnswer(answer))).toEqual([]);
});

test.each<[string, AwsAnswer]>([
  ['rules of a linter', { rules: { 'no-var': 'error' }, policy: 'strict' }],
  ['repositories of Helm', { repositories: [{ name: 'stable', url: 'https://charts' }] }],
  ['features of something', { Status: 'ENABLED', Features: ['a', 'b'] }],
  ['a feature file', { Features: [{ Name: 'dark mode', Status: 'beta' }], Status: 'ENABLED' }],
  ['subnets of a tool', { Subnets: ['10.0.0.0/24'] }],
  ['insights of a tool', { insights: [{ title: 'x' }] }],
  ['a list of add-ons', { addons: [{ name: 'ingress' }] }],
  ['a policy', { Version: '2012-10-17', Statement: [] }],
  ['a cluster of a tool', { cluster: 'prod' }],
])('%s is no answer of AWS', (_, document) => {
  expect(isAwsAnswer(document)).toBe(false);
});

/** The command whose output each read needs when nothing is there. */
const commands = {
  'eks:DescribeCluster': 'aws eks describe-cluster',
  'eks:DescribeClusterVersions': 'aws eks describe-cluster-versions --include-all',
  'eks:ListAddons': 'aws eks list-addons',
  'eks:DescribeAddon': 'aws eks describe-addon --addon-name vpc-cni',
  'eks:ListNodegroups': 'aws eks list-nodegroups',
  'eks:DescribeNodegroup': 'aws eks list-nodegroups',
  'eks:ListInsights': 'aws eks list-insights',
  'eks:ListAccessEntries': 'aws eks list-access-entries',
  'eks:ListAssociatedAccessPolicies': 'aws eks list-access-entries',
  'logs:DescribeLogGroups': 'aws logs describe-log-groups --log-group-name-prefix /aws/eks/',
  'logs:DescribeSubscriptionFilters':
    'aws logs describe-log-groups --log-group-name-prefix /aws/eks/',
  'ec2:DescribeSubnets': 'aws ec2 describe-subnets',
  'ec2:DescribeSecurityGroups': 'aws ec2 describe-security-groups',
  'guardduty:ListDetectors': 'aws guardduty list-detectors',
  'guardduty:GetDetector': 'aws guardduty list-detectors',
  'ecr:DescribeRepositories': 'aws ecr describe-repositories',
  'ecr:GetRegistryScanningConfiguration': 'aws ecr get-registry-scanning-configuration',
  'ecr:GetRepositoryPolicy': 'aws ecr describe-repositories',
} as const satisfies Record<AwsReadId, string>;

function gapOf(read: AwsReadId, answers: readonly AwsAnswer[], question = asked('app')): unknown {
  try {
    return awsAnswersTo(read, answers, question);
  } catch (error) {
    return error;
  }
}

const notCollected = (command: string) =>
  expect.objectContaining({
    name: 'ReadFailure',
    reason: 'notCollected',
    message: `no output of "${command}" stands beside the manifests`,
  });

test.each(awsReads)('$id without any answer is a gap that names the command', ({ id }) => {
  expect(gapOf(id, [])).toEqual(notCollected(commands[id]));
});

describe('an answer about each part of a list', () => {
  test.each<[AwsReadId, AwsAnswer, string]>([
    ['eks:DescribeAddon', { addons: ['x'] }, 'aws eks describe-addon --addon-name x'],
    [
      'eks:DescribeNodegroup',
      { nodegroups: ['x'] },
      'aws eks describe-nodegroup --nodegroup-name x',
    ],
    [
      'eks:ListAssociatedAccessPolicies',
      { accessEntries: ['x'] },
      'aws eks list-associated-access-policies --principal-arn x',
    ],
    ['guardduty:GetDetector', { DetectorIds: ['x'] }, 'aws guardduty get-detector --detector-id x'],
    [
      'ecr:GetRepositoryPolicy',
      { repositories: [repository('app')] },
      'aws ecr get-repository-policy --repository-name app',
    ],
    [
      'logs:DescribeSubscriptionFilters',
      { logGroups: [{ logGroupName: '/aws/eks/shop/cluster' }] },
      'aws logs describe-subscription-filters',
    ],
  ])('that is missing makes %s a gap', (read, list, command) => {
    expect(gapOf(read, [list])).toEqual(notCollected(command));
  });

  test.each<[AwsReadId, AwsAnswer]>([
    ['eks:DescribeAddon', { addons: [] }],
    ['eks:DescribeNodegroup', { nodegroups: [] }],
    ['eks:ListAssociatedAccessPolicies', { accessEntries: [] }],
    ['guardduty:GetDetector', { DetectorIds: [] }],
    ['ecr:GetRepositoryPolicy', { repositories: [] }],
    ['logs:DescribeSubscriptionFilters', { logGroups: [{ logGroupName: '/aws/lambda/x' }] }],
  ])('of an empty list is not needed for %s', (read, list) => {
    expect(gapOf(read, [list])).toEqual([]);
  });
});

test('an add-on that is described without a list is taken', () => {
  const addon = { addonName: 'vpc-cni' };
  expect(gapOf('eks:DescribeAddon', [{ addon }])).toEqual([addon]);
});

test('a repository without a policy is written with null for one', () => {
  const none = { registryId: account, repositoryName: 'app', policyText: null };
  const answers = [{ repositories: [repository('app')] }, none];
  expect(gapOf('ecr:GetRepositoryPolicy', answers)).toEqual([]);
});

test('nothing is needed of a registry where no image comes from it', () => {
  for (const { id } of awsReads.filter(({ id }) => id.startsWith('ecr:'))) {
    expect(gapOf(id, [], nothingAsked)).toEqual([]);
  }
});

test('without a description of the cluster all that is given counts', () => {
  const rest = everything.filter((answer) => !('cluster' in answer));
  expect(gapOf('ec2:DescribeSubnets', rest)).toHaveLength(3);
  expect(gapOf('ec2:DescribeSecurityGroups', rest)).toHaveLength(4);
  expect(gapOf('logs:DescribeLogGroups', rest)).toHaveLength(2);
});

test('the log group is found by the ARN of the cluster where its name is not given', () => {
  const { name: _, ...unnamed } = cluster;
  const rest = everything.filter((answer) => !('cluster' in answer));
  expect(gapOf('logs:DescribeLogGroups', [{ cluster: unnamed }, ...rest])).toEqual([
    { logGroupName: '/aws/eks/shop/cluster' },
  ]);
});
