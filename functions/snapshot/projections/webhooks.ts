import * as z from 'zod';
import type { Webhook } from '../../model/admission-objects.ts';
import { listOf, maybe, orDefault, wholeJson } from '../../model/kube-schema.ts';
import { objectMetadata } from './metadata.ts';

const names = listOf(z.string());

const rule = z.object({
  operations: names,
  apiGroups: names,
  apiVersions: names,
  resources: names,
  scope: maybe(z.string()),
});

/** Neither the certificate nor the URL of `clientConfig` is kept: a URL can hold a token. */
const webhook = z.object({
  name: z.string(),
  failurePolicy: orDefault(z.string(), 'Fail'),
  namespaceSelector: maybe(wholeJson),
  objectSelector: maybe(wholeJson),
  rules: listOf(rule),
  matchConditions: listOf(z.unknown()),
  clientConfig: maybe(
    z.object({ service: maybe(z.object({ namespace: z.string(), name: z.string() })) }),
  ),
});

const rawConfiguration = z.object({ metadata: objectMetadata, webhooks: listOf(webhook) });

/** The webhooks of one configuration, in its order: that is the order in which they are called. */
export function projectWebhooks(kind: Webhook['kind'], item: unknown): readonly Webhook[] {
  const { metadata, webhooks } = rawConfiguration.parse(item);
  return webhooks.map(({ rules, matchConditions, clientConfig, ...rest }) => ({
    kind,
    configuration: metadata.name,
    ...rest,
    rules: rules.map(ruleOf),
    matchConditions: matchConditions.length,
    service: clientConfig?.service,
  }));
}

function ruleOf(given: z.output<typeof rule>): Webhook['rules'][number] {
  return {
    operations: [...given.operations],
    apiGroups: [...given.apiGroups],
    apiVersions: [...given.apiVersions],
    resources: [...given.resources],
    scope: given.scope,
  };
}
