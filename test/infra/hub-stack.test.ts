import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { exampleConfig, hub, resourcesOf, statementsOf } from './synthesised.ts';

let template: Template;
const outdirs: string[] = [];

function synthesise(options: Parameters<typeof hub>[0] = {}) {
  const made = hub(options);
  outdirs.push(made.outdir);
  return made;
}

beforeAll(() => {
  template = Template.fromStack(synthesise().stack);
});

afterAll(() => {
  for (const outdir of outdirs) rmSync(outdir, { recursive: true, force: true });
});

describe('functions', () => {
  test('there is one for each stage, on Node.js 24 and arm64, traced, with a log group', () => {
    template.resourceCountIs('AWS::Lambda::Function', 5);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
  });

  test('logs are kept as long as the configuration says', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', {
      RetentionInDays: exampleConfig.logRetentionDays,
    });
  });

  test('the webhook address is in no environment, only where it lies', () => {
    const environments = JSON.stringify(
      resourcesOf(template, 'AWS::Lambda::Function').map(
        ({ Properties }) => Properties['Environment'],
      ),
    );
    expect(environments).not.toMatch(/hooks\.slack|resolve:secretsmanager/);
    expect(environments).toContain(exampleConfig.webhookSecretArn);
  });
});

describe('the evidence bucket', () => {
  const evidence = {
    LifecycleConfiguration: Match.anyValue(),
    VersioningConfiguration: Match.anyValue(),
  };

  test('is versioned, encrypted with its own key, private, and stays when the stack goes', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ...evidence,
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: Match.anyValue(),
              },
            },
          ],
        },
        LoggingConfiguration: { DestinationBucketName: Match.anyValue() },
      },
    });
  });

  test('every bucket blocks public access, has no ACLs and no name of our own', () => {
    template.allResourcesProperties('AWS::S3::Bucket', {
      BucketName: Match.absent(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test('every bucket refuses requests without TLS, and below TLS 1.2', () => {
    const bucketPolicies = resourcesOf(template, 'AWS::S3::BucketPolicy');
    expect(bucketPolicies).toHaveLength(2);
    for (const policy of bucketPolicies) {
      const conditions = statementsOf(policy)
        .filter(({ Effect, Action }) => Effect === 'Deny' && Action.includes('s3:*'))
        .map(({ Condition }) => Condition);
      expect(conditions).toEqual([
        { Bool: { 'aws:SecureTransport': 'false' } },
        { NumericLessThan: { 's3:TlsVersion': 1.2 } },
      ]);
    }
  });

  test('an artifact is written only where there is none; latest.json only by a condition', () => {
    const denied = resourcesOf(template, 'AWS::S3::BucketPolicy')
      .flatMap(statementsOf)
      .filter(({ Sid }) => Sid !== undefined)
      .map(({ Sid, Effect, Action, Condition, Resource }) => ({
        Sid,
        Effect,
        Action,
        Condition,
        Resource,
      }));
    const Bool = { 's3:ObjectCreationOperation': 'true' };
    const deny = { Effect: 'Deny', Action: ['s3:PutObject'] };
    expect(denied).toEqual([
      {
        ...deny,
        Sid: 'ArtifactsAreWrittenOnce',
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool },
        Resource: [],
      },
      {
        ...deny,
        Sid: 'PointersMoveByCondition',
        Condition: { Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' }, Bool },
        Resource: [expect.stringMatching(/^<EvidenceBucket\w+\.Arn>\/\*\/latest\.json$/)],
      },
    ]);
  });
});

describe('schedule and alarms', () => {
  test('the schedule has a window, a time zone, retries and a dead letter queue', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      ScheduleExpression: 'cron(0 4 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: {
        DeadLetterConfig: { Arn: Match.anyValue() },
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 7_200 },
        Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
      },
    });
  });

  test('every alarm tells the topic', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(10);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^AlarmsTopic') }],
    });
  });

  test.each([
    ['AWS/States', 'ExecutionsFailed'],
    ['AWS/States', 'ExecutionsTimedOut'],
    ['AWS/States', 'ExecutionThrottled'],
    ['AWS/Lambda', 'Errors'],
    ['AWS/SQS', 'ApproximateNumberOfMessagesVisible'],
  ])('one in %s %s is enough to ring', (Namespace, MetricName) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace,
      MetricName,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  test('27 hours without a successful scan ring: a day, the window of its start and its length', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ExecutionsSucceeded',
      Period: 3_600,
      EvaluationPeriods: 27,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });

  test('the topic is encrypted with a key that CloudWatch may use, and takes TLS only', () => {
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': exampleConfig.account } },
          }),
        ]),
      },
    });
  });
});

describe('the whole', () => {
  test('cdk-nag finds nothing that is not acknowledged with a reason', () => {
    const { app } = synthesise();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  test('a wildcard that nobody acknowledged stops the synthesis', () => {
    const { app, stack } = synthesise();
    const stray = new Role(stack, 'Stray', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    stray.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow('AwsSolutions-IAM5[Resource::*]');
  });

  test('the same configuration gives the same template', () => {
    const again = Template.fromStack(synthesise().stack).toJSON();
    expect(again).toEqual(template.toJSON());
  });

  test('without a webhook there is no notify function and no step for it', () => {
    const { webhookSecretArn: _, ...config } = exampleConfig;
    const quiet = Template.fromStack(synthesise({ config }).stack);
    quiet.resourceCountIs('AWS::Lambda::Function', 4);
    expect(JSON.stringify(quiet.toJSON())).not.toMatch(/notify|secretsmanager/i);
  });
});
