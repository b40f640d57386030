import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type HubConfig, parseHubConfig } from '../../infra/config.ts';
import { HubStack } from '../../infra/hub-stack.ts';

const root = join(import.meta.dirname, '..', '..');
const readRoot = (file: string): string => readFileSync(join(root, file), 'utf8');

const { context: flags } = z
  .looseObject({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readRoot('cdk.json')));

export const exampleConfig: HubConfig = parseHubConfig(readRoot('infra/config.example.json'));

type Options = { readonly config?: HubConfig; readonly isBundling?: boolean };

/** The hub under the feature flags of cdk.json, in a folder that the caller removes. */
export function hub({ config = exampleConfig, isBundling = false }: Options = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'ringfence-hub-'));
  const context = { ...flags, ...(isBundling ? {} : { 'aws:cdk:bundling-stacks': [] }) };
  const app = new App({ outdir, context });
  const { account, region } = config;
  const stack = new HubStack(app, 'Ringfence', { config, env: { account, region } });
  return { app, stack, outdir };
}

export type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };

export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.values(template.findResources(type)) as Resource[];
}

const list = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item)]).transform((value) => (Array.isArray(value) ? value : [value]));

const statementSchema = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: list(z.string()),
  Resource: list(z.unknown())
    .optional()
    .transform((resources) => (resources ?? []).map(arnText)),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const policySchema = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(statementSchema) }),
});

export type Statement = z.output<typeof statementSchema>;

export function statementsOf({ Properties }: Resource): readonly Statement[] {
  return policySchema.parse(Properties).PolicyDocument.Statement;
}

/** A resolved ARN on one line: references in angle brackets. */
export function arnText(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, operands] = Object.entries(Object(value))[0] ?? [];
  if (name === 'Fn::Join' && Array.isArray(operands)) return operands[1].map(arnText).join('');
  if (name === 'Fn::GetAtt' && Array.isArray(operands)) return `<${operands.join('.')}>`;
  if (name === 'Ref') return `<${operands}>`;
  return JSON.stringify(value);
}
