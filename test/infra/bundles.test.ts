import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type StageName, stageSettings } from '../../infra/stage-settings.ts';
import { exampleConfig, hub, resourcesOf } from './synthesised.ts';

const run = promisify(execFile);
const stages = Object.keys(stageSettings) as StageName[];
const functionSchema = z.looseObject({
  Description: z.string(),
  Code: z.looseObject({ S3Key: z.string() }),
});

/** A folder with nothing but the bundle of a stage in it, and nothing above it to import from. */
const folders = new Map<StageName, string>();

beforeAll(() => {
  const { app, stack, outdir } = hub({ isBundling: true });
  app.synth();
  for (const { Properties } of resourcesOf(Template.fromStack(stack), 'AWS::Lambda::Function')) {
    const { Description, Code } = functionSchema.parse(Properties);
    const stage = stages.find((name) => stageSettings[name].description === Description);
    if (stage === undefined) throw new Error(`no stage is described as "${Description}"`);
    const folder = mkdtempSync(join(tmpdir(), `ringfence-${stage}-`));
    cpSync(join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`), folder, { recursive: true });
    folders.set(stage, folder);
  }
  rmSync(outdir, { recursive: true, force: true });
}, 120_000);

afterAll(() => {
  for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true });
});

const environment = {
  AWS_REGION: 'eu-west-1',
  RINGFENCE_BUCKET: 'evidence',
  RINGFENCE_ACCOUNT: exampleConfig.account,
  RINGFENCE_REGIONS: exampleConfig.scannedRegions.join(','),
  RINGFENCE_WEBHOOK_SECRET_ARN: exampleConfig.webhookSecretArn,
};

const callWithNonsense = `
  const { handler } = await import('./index.mjs');
  await handler({ scanId: '../escape' }).catch(({ name, code }) => console.log(name, code));
`;

test.each(stages)(
  '%s starts alone in its bundle and refuses a bad event by name',
  async (stage) => {
    const cwd = folders.get(stage) ?? '';
    const args = ['--input-type=module', '--eval', callWithNonsense];
    const { stdout } = await run(process.execPath, args, { cwd, env: environment });
    expect(stdout).toBe('StageError BAD_INPUT\n');
  },
);

test.each(stages)('%s says which variable is missing', async (stage) => {
  const cwd = folders.get(stage) ?? '';
  const args = ['--input-type=module', '--eval', "await import('./index.mjs')"];
  const failed = await run(process.execPath, args, { cwd, env: { AWS_REGION: 'eu-west-1' } }).then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  );
  expect(failed).toContain('the environment is not what the stage expects');
  expect(failed).toContain('RINGFENCE_');
});

test('the report has its fonts beside it', () => {
  expect(readdirSync(join(folders.get('report') ?? '', 'fonts')).sort()).toEqual([
    'IBMPlexMono_400Regular.ttf',
    'IBMPlexSans_400Regular.ttf',
    'IBMPlexSans_600SemiBold.ttf',
  ]);
});
