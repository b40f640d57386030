import { describe, expect, test } from '@jest/globals';
import { type AwsReadId, awsReads } from '../functions/model/reads.ts';
import type { FakeAccount } from './eks-api/eks-api.ts';
import { closeLater, type EksSetup, eksWorld, nothingAsked, ref } from './eks-api/eks-world.ts';

const { account, region } = ref;

async function asked(setup: EksSetup, names: readonly string[] = []) {
  const { eks, clusters } = await eksWorld(setup);
  const reader = await clusters.open(ref);
  closeLater(reader);
  const ecrRepositories = names.map((name) => ({ account, region, name }));
  return {
    read: (id: AwsReadId) => reader.readAws(id, { ecrRepositories }),
    /** The requests to one service, without the opening of the cluster. */
    requests: (service: string) => eks.requests.filter((text) => text.startsWith(service)),
  };
}

const failureOf = (read: Promise<unknown>) => read.catch((error: unknown) => error);

const logs: FakeAccount = {
  logGroups: [
    { logGroupName: '/aws/eks/shop/cluster', retentionInDays: 90, kmsKeyId: 'arn:key' },
    { logGroupName: '/aws/eks/shop/cluster-archive' },
    { logGroupName: '/aws/eks/shop-2/cluster' },
  ],
  subscriptionFilters: [
    { filterName: 'siem', logGroupName: '/aws/eks/shop/cluster', destinationArn: 'arn:stream' },
    { filterName: 'other', logGroupName: '/aws/eks/shop-2/cluster', destinationArn: 'arn:other' },
  ],
};

describe('the logs of the control plane', () => {
  test('are in the log group of exactly this cluster', async () => {
    const { read } = await asked({ account: logs });
    expect(await read('logs:DescribeLogGroups')).toEqual([
      expect.objectContaining({
        logGroupName: '/aws/eks/shop/cluster',
        retentionInDays: 90,
        kmsKeyId: 'arn:key',
      }),
    ]);
  });

  test('go to those who subscribed to that log group', async () => {
    const { read } = await asked({ account: logs });
    expect(await read('logs:DescribeSubscriptionFilters')).toEqual([
      expect.objectContaining({ filterName: 'siem', destinationArn: 'arn:stream' }),
    ]);
  });

  test('have neither a log group nor subscribers where none was ever written', async () => {
    const { read } = await asked({});
    expect(await read('logs:DescribeLogGroups')).toEqual([]);
    expect(await read('logs:DescribeSubscriptionFilters')).toEqual([]);
  });
});

describe('the network', () => {
  const nodegroups = {
    workers: {
      nodegroupName: 'workers',
      subnets: ['subnet-b', 'subnet-c'],
      resources: { remoteAccessSecurityGroup: 'sg-ssh' },
    },
  };
  const resourcesVpcConfig = {
    subnetIds: ['subnet-a', 'subnet-b'],
    clusterSecurityGroupId: 'sg-cluster',
    securityGroupIds: ['sg-extra'],
  };
  const subnets = ['a', 'b', 'c', 'd'].map((letter) => ({
    SubnetId: `subnet-${letter}`,
    MapPublicIpOnLaunch: letter === 'c',
  }));
  const ssh = {
    GroupId: 'sg-ssh',
    GroupName: 'remote access',
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        PrefixListIds: [{ PrefixListId: 'pl-1' }],
        UserIdGroupPairs: [{ GroupId: 'sg-cluster' }],
      },
    ],
  };
  const securityGroups = [
    ssh,
    { GroupId: 'sg-cluster' },
    { GroupId: 'sg-extra' },
    { GroupId: 'x' },
  ];
  const world = {
    eks: { nodegroups },
    description: { resourcesVpcConfig },
    account: { subnets, securityGroups },
  };

  test('is that of the cluster and of its node groups, and no other', async () => {
    const { read, requests } = await asked(world);
    const found = (await read('ec2:DescribeSubnets')) as { SubnetId: string }[];
    expect(found.map(({ SubnetId }) => SubnetId)).toEqual(['subnet-a', 'subnet-b', 'subnet-c']);
    expect(found[2]).toMatchObject({ MapPublicIpOnLaunch: true });
    expect(await read('ec2:DescribeSecurityGroups')).toEqual([
      expect.objectContaining(ssh),
      expect.objectContaining({ GroupId: 'sg-cluster' }),
      expect.objectContaining({ GroupId: 'sg-extra' }),
    ]);
    expect(requests('ec2:')).toEqual([
      'ec2:DescribeSubnets subnet-a subnet-b subnet-c',
      'ec2:DescribeSecurityGroups sg-cluster sg-extra sg-ssh',
    ]);
  });

  test('is that of the cluster where its node groups may not be read', async () => {
    const path = '/clusters/shop/node-groups';
    const denied = { path, status: 403, type: 'AccessDeniedException', message: 'no' };
    const { read } = await asked({ ...world, faults: [denied] });
    expect(await read('ec2:DescribeSubnets')).toHaveLength(2);
    expect(await read('ec2:DescribeSecurityGroups')).toHaveLength(2);
  });

  test('is asked for by at most 200 ids at a time, over all pages', async () => {
    const many = Array.from({ length: 450 }, (_, at) => `subnet-${at}`);
    const { read, requests } = await asked({
      description: { resourcesVpcConfig: { subnetIds: many } },
      account: { subnets: many.map((SubnetId) => ({ SubnetId })) },
    });
    expect(await read('ec2:DescribeSubnets')).toHaveLength(450);
    expect(requests('ec2:')).toHaveLength(3);
  });

  test('is not asked for where a cluster names none', async () => {
    const { read, requests } = await asked({});
    expect(await read('ec2:DescribeSubnets')).toEqual([]);
    expect(await read('ec2:DescribeSecurityGroups')).toEqual([]);
    expect(requests('ec2:')).toEqual([]);
  });
});

describe('GuardDuty', () => {
  const detector = {
    serviceRole: 'arn:role',
    status: 'ENABLED',
    features: [
      { name: 'EKS_AUDIT_LOGS', status: 'ENABLED' },
      {
        name: 'RUNTIME_MONITORING',
        status: 'ENABLED',
        additionalConfiguration: [{ name: 'EKS_ADDON_MANAGEMENT', status: 'DISABLED' }],
      },
    ],
  };

  test('is the detector of the region, with its features', async () => {
    const { read } = await asked({ account: { detectors: { d1: detector } } });
    expect(await read('guardduty:ListDetectors')).toEqual(['d1']);
    expect(await read('guardduty:GetDetector')).toEqual([
      expect.objectContaining({
        DetectorId: 'd1',
        Status: 'ENABLED',
        Features: [
          { Name: 'EKS_AUDIT_LOGS', Status: 'ENABLED' },
          {
            Name: 'RUNTIME_MONITORING',
            Status: 'ENABLED',
            AdditionalConfiguration: [{ Name: 'EKS_ADDON_MANAGEMENT', Status: 'DISABLED' }],
          },
        ],
      }),
    ]);
  });

  test('has no detector where it was never turned on', async () => {
    const { read } = await asked({});
    expect(await read('guardduty:ListDetectors')).toEqual([]);
    expect(await read('guardduty:GetDetector')).toEqual([]);
  });
});

describe('the repositories of images', () => {
  const repository = (name: string) => ({
    repositoryArn: `arn:aws:ecr:${region}:${account}:repository/${name}`,
    registryId: account,
    repositoryName: name,
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
  });
  const named = (count: number) => Array.from({ length: count }, (_, at) => `team/app-${at}`);
  const namesIn = (found: readonly unknown[]) =>
    (found as { repositoryName: string }[]).map(({ repositoryName }) => repositoryName);

  test('are described by at most 100 names at a time', async () => {
    const names = named(250);
    const { read, requests } = await asked(
      { account: { repositories: names.map(repository) } },
      names,
    );
    expect(namesIn(await read('ecr:DescribeRepositories'))).toEqual(names);
    expect(requests('ecr:')).toHaveLength(3);
  });

  test('that are not there are left out, and the others are not', async () => {
    const names = named(40);
    const there = names.filter((_, at) => at !== 7 && at !== 31);
    const { read } = await asked({ account: { repositories: there.map(repository) } }, names);
    expect(namesIn(await read('ecr:DescribeRepositories'))).toEqual(there);
  });

  test('that no registry could have are not asked for', async () => {
    const names = ['team/app-0', 'Team/App', '../x', 'a//b', 'x', 'x'.repeat(257)];
    const repositories = [repository('team/app-0')];
    const { read } = await asked({ account: { repositories } }, names);
    expect(namesIn(await read('ecr:DescribeRepositories'))).toEqual(['team/app-0']);
    expect(await read('ecr:GetRepositoryPolicy')).toEqual([]);
  });

  test('of other accounts and regions are not asked for, nor is anything without any', async () => {
    const { eks, clusters } = await eksWorld({});
    const reader = await clusters.open(ref);
    closeLater(reader);
    const ecrRepositories = [
      { account: '999988887777', region, name: 'a' },
      { account, region: 'us-east-1', name: 'b' },
    ];
    for (const question of [{ ecrRepositories }, nothingAsked]) {
      for (const { id } of awsReads.filter(({ id }) => id.startsWith('ecr:'))) {
        expect(await reader.readAws(id, question)).toEqual([]);
      }
    }
    expect(eks.requests).toHaveLength(1);
  });

  test('have a policy, or none', async () => {
    const names = ['with', 'without', 'missing'];
    const policyText = '{"Version":"2012-10-17","Statement":[]}';
    const repositories = [repository('with'), repository('without')];
    const { read } = await asked(
      { account: { repositories, repositoryPolicies: { with: policyText } } },
      names,
    );
    expect(await read('ecr:GetRepositoryPolicy')).toEqual([
      expect.objectContaining({ registryId: account, region, repositoryName: 'with', policyText }),
    ]);
  });

  test('are scanned as their registry says', async () => {
    const rules = [
      {
        scanFrequency: 'SCAN_ON_PUSH',
        repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }],
      },
    ];
    const scanningConfiguration = { scanType: 'ENHANCED', rules };
    const { read } = await asked({ account: { scanningConfiguration } }, ['app']);
    expect(await read('ecr:GetRegistryScanningConfiguration')).toEqual([
      expect.objectContaining({ scanningConfiguration }),
    ]);
  });

  test('have a bound to their number', async () => {
    const { read, requests } = await asked({}, named(1_001));
    expect(await failureOf(read('ecr:GetRepositoryPolicy'))).toMatchObject({
      reason: 'cutOff',
      message:
        'ecr:GetRepositoryPolicy: the images are from 1001 repositories, of which at most 1000 are read',
    });
    expect(requests('ecr:')).toEqual([]);
  });
});

describe('a service that refuses', () => {
  const full = {
    eks: { addons: { a: {} }, nodegroups: { x: {} }, accessEntries: { 'arn:role': [] } },
    description: { resourcesVpcConfig: { subnetIds: ['s'], clusterSecurityGroupId: 'g' } },
    account: { ...logs, detectors: { d: {} } },
  };
  const refusals = {
    'logs:': { status: 400, type: 'AccessDeniedException' },
    'ec2:': { status: 403, type: 'UnauthorizedOperation' },
    'guardduty:': { status: 403, type: 'AccessDeniedException' },
    'ecr:': { status: 400, type: 'AccessDeniedException' },
  };
  const throttles = {
    'logs:': { status: 400, type: 'ThrottlingException' },
    'ec2:': { status: 503, type: 'RequestLimitExceeded' },
    'guardduty:': { status: 429, type: 'TooManyRequestsException' },
    'ecr:': { status: 400, type: 'ThrottlingException' },
  };
  const around = awsReads.filter(({ id }) => !id.startsWith('eks:')).map(({ id }) => id);
  const prefixOf = (id: AwsReadId) => `${id.split(':')[0]}:` as keyof typeof refusals;

  test.each(around)('%s is a gap that names the action, and of that read alone', async (id) => {
    const fault = { path: id, message: 'no', ...refusals[prefixOf(id)] };
    const { read } = await asked({ ...full, faults: [fault] }, ['app']);
    expect(await failureOf(read(id))).toMatchObject({
      name: 'ReadFailure',
      reason: 'forbidden',
      message: `${id}: no`,
    });
    const needsIt = id === 'guardduty:ListDetectors' ? 'guardduty:GetDetector' : id;
    for (const other of around.filter((each) => each !== id && each !== needsIt)) {
      expect(await read(other)).toEqual(expect.any(Array));
    }
  });

  test.each(around)('%s for the number of requests is a gap that says so', async (id) => {
    const fault = { path: id, message: 'slow down', ...throttles[prefixOf(id)] };
    const { read } = await asked({ ...full, faults: [fault] }, ['app']);
    expect(await failureOf(read(id))).toMatchObject({ reason: 'throttled' });
  });

  test.each(around)('%s by silence is a gap, and the call is given up', async (id) => {
    const faults = [{ path: id, does: 'hang' }] as const;
    const { read } = await asked({ ...full, faults, requestTimeoutMs: 150 }, ['app']);
    expect(await failureOf(read(id))).toMatchObject({ reason: 'timeout' });
  });
});
