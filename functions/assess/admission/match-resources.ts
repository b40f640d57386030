import * as z from 'zod';
import type { Namespace } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { everyOf, opposite, someOf } from './certainty.ts';
import { selectsNamespace } from './namespace-selector.ts';

/** A kind of object that a request creates. */
export type CreatedKind = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in rules of webhooks and policies. */
  readonly resource: string;
};

export const pods: CreatedKind = { group: '', version: 'v1', kind: 'Pod', resource: 'pods' };

/** Pods, and the built-in kinds that make them. */
export const podMakers: readonly CreatedKind[] = [
  pods,
  { group: '', version: 'v1', kind: 'ReplicationController', resource: 'replicationcontrollers' },
  { group: 'apps', version: 'v1', kind: 'Deployment', resource: 'deployments' },
  { group: 'apps', version: 'v1', kind: 'DaemonSet', resource: 'daemonsets' },
  { group: 'apps', version: 'v1', kind: 'StatefulSet', resource: 'statefulsets' },
  { group: 'apps', version: 'v1', kind: 'ReplicaSet', resource: 'replicasets' },
  { group: 'batch', version: 'v1', kind: 'Job', resource: 'jobs' },
  { group: 'batch', version: 'v1', kind: 'CronJob', resource: 'cronjobs' },
];

/** A rule of a webhook or of an admission policy. */
export type ResourceRule = {
  readonly operations: readonly string[];
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[] | undefined;
  readonly scope?: string | undefined;
};

/**
 * Whether one of the rules takes in the creation of a kind. `*` stands for all resources without
 * their subresources, and `pods/*` for the subresources alone (admissionregistration.k8s.io/v1,
 * Rule). The name of an object may be missing when it is created, so names leave it open.
 */
export function takesIn(rules: readonly ResourceRule[], created: CreatedKind): Certainty {
  return someOf(rules.map((rule) => isTakenIn(rule, created)));
}

function isTakenIn(rule: ResourceRule, { group, version, resource }: CreatedKind): Certainty {
  const isAmong = (listed: readonly string[], ...wanted: readonly string[]): boolean =>
    wanted.some((text) => listed.includes(text));
  const isMatch =
    isAmong(rule.operations, 'CREATE', '*') &&
    isAmong(rule.apiGroups, group, '*') &&
    isAmong(rule.apiVersions, version, '*') &&
    isAmong(rule.resources, resource, '*', '*/*') &&
    rule.scope !== 'Cluster';
  if (!isMatch) return 'no';
  return (rule.resourceNames ?? []).length > 0 ? 'undefined' : 'yes';
}

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const resourceRule = z.strictObject({
  operations: texts,
  apiGroups: texts,
  apiVersions: texts,
  resources: texts,
  resourceNames: texts,
  scope: z.string().optional(),
});

const rules = z
  .array(resourceRule)
  .nullish()
  .transform((list) => list ?? []);

const matchResources = z.strictObject({
  namespaceSelector: z.unknown().optional(),
  objectSelector: z.unknown().optional(),
  resourceRules: rules,
  excludeResourceRules: rules,
  matchPolicy: z.string().nullish(),
});

/** What a policy, or a binding or rule of it, is for. */
export type Matching = {
  /** Whether it is for a kind at all, in one namespace or another. */
  readonly names: (created: CreatedKind) => Certainty;
  /** Whether it is for what is created of the kind in a namespace. */
  readonly covers: (created: CreatedKind, namespace: Namespace) => Certainty;
};

export const matchingInDoubt: Matching = {
  names: () => 'undefined',
  covers: () => 'undefined',
};

/**
 * `matchConstraints` of an admission policy or `matchResources` of a binding. Without rules all
 * resources match (apiserver, admission/plugin/policy/matching). A selector of objects leaves it as
 * open as the expressions of the policy do.
 */
export function readMatchResources(given: unknown): Matching {
  const parsed = matchResources.safeParse(given);
  if (!parsed.success) return matchingInDoubt;
  const { namespaceSelector, resourceRules, excludeResourceRules } = parsed.data;
  const selects = selectsNamespace(namespaceSelector);
  const names = (created: CreatedKind): Certainty =>
    everyOf([
      resourceRules.length === 0 ? 'yes' : takesIn(resourceRules, created),
      opposite(takesIn(excludeResourceRules, created)),
    ]);
  return {
    names,
    covers: (created, namespace) => everyOf([names(created), selects(namespace)]),
  };
}
