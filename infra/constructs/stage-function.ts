import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import {
  type BundlingOptions,
  type ICommandHooks,
  LogLevel,
  NodejsFunction,
  OutputFormat,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type BundledFile, type StageName, stageSettings } from '../stage-settings.ts';
import { acknowledgeWildcards, grant } from './grant.ts';

type StageFunctionProps = {
  readonly stage: StageName;
  readonly environment: Readonly<Record<string, string>>;
  /** Files of this installation, besides those that the stage always has. */
  readonly files: readonly BundledFile[];
  readonly logRetention: RetentionDays;
};

const root = join(import.meta.dirname, '..', '..');

// Packages that are not ES modules call require, which an ES module does not have.
const requireBanner =
  "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

/** One stage as a Lambda function, with a role and a log group of its own. */
export class StageFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const settings = stageSettings[props.stage];
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      description: `Ringfence, stage ${props.stage}.`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.lambda = new NodejsFunction(this, 'Function', {
      description: settings.description,
      entry: join(root, 'functions', props.stage, 'handler.ts'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: settings.memorySizeMb,
      timeout: settings.timeout,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      bundling: bundlingWith([...settings.files, ...props.files]),
    });
    this.#grantLogsAndTraces(logGroup);
  }

  #grantLogsAndTraces(logGroup: LogGroup): void {
    const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    grant(this.role, { actions, resources: [logGroup.logGroupArn] });
    // Active tracing adds the statement by itself.
    acknowledgeWildcards(this.role, {
      resources: ['*'],
      whyWildcard: 'X-Ray has no resources that sending traces could be limited to.',
    });
  }
}

function bundlingWith(files: readonly BundledFile[]): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    sourceMap: true,
    sourcesContent: false,
    // The SDK that was tested, and not the one that happens to be in the runtime.
    bundleAwsSDK: true,
    mainFields: ['module', 'main'],
    banner: requireBanner,
    logLevel: LogLevel.WARNING,
    commandHooks: copying(files),
  };
}

function copying(files: readonly BundledFile[]): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) =>
      files.flatMap(({ from, to }) => [
        `mkdir -p "${join(outputDir, to)}"`,
        `cp "${join(inputDir, from)}" "${join(outputDir, to)}/"`,
      ]),
  };
}
