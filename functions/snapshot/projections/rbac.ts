import * as z from 'zod';
import { listOf, maybe } from '../../model/kube-schema.ts';
import type { Binding, Role } from '../../model/rbac-objects.ts';
import { objectMetadata } from './metadata.ts';

const rule = z.object({
  verbs: listOf(z.string()),
  apiGroups: listOf(z.string()),
  resources: listOf(z.string()),
  resourceNames: listOf(z.string()),
  nonResourceURLs: listOf(z.string()),
});

const rawRole = z.object({
  metadata: objectMetadata,
  rules: listOf(rule),
  aggregationRule: maybe(z.unknown()),
});

const subject = z.object({ kind: z.string(), namespace: maybe(z.string()), name: z.string() });

const rawBinding = z.object({
  metadata: objectMetadata,
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: listOf(subject),
});

export function projectRole(kind: Role['kind'], item: unknown): Role {
  const { metadata, rules, aggregationRule } = rawRole.parse(item);
  return {
    kind,
    namespace: kind === 'Role' ? (metadata.namespace ?? 'default') : undefined,
    name: metadata.name,
    labels: metadata.labels,
    rules: rules.map((given) => ({
      verbs: [...given.verbs],
      apiGroups: [...given.apiGroups],
      resources: [...given.resources],
      resourceNames: [...given.resourceNames],
      nonResourceURLs: [...given.nonResourceURLs],
    })),
    isAggregated: aggregationRule !== undefined,
  };
}

export function projectBinding(kind: Binding['kind'], item: unknown): Binding {
  const { metadata, roleRef, subjects } = rawBinding.parse(item);
  return {
    kind,
    namespace: kind === 'RoleBinding' ? (metadata.namespace ?? 'default') : undefined,
    name: metadata.name,
    labels: metadata.labels,
    roleRef,
    subjects: [...subjects],
  };
}
