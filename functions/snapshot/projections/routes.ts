import * as z from 'zod';
import { listOf, maybe, orDefault } from '../../model/kube-schema.ts';
import type { Route } from '../../model/network-objects.ts';
import { gatewayGroup, kindOfGroup, namespacedName, objectMetadata } from './metadata.ts';

const parentRef = z.object({
  group: orDefault(z.string(), gatewayGroup),
  kind: orDefault(z.string(), 'Gateway'),
  namespace: maybe(z.string()),
  name: z.string(),
  sectionName: maybe(z.string()),
  port: maybe(z.number()),
});

const objectRef = z.object({
  group: orDefault(z.string(), ''),
  kind: orDefault(z.string(), 'Service'),
  namespace: maybe(z.string()),
  name: z.string(),
  port: maybe(z.number()),
});

const withBackend = maybe(z.object({ backendRef: objectRef }));

/** The filters that send requests, or copies of them, to a backend of their own. */
const filter = z.object({ requestMirror: withBackend, externalAuth: withBackend });

const backendRef = objectRef.extend({ weight: orDefault(z.number(), 1), filters: listOf(filter) });

const rule = z.object({ backendRefs: listOf(backendRef), filters: listOf(filter) });

const rawRoute = z.object({
  metadata: objectMetadata,
  spec: z.object({
    hostnames: listOf(z.string()),
    parentRefs: listOf(parentRef),
    rules: listOf(rule),
  }),
});

/** Routes of every kind have the same parts; those for TCP and UDP have no host names. */
export function projectRoute(kind: string, item: unknown): Route {
  const { metadata, spec } = rawRoute.parse(item);
  const own = namespacedName(metadata);
  return {
    kind,
    ...own,
    hostnames: [...spec.hostnames],
    parents: spec.parentRefs.map(({ sectionName, ...ref }) => ({
      ...named(ref, own.namespace),
      sectionName: sectionName || undefined,
    })),
    backends: distinct(spec.rules.flatMap(backendsOf).map((ref) => named(ref, own.namespace))),
  };
}

type Ref = z.output<typeof objectRef>;

/** "If weight is set to 0, no traffic should be forwarded for this entry." (Gateway API) */
function backendsOf({ backendRefs, filters }: z.output<typeof rule>): readonly Ref[] {
  const used = backendRefs.filter(({ weight }) => weight !== 0);
  const acting = [...filters, ...used.flatMap((ref) => ref.filters)];
  const ofFilters = acting.flatMap(({ requestMirror, externalAuth }) => [
    ...(requestMirror === undefined ? [] : [requestMirror.backendRef]),
    ...(externalAuth === undefined ? [] : [externalAuth.backendRef]),
  ]);
  return [...used, ...ofFilters];
}

function named(ref: Ref, namespace: string): Route['backends'][number] {
  return {
    kind: kindOfGroup(ref),
    namespace: ref.namespace || namespace,
    name: ref.name,
    port: ref.port,
  };
}

/** A route of many rules names the same few backends. */
function distinct(backends: readonly Route['backends'][number][]): Route['backends'] {
  return [...new Map(backends.map((ref) => [JSON.stringify(ref), ref])).values()];
}
