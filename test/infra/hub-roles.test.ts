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
      'eks:ListClusters',
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

  test('what snapshot may ask of EKS is what it asks, on clusters of the scanned regions', () => {
    const eks = roleStatements('snapshot').filter(({ Action }) =>
      Action.some((action) => action.startsWith('eks:')),
    );
    expect(eks.flatMap(({ Action }) => Action).sort()).toEqual(awsReads.map(({ id }) => id).sort());
    const arns = [...new Set(eks.flatMap(({ Resource }) => Resource))].sort();
    const expected = ['access-entry/*', 'addon/*/vpc-cni/*', 'cluster/*'].flatMap((resource) =>
      exampleConfig.scannedRegions.map(
        (region) => `arn:aws:eks:${region}:${exampleConfig.account}:${resource}`,
      ),
    );
    expect(arns).toEqual(expected.sort());
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
