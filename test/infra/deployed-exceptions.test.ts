import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { parseHubConfig } from '../../infra/config.ts';
import { stageSettings } from '../../infra/stage-settings.ts';
import { exampleConfig, hub, resourcesOf } from './synthesised.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');
const exceptionsFile = 'examples/exceptions.yaml';
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-exceptions-'));
  folders.push(folder);
  return folder;
}

const functionSchema = z.looseObject({
  Description: z.string(),
  Code: z.looseObject({ S3Key: z.string().optional() }),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.unknown()) }),
});

function hubWith(file: string | undefined, isBundling = false) {
  const made = hub({ config: { ...exampleConfig, exceptionsFile: file }, isBundling });
  folders.push(made.outdir);
  const functions = resourcesOf(Template.fromStack(made.stack), 'AWS::Lambda::Function').map(
    ({ Properties }) => functionSchema.parse(Properties),
  );
  return { ...made, functions };
}

const isAssess = ({ Description }: { readonly Description: string }): boolean =>
  Description === stageSettings.assess.description;

describe('the stage that judges', () => {
  test('is told of the file, and no other stage is', () => {
    for (const made of hubWith(exceptionsFile).functions) {
      expect(made.Environment.Variables['RINGFENCE_EXCEPTIONS_FILE']).toBe(
        isAssess(made) ? 'exceptions/exceptions.yaml' : undefined,
      );
    }
  });

  test('is told of none where the configuration names none', () => {
    expect(JSON.stringify(hubWith(undefined).functions)).not.toContain('RINGFENCE_EXCEPTIONS_FILE');
  });

  test('has the file beside it, and judges by it', async () => {
    const { app, functions, outdir } = hubWith(exceptionsFile, true);
    app.synth();
    const key = functions.find(isAssess)?.Code.S3Key ?? '';
    const folder = newFolder();
    cpSync(join(outdir, `asset.${key.replace('.zip', '')}`), folder, { recursive: true });
    const bundled = join(folder, 'exceptions', 'exceptions.yaml');
    expect(readFileSync(bundled)).toEqual(readFileSync(join(root, exceptionsFile)));
    writeFileSync(bundled, 'exceptions: {}\n');
    expect(await answerOf(folder)).toBe(
      `BAD_INPUT ${bundled} has 1 fault\n${bundled}:1:13 "exceptions" is a map of fields, ` +
        'expected a list, [] for none\n',
    );
    rmSync(bundled);
    expect(await answerOf(folder)).toContain(`BAD_INPUT cannot read ${bundled}`);
  }, 120_000);
});

/** What the bundle of a folder says to a scan, without a store to read a snapshot from. */
async function answerOf(folder: string): Promise<string> {
  const event = {
    scanId: '20261123T040000000Z',
    cluster: { account: 'a', region: 'b', name: 'c' },
  };
  const call = `const { handler } = await import('./index.mjs');
    await handler(${JSON.stringify(event)}).catch(({ code, message }) => console.log(code, message));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', call], {
    cwd: folder,
    env: {
      AWS_REGION: 'eu-west-1',
      RINGFENCE_BUCKET: 'evidence',
      RINGFENCE_EXCEPTIONS_FILE: 'exceptions/exceptions.yaml',
    },
  });
  return stdout;
}

describe('synthesis refuses', () => {
  test('a file with faults, and tells them all', () => {
    const path = join(newFolder(), 'risks.yaml');
    writeFileSync(path, 'exceptions: []\nother: 1\nmore: 2\n');
    expect(() => hubWith(relative(root, path))).toThrow(
      /cannot be deployed.*risks\.yaml:2:1 "other" is no field.*risks\.yaml:3:1 "more"/s,
    );
  });

  test('a file that is not there', () => {
    expect(() => hubWith('policies/nowhere.yaml')).toThrow(/cannot be deployed.*cannot read/s);
  });

  test.each([
    '/etc/risks.yaml',
    'risks',
    'risks.yaml; true',
    'a b.yaml',
    '$(true).yaml',
    '"risks".yaml',
    '-risks.yaml',
  ])('a path such as %j', (path) => {
    const config = JSON.stringify({ ...exampleConfig, exceptionsFile: path });
    expect(() => parseHubConfig(config)).toThrow(
      'expected a path such as policies/exceptions.yaml',
    );
  });

  test('no path that is an ordinary one', () => {
    const config = { ...exampleConfig, exceptionsFile: 'policies/risks-2026.v2.json' };
    expect(parseHubConfig(JSON.stringify(config))).toEqual(config);
  });
});
