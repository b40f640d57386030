import * as z from 'zod';
import { listOf, maybe } from '../../model/kube-schema.ts';
import type { Limit } from '../../model/namespace-objects.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const amounts = maybe(z.record(z.string(), z.unknown()));

const rawQuota = z.object({ metadata: objectMetadata, spec: maybe(z.object({ hard: amounts })) });

export function projectResourceQuota(item: unknown): Limit {
  const { metadata, spec } = rawQuota.parse(item);
  return {
    kind: 'ResourceQuota',
    ...namespacedName(metadata),
    resources: resourcesIn([spec?.hard]),
  };
}

const rawLimitRange = z.object({
  metadata: objectMetadata,
  spec: maybe(z.object({ limits: listOf(z.object({ default: amounts, max: amounts })) })),
});

/** `min` and `defaultRequest` are no limits; without `default` that of a container is `max`. */
export function projectLimitRange(item: unknown): Limit {
  const { metadata, spec } = rawLimitRange.parse(item);
  const limits = spec?.limits ?? [];
  return {
    kind: 'LimitRange',
    ...namespacedName(metadata),
    resources: resourcesIn(limits.flatMap((limit) => [limit.default, limit.max])),
  };
}

function resourcesIn(given: readonly z.output<typeof amounts>[]): string[] {
  return [...new Set(given.flatMap((each) => Object.keys(each ?? {})))].sort();
}
