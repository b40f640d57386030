import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  type Chain,
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  type IChainable,
  JitterType,
  LogLevel,
  Pass,
  ProvideItems,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './grant.ts';
import type { StageFunction } from './stage-function.ts';

type ScanPipelineProps = {
  readonly discover: StageFunction;
  readonly snapshot: StageFunction;
  readonly assess: StageFunction;
  readonly report: StageFunction;
  /** Absent where nobody is to be notified. */
  readonly notify?: StageFunction;
  readonly concurrency: number;
  readonly logRetention: RetentionDays;
};

const scanTimeout = Duration.hours(12);

/** What says that Lambda, and not the stage, had a problem: worth another try. */
const passingErrors = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.SdkClientException',
];

/**
 * The id of the scan from the time that it was planned for, so that a schedule delivered twice is
 * the same scan twice; from the start of the execution where somebody started it by hand.
 */
export const scanIdExpression = [
  '($time := $exists($states.input.scheduledAt)',
  '? $states.input.scheduledAt : $states.context.Execution.StartTime;',
  "$replace($fromMillis($toMillis($time)), /[-:.]/, ''))",
].join(' ');

const scanOfItem = {
  scanId: '{% $states.input.scanId %}',
  cluster: '{% $states.context.Map.Item.Value %}',
};
const sameInput = '{% $states.input %}';
const nothing = '{% {} %}';

/** The five stages in order: every cluster on its own in the middle, the fleet before and after. */
export class ScanPipeline extends Construct {
  readonly stateMachine: StateMachine;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ScanPipelineProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'Ringfence, the state machine.',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Scans a fleet of Amazon EKS clusters.',
      definitionBody: DefinitionBody.fromChainable(this.#scan(props)),
      queryLanguage: QueryLanguage.JSONATA,
      stateMachineType: StateMachineType.STANDARD,
      timeout: scanTimeout,
      role: this.role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: true,
        destination: new LogGroup(this, 'Logs', {
          retention: props.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    this.#acknowledgeWildcards(props);
  }

  /** The statements are those that CDK writes for a state machine. */
  #acknowledgeWildcards({ discover, snapshot, assess, report, notify }: ScanPipelineProps): void {
    const functions = [discover, snapshot, assess, report, ...(notify ? [notify] : [])];
    acknowledgeWildcards(this.role, {
      resources: functions.map(({ lambda }) => `${lambda.functionArn}:*`),
      whyWildcard: 'Versions of the function itself, of which there are none.',
    });
    acknowledgeWildcards(this.role, {
      resources: ['*'],
      whyWildcard: 'Neither the delivery of logs nor X-Ray can be limited to a resource.',
    });
    const { stack, stateMachineArn } = this.stateMachine;
    const name = Fn.select(6, Fn.split(':', stateMachineArn));
    const place = `${stack.region}:${stack.account}`;
    const executions = `arn:${stack.partition}:states:${place}:execution:${name}`;
    acknowledgeWildcards(this.stateMachine, {
      resources: [`${executions}:*`, `${executions}/*:*`],
      whyWildcard: 'The executions of this state machine, which get their names as they start.',
    });
  }

  #scan(props: ScanPipelineProps): IChainable {
    const scanId = `{% ${scanIdExpression} %}`;
    const counts = '{% $merge([{"scanId": $states.input.scanId}, $states.result.Payload]) %}';
    // The clusters travel inline: the stage keeps their number below what a state can carry.
    const chain = this.#stage('Discover', props.discover, {
      payload: TaskInput.fromObject({ scanId }),
      outputs: '{% $states.result.Payload %}',
    })
      .next(this.#everyCluster(props))
      .next(
        this.#stage('ReportFleet', props.report, {
          payload: TaskInput.fromObject({ scanId: '{% $states.input.scanId %}' }),
          outputs: counts,
        }),
      );
    return this.#notified(chain, props.notify).next(this.#verdict());
  }

  #notified(chain: Chain, notify: StageFunction | undefined): Chain {
    if (notify === undefined) return chain;
    const payload = TaskInput.fromObject({ scanId: '{% $states.input.scanId %}' });
    return chain.next(this.#stage('Notify', notify, { payload, outputs: sameInput }));
  }

  /** One child execution a cluster. Whatever happens to one, the others go on. */
  #everyCluster(props: ScanPipelineProps): DistributedMap {
    const lost = Pass.jsonata(this, 'ClusterNotAssessed', {
      comment: 'ReportFleet finds the cluster without whole evidence and says so.',
      outputs: nothing,
    });
    const payload = TaskInput.fromText(sameInput);
    const onward = { payload, outputs: sameInput };
    const stages = [
      this.#stage('Snapshot', props.snapshot, onward),
      this.#stage('Assess', props.assess, onward),
      // A state machine carries little, so a child hands back nothing: results are in the store.
      this.#stage('Report', props.report, { payload, outputs: nothing }),
    ] as const;
    for (const stage of stages) stage.addCatch(lost, { errors: ['States.ALL'] });
    const [snapshot, assess, report] = stages;
    return DistributedMap.jsonata(this, 'EveryCluster', {
      items: ProvideItems.jsonata('{% $states.input.clusters %}'),
      itemSelector: scanOfItem,
      maxConcurrency: props.concurrency,
      toleratedFailurePercentage: 100,
      mapExecutionType: StateMachineType.STANDARD,
      outputs: { scanId: '{% $states.input.scanId %}' },
    }).itemProcessor(snapshot.next(assess).next(report));
  }

  /** A scan that left clusters out has failed, so that the alarm rings. */
  #verdict(): IChainable {
    const incomplete = Fail.jsonata(this, 'ClustersNotAssessed', {
      error: 'ClustersNotAssessed',
      cause: `{% ${[
        '$string($states.input.notAssessed)',
        "' clusters were not assessed and '",
        '$string($states.input.unreachable)',
        "' places were not reached. The summary in the store names them.'",
      ].join(' & ')} %}`,
    });
    return Choice.jsonata(this, 'EverythingAssessed', {})
      .when(
        Condition.jsonata('{% $states.input.notAssessed + $states.input.unreachable > 0 %}'),
        incomplete,
      )
      .otherwise(Succeed.jsonata(this, 'Done'));
  }

  #stage(id: string, { lambda }: StageFunction, io: StageIo): LambdaInvoke {
    const task = LambdaInvoke.jsonata(this, id, {
      lambdaFunction: lambda,
      retryOnServiceExceptions: false,
      ...io,
    });
    task.addRetry({
      errors: passingErrors,
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxAttempts: 6,
      maxDelay: Duration.minutes(2),
      jitterStrategy: JitterType.FULL,
    });
    return task;
  }
}

type StageIo = { readonly payload: TaskInput; readonly outputs: string };
