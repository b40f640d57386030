import { describe, expect, test } from '@jest/globals';
import { projectEksCluster } from '../functions/snapshot/projections/aws.ts';
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
} from '../functions/snapshot/projections/aws-platform.ts';

describe('of a cluster', () => {
  test.each([
    ['no logging', undefined, []],
    ['one that is off', [{ types: ['api', 'audit'], enabled: false }], []],
    [
      'several sets, on and off',
      [
        { types: ['audit'], enabled: true },
        { types: ['scheduler', 'api'], enabled: true },
        { types: ['authenticator', 'controllerManager'], enabled: false },
      ],
      ['api', 'audit', 'scheduler'],
    ],
    ['a type twice', [{ types: ['api', 'api'], enabled: true }], ['api']],
  ])('the log types of %s are those that are on', (_, clusterLogging, logTypes) => {
    expect(projectEksCluster({ logging: { clusterLogging } })).toMatchObject({ logTypes });
  });

  test.each([
    ['none', undefined, undefined],
    ['one for secrets', [{ resources: ['secrets'], provider: { keyArn: 'arn:k' } }], 'arn:k'],
    ['one for something else', [{ resources: ['pods'], provider: { keyArn: 'arn:k' } }], undefined],
  ])('the key of %s is that of secrets', (_, encryptionConfig, secretsKeyArn) => {
    expect(projectEksCluster({ encryptionConfig }).secretsKeyArn).toBe(secretsKeyArn);
  });

  test('the network is in order, with the security group that EKS made among the others', () => {
    const resourcesVpcConfig = {
      vpcId: 'vpc-1',
      subnetIds: ['subnet-b', 'subnet-a'],
      clusterSecurityGroupId: 'sg-2',
      securityGroupIds: ['sg-3', 'sg-1'],
    };
    expect(projectEksCluster({ resourcesVpcConfig })).toMatchObject({
      vpcId: 'vpc-1',
      subnetIds: ['subnet-a', 'subnet-b'],
      securityGroupIds: ['sg-1', 'sg-2', 'sg-3'],
    });
    expect(projectEksCluster({})).toMatchObject({ subnetIds: [], securityGroupIds: [] });
  });

  test('its protection, its kind of support and what ails it are kept', () => {
    const issues = [{ code: 'SubnetNotFound', message: 'gone', resourceIds: ['subnet-1'] }];
    expect(
      projectEksCluster({
        deletionProtection: false,
        upgradePolicy: { supportType: 'EXTENDED' },
        health: { issues },
      }),
    ).toMatchObject({
      hasDeletionProtection: false,
      supportType: 'EXTENDED',
      healthIssues: [{ code: 'SubnetNotFound', message: 'gone' }],
    });
    expect(projectEksCluster({}).hasDeletionProtection).toBeUndefined();
  });
});

describe('of a version of EKS', () => {
  const kept = {
    version: '1.31',
    status: 'EXTENDED_SUPPORT',
    endOfStandardSupport: '2025-11-26',
    endOfExtendedSupport: '2026-11-26',
  };

  test.each([
    ['the client', new Date('2025-11-26T00:00:00Z'), new Date('2026-11-26T00:00:00Z')],
    ['the aws CLI', '2025-11-25T16:00:00-08:00', '2026-11-26T01:00:00+01:00'],
    ['the aws CLI 1', 1_764_115_200, 1_795_651_200],
  ])('the days that support ends are those of UTC, as %s writes them', (_, standard, extended) => {
    const dates = { endOfStandardSupportDate: standard, endOfExtendedSupportDate: extended };
    const version = { clusterVersion: '1.31', versionStatus: 'EXTENDED_SUPPORT', ...dates };
    expect(projectEksVersion(version)).toEqual(kept);
  });

  test('the status is also read by its former name', () => {
    const version = { clusterVersion: '1.31', status: 'extended-support' };
    expect(projectEksVersion(version).status).toBe('EXTENDED_SUPPORT');
    const both = { ...version, versionStatus: 'STANDARD_SUPPORT' };
    expect(projectEksVersion(both).status).toBe('STANDARD_SUPPORT');
  });

  test('a day that is none is refused', () => {
    const version = { clusterVersion: '1.31', endOfStandardSupportDate: 'soon' };
    expect(() => projectEksVersion(version)).toThrow();
  });
});

describe('of a node group', () => {
  test('who may log in is kept, without the name of the key', () => {
    const remoteAccess = { ec2SshKey: 'ops', sourceSecurityGroups: ['sg-b', 'sg-a'] };
    const kept = projectNodegroup({ nodegroupName: 'x', remoteAccess });
    expect(kept.remoteAccess).toEqual({ hasKey: true, sourceSecurityGroups: ['sg-a', 'sg-b'] });
    expect(JSON.stringify(kept)).not.toContain('ops');
    const keyless = projectNodegroup({ nodegroupName: 'x', remoteAccess: {} });
    expect(keyless.remoteAccess).toEqual({ hasKey: false, sourceSecurityGroups: [] });
    expect(projectNodegroup({ nodegroupName: 'x' }).remoteAccess).toBeUndefined();
  });

  test('what it runs is kept', () => {
    expect(
      projectNodegroup({
        nodegroupName: 'workers',
        status: 'ACTIVE',
        version: '1.34',
        releaseVersion: '1.34.2-20251101',
        amiType: 'BOTTLEROCKET_x86_64',
        nodeRole: 'arn:role',
        subnets: ['subnet-b', 'subnet-a'],
        launchTemplate: { name: 'lt', id: 'lt-1', version: '3' },
        health: { issues: [{ code: 'AccessDenied' }] },
      }),
    ).toEqual({
      name: 'workers',
      status: 'ACTIVE',
      version: '1.34',
      releaseVersion: '1.34.2-20251101',
      amiType: 'BOTTLEROCKET_x86_64',
      nodeRole: 'arn:role',
      subnetIds: ['subnet-a', 'subnet-b'],
      remoteAccess: undefined,
      launchTemplate: { id: 'lt-1', version: '3' },
      healthIssues: [{ code: 'AccessDenied', message: '' }],
    });
  });

  test('without a name is refused', () => {
    expect(() => projectNodegroup({ status: 'ACTIVE' })).toThrow();
  });
});

describe('of what surrounds a cluster', () => {
  test.each<[string, unknown, unknown]>([
    [
      'an add-on',
      projectEksAddon({
        addonName: 'coredns',
        addonVersion: 'v1',
        status: 'DEGRADED',
        configurationValues: '{"secret":"x"}',
        health: {
          issues: [
            { code: 'B', message: 'b' },
            { code: 'A', message: 'a' },
          ],
        },
      }),
      {
        name: 'coredns',
        version: 'v1',
        status: 'DEGRADED',
        healthIssues: [
          { code: 'A', message: 'a' },
          { code: 'B', message: 'b' },
        ],
      },
    ],
    [
      'an insight',
      projectInsight({
        name: 'Deprecated APIs',
        category: 'UPGRADE_READINESS',
        kubernetesVersion: '1.32',
        insightStatus: { status: 'ERROR', reason: 'used' },
      }),
      {
        name: 'Deprecated APIs',
        category: 'UPGRADE_READINESS',
        kubernetesVersion: '1.32',
        status: 'ERROR',
        reason: 'used',
      },
    ],
    [
      'an insight without a status',
      projectInsight({ name: 'x' }),
      { name: 'x', category: 'UNKNOWN', status: 'UNKNOWN' },
    ],
    [
      'a log group',
      projectLogGroup({
        logGroupName: 'g',
        retentionInDays: 90,
        kmsKeyId: 'arn:k',
        storedBytes: 1,
      }),
      { name: 'g', retentionInDays: 90, kmsKeyId: 'arn:k' },
    ],
    ['a log group that is kept for ever', projectLogGroup({ logGroupName: 'g' }), { name: 'g' }],
    [
      'a subscription filter',
      projectSubscriptionFilter({ filterName: 'f', logGroupName: 'g', destinationArn: 'arn:d' }),
      { name: 'f', logGroup: 'g', destinationArn: 'arn:d' },
    ],
    [
      'a subnet',
      projectSubnet({ SubnetId: 's', MapPublicIpOnLaunch: false, CidrBlock: '10.0.0.0/24' }),
      { id: 's', mapsPublicIpOnLaunch: false },
    ],
  ])('%s is kept', (_, kept, expected) => {
    expect(kept).toEqual(expected);
  });

  test('the rules of a security group are in order, with every kind of source', () => {
    const open = {
      IpProtocol: '-1',
      IpRanges: [{ CidrIp: '10.0.0.0/8' }],
      UserIdGroupPairs: [{ GroupId: 'sg-1' }, { GroupName: 'classic' }],
    };
    const ssh = {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '0.0.0.0/0' }],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
    };
    const groupWith = (IpPermissions: unknown) =>
      projectSecurityGroup({ GroupId: 'sg', GroupName: 'nodes', IpPermissions });
    expect(groupWith([ssh, open])).toEqual(groupWith([open, ssh]));
    expect(groupWith([ssh, open])).toEqual({
      id: 'sg',
      name: 'nodes',
      ingress: [
        {
          protocol: '-1',
          cidrs: ['10.0.0.0/8'],
          prefixLists: [],
          securityGroups: ['classic', 'sg-1'],
        },
        {
          protocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          cidrs: ['0.0.0.0/0', '10.0.0.0/8', '::/0'],
          prefixLists: ['pl-1'],
          securityGroups: [],
        },
      ],
    });
  });

  test('the features of a detector are in order, with what each consists of', () => {
    expect(
      projectDetector({
        DetectorId: 'd',
        Status: 'ENABLED',
        Features: [
          {
            Name: 'RUNTIME_MONITORING',
            Status: 'ENABLED',
            AdditionalConfiguration: [
              { Name: 'EKS_ADDON_MANAGEMENT', Status: 'ENABLED' },
              { Name: 'EC2_AGENT_MANAGEMENT', Status: 'DISABLED' },
            ],
          },
          { Name: 'EKS_AUDIT_LOGS', Status: 'DISABLED' },
        ],
      }),
    ).toEqual({
      id: 'd',
      status: 'ENABLED',
      features: [
        { name: 'EKS_AUDIT_LOGS', status: 'DISABLED', additional: [] },
        {
          name: 'RUNTIME_MONITORING',
          status: 'ENABLED',
          additional: [
            { name: 'EC2_AGENT_MANAGEMENT', status: 'DISABLED' },
            { name: 'EKS_ADDON_MANAGEMENT', status: 'ENABLED' },
          ],
        },
      ],
    });
    expect(projectDetector({ DetectorId: 'd' })).toMatchObject({ status: 'UNKNOWN', features: [] });
  });
});

describe('of a registry', () => {
  test('a repository is kept with the account and the region that it is in', () => {
    const repository = {
      repositoryArn: 'arn:aws-cn:ecr:cn-north-1:111122223333:repository/team/app',
      registryId: '111122223333',
      repositoryName: 'team/app',
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
    };
    const place = { account: '111122223333', region: 'cn-north-1', name: 'team/app' };
    expect(projectEcrRepository(repository)).toEqual({
      ...place,
      tagMutability: 'IMMUTABLE',
      scansOnPush: false,
    });
    const bare = { ...repository, imageTagMutability: null, imageScanningConfiguration: null };
    expect(projectEcrRepository(bare)).toEqual(place);
  });

  test('the rules of scanning are in order', () => {
    const rule = (scanFrequency: string, ...filters: string[]) => ({
      scanFrequency,
      repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
    });
    const rules = [rule('SCAN_ON_PUSH', 'b*', 'a*'), rule('CONTINUOUS_SCAN', '*')];
    expect(projectEcrScanning({ scanningConfiguration: { scanType: 'ENHANCED', rules } })).toEqual({
      scanType: 'ENHANCED',
      rules: [
        { frequency: 'CONTINUOUS_SCAN', repositoryFilters: ['*'] },
        { frequency: 'SCAN_ON_PUSH', repositoryFilters: ['a*', 'b*'] },
      ],
    });
  });

  test('a policy is kept as a document with its keys in order; what is no JSON is refused', () => {
    const answer = { region: 'eu-west-1', registryId: '1', repositoryName: 'app' };
    const policyText = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"}]}';
    const kept = projectEcrRepositoryPolicy({ ...answer, policyText });
    expect(JSON.stringify(kept)).toBe(
      '{"account":"1","region":"eu-west-1","name":"app","policy":' +
        '{"Statement":[{"Action":"*","Effect":"Allow"}],"Version":"2012-10-17"}}',
    );
    expect(() => projectEcrRepositoryPolicy({ ...answer, policyText: '{' })).toThrow(
      /expected a document in JSON/,
    );
  });
});
