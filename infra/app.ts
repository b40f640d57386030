import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { parseHubConfig } from './config.ts';
import { HubStack } from './hub-stack.ts';

const app = new App();
const configFile = z.string().parse(app.node.tryGetContext('config'));
const config = parseHubConfig(readFileSync(configFile, 'utf8'));

new HubStack(app, 'Ringfence', {
  config,
  env: { account: config.account, region: config.region },
  description: 'Ringfence: scheduled least-privilege audits of Amazon EKS clusters.',
  terminationProtection: true,
});

Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
