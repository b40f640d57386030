import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StageFunction } from './stage-function.ts';

type FailureAlarmsProps = {
  readonly topic: ITopic;
  readonly stateMachine: StateMachine;
  readonly stages: Readonly<Record<string, StageFunction>>;
  readonly deadLetters: IQueue;
  readonly hoursWithoutScanMax: number;
};

const sums = { statistic: Stats.SUM, period: Duration.minutes(5) };

/** Rings when a scan fails, and when none comes to an end: silence must not look like health. */
export class FailureAlarms extends Construct {
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, props: FailureAlarmsProps) {
    super(scope, id);
    this.#action = new SnsAction(props.topic);
    const { stateMachine, deadLetters } = props;
    this.#anyOf('ScanFailed', stateMachine.metricFailed(sums), 'A scan failed.');
    this.#anyOf('ScanTimedOut', stateMachine.metricTimedOut(sums), 'A scan took too long.');
    this.#anyOf('ScanThrottled', stateMachine.metricThrottled(sums), 'A scan was held back.');
    for (const [stage, { lambda }] of Object.entries(props.stages)) {
      this.#anyOf(`${stage}Failed`, lambda.metricErrors(sums), `The stage ${stage} failed.`);
    }
    this.#anyOf(
      'ScanNotStarted',
      deadLetters.metricApproximateNumberOfMessagesVisible({ ...sums, statistic: Stats.MAXIMUM }),
      'The scheduler could not start a scan.',
    );
    this.#noScan(stateMachine, props.hoursWithoutScanMax);
  }

  #anyOf(id: string, metric: IMetric, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.#action);
  }

  #noScan(stateMachine: StateMachine, hours: number): void {
    const alarm = new Alarm(this, 'NoScan', {
      alarmDescription: `No scan of the fleet succeeded for ${hours} hours.`,
      metric: stateMachine.metricSucceeded({ statistic: Stats.SUM, period: Duration.hours(1) }),
      threshold: 1,
      evaluationPeriods: hours,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(this.#action);
  }
}
