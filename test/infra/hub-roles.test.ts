import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { awsReads } from '../../functions/model/reads.ts';
import { exampleConfig, hub, resourcesOf, type Statement, statementsOf } from './synthesised.ts';

let template: Template;

beforeAll(() => {
  const { stack, outdir } = hub();
  template = Template.fromStack(stack);
  rmSync(outdir, { recursive: true, force: true });
});

const policies = () => resourcesOf(template, 'AWS::IAM::Policy');

function roleStatements(role: string): readonly Statement[] {
  return policies()
    .filter(({ Properties }) => String(Properties['PolicyName']).startsWith(role))
    .flatMap(statementsOf);
}

/** `service:resource`, within an account and a region. */
const snapshotResources = [
  'ecr:repository/*',
  'eks:access-entry/*',
  'eks:addon/*',
  'eks:cluster/*',
  'eks:nodegroup/*',
  'guardduty:detector/*',
  'logs:log-group:*',
  'logs:log-group:/aws/eks/*/cluster:*',
];

describe('roles', () => {
  test('no policy of a role allows a wildcard action', () => {
    const actions = policies()
      .flatMap(statementsOf)
      .flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('Resource "*" goes only with actions that have no resource to be limited to', () => {
    const everywhere = policies()
      .flatMap(statementsOf)
      .filter(({ Resource }) => Resource.includes('*'))
      .flatMap(({ Action }) => Action);
    expect([...new Set(everywhere)].sort()).toEqual([
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ecr:GetRegistryScanningConfiguration',
      'eks:DescribeClusterVersions',
      'eks:ListClusters',
      'guardduty:ListDetectors',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('no role has a managed policy', () => {
    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('what snapshot may ask of AWS is what it asks, in its account and the scanned regions', () => {
    const asked = awsReads.map(({ id }) => id).sort();
    const services = new Set(asked.map((id) => id.split(':')[0] ?? ''));
    const ownLogs = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const isRead = (action: string) =>
      services.has(action.split(':')[0] ?? '') && !ownLogs.includes(action);
    const statements = roleStatements('snapshot').filter(({ Action }) => Action.some(isRead));
    expect(statements.flatMap(({ Action }) => Action.filter(isRead)).sort()).toEqual(asked);
    const arns = statements.flatMap(({ Resource }) => Resource).filter((arn) => arn !== '*');
    const expected = snapshotResources.flatMap((resource) =>
      exampleConfig.scannedRegions.map((region) => {
        const [service, ...name] = resource.split(':');
        return `arn:aws:${service}:${region}:${exampleConfig.account}:${name.join(':')}`;
      }),
    );
    expect([...new Set(arns)].sort()).toEqual(expected.sort());
  });

  test.each([
    ['discover', ['scans/*/targets.json']],
    ['snapshot', ['clusters/*/*/*/*/snapshot.json.gz']],
    ['assess', ['clusters/*/*/*/*/assessment.json']],
    [
      'report',
      [
        'clusters/*/*/*/*/findings.json',
        'clusters/*/*/*/*/manifest.json',
        'clusters/*/*/*/*/report.pdf',
        'clusters/*/*/*/latest.json',
        'scans/*/summary.json',
      ],
    ],
    ['notify', ['scans/*/notification.json']],
  ])('%s writes its own artifacts and no others', (stage, keys) => {
    const written = roleStatements(stage)
      .filter(({ Action }) => Action.includes('s3:PutObject'))
      .flatMap(({ Resource }) => Resource)
      .map((arn) => arn.replace(/^<EvidenceBucket\w+\.Arn>\//, ''));
    expect(written.sort()).toEqual(keys);
  });

  test('only notify reads a secret, and only the one with the address', () => {
    const readers = policies().filter((policy) =>
      statementsOf(policy).some(({ Action }) =>
        Action.some((action) => action.startsWith('secretsmanager:')),
      ),
    );
    expect(readers).toHaveLength(1);
    const secret = roleStatements('notify').find(({ Action }) =>
      Action.includes('secretsmanager:GetSecretValue'),
    );
    expect(secret?.Resource).toEqual([exampleConfig.webhookSecretArn]);
  });
});
