import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { scanIdSchema } from '../../functions/model/cluster.ts';
import { scanIdExpression } from '../../infra/constructs/scan-pipeline.ts';
import { arnText, hub, resourcesOf } from './synthesised.ts';

type Validation = { readonly isValid: boolean; readonly errorsText: (separator: string) => string };
type Jsonata = (expression: string) => {
  evaluate: (input: object, bindings: object) => Promise<unknown>;
};

const require = createRequire(import.meta.url);
const validateAsl: (definition: unknown) => Validation = require('asl-validator');
// The interpreter that the validator itself uses.
const jsonata: Jsonata = createRequire(require.resolve('asl-validator'))('jsonata');

const retrySchema = z.looseObject({ ErrorEquals: z.array(z.string()), JitterStrategy: z.string() });
const stateSchema = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Retry: z.array(retrySchema).optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
  Items: z.string().optional(),
  Output: z.unknown().optional(),
});
const definitionSchema = z.looseObject({
  StartAt: z.string(),
  TimeoutSeconds: z.number(),
  States: z.record(z.string(), stateSchema),
});
const mapSchema = stateSchema.extend({
  MaxConcurrency: z.number(),
  ToleratedFailurePercentage: z.number(),
  ItemProcessor: z.looseObject({
    ProcessorConfig: z.strictObject({ Mode: z.string(), ExecutionType: z.string() }),
    StartAt: z.string(),
    States: z.record(z.string(), stateSchema),
  }),
});

let definition: z.infer<typeof definitionSchema>;
let everyCluster: z.infer<typeof mapSchema>;

beforeAll(() => {
  const { stack, outdir } = hub();
  const [machine] = resourcesOf(Template.fromStack(stack), 'AWS::StepFunctions::StateMachine');
  rmSync(outdir, { recursive: true, force: true });
  const text = arnText(machine?.Properties['DefinitionString'])
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll(/<\w+\.Arn>/g, 'arn:aws:lambda:eu-west-1:111122223333:function:stage');
  definition = definitionSchema.parse(JSON.parse(text));
  everyCluster = mapSchema.parse(definition.States['EveryCluster']);
});

const evaluate = (expression: string, states: object): Promise<unknown> =>
  jsonata(expression.replace(/^\{%|%\}$/g, '').trim()).evaluate({}, { states });

describe('the definition', () => {
  test('is a valid state machine', () => {
    const { isValid, errorsText } = validateAsl(definition);
    expect(isValid ? '' : errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  test('runs the five stages in their order', () => {
    const path: string[] = [];
    for (let name: string | undefined = definition.StartAt; name !== undefined; ) {
      path.push(name);
      name = definition.States[name]?.Next;
    }
    expect(path).toEqual([
      'Discover',
      'EveryCluster',
      'ReportFleet',
      'Notify',
      'EverythingAssessed',
    ]);
    const inner = everyCluster.ItemProcessor;
    expect(inner.StartAt).toBe('Snapshot');
    expect(inner.States['Snapshot']?.Next).toBe('Assess');
    expect(inner.States['Assess']?.Next).toBe('Report');
    expect(inner.States['Report']?.End).toBe(true);
  });

  test('a whole scan has an end in time', () => {
    expect(definition.TimeoutSeconds).toBe(12 * 3_600);
  });

  test('every stage is tried again when Lambda is busy, at scattered times', () => {
    const states = { ...definition.States, ...everyCluster.ItemProcessor.States };
    const tasks = Object.values(states).filter(({ Type }) => Type === 'Task');
    expect(tasks).toHaveLength(6);
    for (const { Retry } of tasks) {
      expect(Retry?.[0]?.ErrorEquals).toContain('Lambda.TooManyRequestsException');
      expect(Retry?.[0]?.JitterStrategy).toBe('FULL');
    }
  });
});

describe('the clusters', () => {
  test('are scanned in a distributed map of standard executions, so many at once', () => {
    expect(everyCluster.ItemProcessor.ProcessorConfig).toEqual({
      Mode: 'DISTRIBUTED',
      ExecutionType: 'STANDARD',
    });
    expect(everyCluster.MaxConcurrency).toBe(20);
  });

  test('do not stop one another: every failure is caught, and what is not is tolerated', () => {
    expect(everyCluster.ToleratedFailurePercentage).toBe(100);
    for (const name of ['Snapshot', 'Assess', 'Report']) {
      expect(everyCluster.ItemProcessor.States[name]?.Catch).toEqual([
        { ErrorEquals: ['States.ALL'], Next: 'ClusterNotAssessed' },
      ]);
    }
  });

  test.each([0, 1, 2])('%d of them make so many items', async (count) => {
    const cluster = { account: '111122223333', region: 'eu-west-1', name: 'pay' };
    const clusters = Array.from({ length: count }, () => cluster);
    const items = await evaluate(everyCluster.Items ?? '', { input: { clusters } });
    expect(JSON.parse(JSON.stringify(items))).toEqual(clusters);
  });
});

describe('the expressions', () => {
  test.each([
    ['the planned time', { scheduledAt: '2026-11-23T04:00:00Z' }, '20261123T040000000Z'],
    ['the start of an execution by hand', {}, '20261123T091502345Z'],
  ])('the scan id comes from %s', async (_, input, scanId) => {
    const context = { Execution: { StartTime: '2026-11-23T09:15:02.345Z' } };
    const made = await evaluate(scanIdExpression, { input, context });
    expect(made).toBe(scanId);
    expect(scanIdSchema.parse(made)).toBe(scanId);
  });

  test('what the fleet report counted goes on with the scan id', async () => {
    const output = await evaluate(String(definition.States['ReportFleet']?.Output), {
      input: { scanId: 's' },
      result: { Payload: { notAssessed: 1, unreachable: 2 } },
    });
    expect(JSON.parse(JSON.stringify(output))).toEqual({
      scanId: 's',
      notAssessed: 1,
      unreachable: 2,
    });
  });

  test.each([
    [0, 0, false],
    [1, 0, true],
    [0, 1, true],
  ])('%d not assessed and %d not reached: fails %s', async (notAssessed, unreachable, fails) => {
    const choice = z
      .looseObject({
        Choices: z.tuple([z.looseObject({ Condition: z.string(), Next: z.string() })]),
        Default: z.string(),
      })
      .parse(definition.States['EverythingAssessed']);
    const [{ Condition, Next }] = choice.Choices;
    expect(await evaluate(Condition, { input: { notAssessed, unreachable } })).toBe(fails);
    expect(definition.States[Next]?.Type).toBe('Fail');
    expect(definition.States[choice.Default]?.Type).toBe('Succeed');
  });
});
