import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { HubConfig } from './config.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { EvidenceBucket } from './constructs/evidence-bucket.ts';
import { FailureAlarms } from './constructs/failure-alarms.ts';
import { ScanPipeline } from './constructs/scan-pipeline.ts';
import { ScanSchedule } from './constructs/scan-schedule.ts';
import { StageFunction } from './constructs/stage-function.ts';
import { bundledExceptions } from './exceptions-file.ts';
import { grantStage } from './stage-grants.ts';
import type { BundledFile, StageName } from './stage-settings.ts';

type HubStackProps = StackProps & { readonly config: HubConfig };

/** Everything that Ringfence runs in the account that it is deployed to. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: HubStackProps) {
    super(scope, id, props);
    const evidence = new EvidenceBucket(this, 'Evidence', {
      retentionDays: config.evidenceRetentionDays,
    });
    const stages = this.#stages(config, evidence);
    const pipeline = new ScanPipeline(this, 'Pipeline', {
      ...stages,
      concurrency: config.concurrency,
      logRetention: config.logRetentionDays,
    });
    const { stateMachine } = pipeline;
    const { schedule } = config;
    const { deadLetters } = new ScanSchedule(this, 'Schedule', { schedule, stateMachine });
    const { topic } = new AlarmTopic(this, 'Alarms');
    new FailureAlarms(this, 'FailureAlarms', {
      topic,
      stateMachine,
      stages,
      deadLetters,
      hoursWithoutScanMax: config.hoursWithoutScanMax,
    });
    new CfnOutput(this, 'EvidenceBucketName', { value: evidence.bucket.bucketName });
    new CfnOutput(this, 'StateMachineArn', { value: stateMachine.stateMachineArn });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    new CfnOutput(this, 'SnapshotRoleArn', {
      description: 'The principal to enter into the access entries of the clusters.',
      value: stages.snapshot.role.roleArn,
    });
  }

  #stages(config: HubConfig, evidence: EvidenceBucket) {
    const { webhookSecretArn: secretArn } = config;
    const bucket = { RINGFENCE_BUCKET: evidence.bucket.bucketName };
    const regions = config.scannedRegions.join(',');
    const fleet = { ...bucket, RINGFENCE_ACCOUNT: config.account, RINGFENCE_REGIONS: regions };
    const logRetention = config.logRetentionDays;
    const exceptions = bundledExceptions(config.exceptionsFile);
    const stage = (
      name: StageName,
      environment: Readonly<Record<string, string>>,
      files: readonly BundledFile[] = [],
    ) => {
      const made = new StageFunction(this, name, { stage: name, environment, files, logRetention });
      grantStage(name, { role: made.role, evidence, config });
      return made;
    };
    return {
      discover: stage('discover', fleet),
      snapshot: stage('snapshot', fleet),
      assess: stage('assess', { ...bucket, ...exceptions.environment }, exceptions.files),
      report: stage('report', bucket),
      // Without a webhook there is nobody to tell: the stage is left out, not left to fail.
      ...(secretArn === undefined
        ? {}
        : { notify: stage('notify', { ...bucket, RINGFENCE_WEBHOOK_SECRET_ARN: secretArn }) }),
    };
  }
}
