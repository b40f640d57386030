import { Duration, TimeZone, Validations } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';

type ScanScheduleProps = {
  readonly schedule: HubConfig['schedule'];
  readonly stateMachine: IStateMachine;
};

const startAttempts = 10;
const startWithin = Duration.hours(2);

/** Starts scans on time; a start that fails for good lies in the dead letter queue. */
export class ScanSchedule extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { schedule, stateMachine }: ScanScheduleProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'It is the dead letter queue of the schedule.',
    });
    new Schedule(this, 'Schedule', {
      description: 'Starts the scan of the fleet.',
      schedule: ScheduleExpression.expression(schedule.expression, TimeZone.of(schedule.timeZone)),
      timeWindow: TimeWindow.flexible(Duration.minutes(schedule.windowMinutes)),
      target: new StepFunctionsStartExecution(stateMachine, {
        input: ScheduleTargetInput.fromObject({ scheduledAt: ContextAttribute.scheduledTime }),
        deadLetterQueue: this.deadLetters,
        retryAttempts: startAttempts,
        maxEventAge: startWithin,
      }),
    });
  }
}
