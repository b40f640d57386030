import * as z from 'zod';
import { listOf, maybe, orDefault, wholeJson } from '../../model/kube-schema.ts';
import type { Gateway, ReferenceGrant } from '../../model/network-objects.ts';
import { gatewayAnnotations } from './annotations.ts';
import { kindOfGroup, namespacedName, objectMetadata } from './metadata.ts';

const certificate = z.object({ name: z.string(), namespace: maybe(z.string()) });

const listener = z.object({
  name: z.string(),
  hostname: maybe(z.string()),
  port: z.number(),
  protocol: z.string(),
  tls: maybe(
    z.object({ mode: orDefault(z.string(), 'Terminate'), certificateRefs: listOf(certificate) }),
  ),
  allowedRoutes: maybe(
    z.object({
      namespaces: maybe(z.object({ from: maybe(z.string()), selector: maybe(wholeJson) })),
    }),
  ),
});

const address = z.object({ value: maybe(z.string()) });

const rawGateway = z.object({
  metadata: objectMetadata.extend({ annotations: gatewayAnnotations }),
  spec: z.object({
    gatewayClassName: z.string(),
    listeners: listOf(listener),
    addresses: listOf(address),
    infrastructure: maybe(z.object({ annotations: gatewayAnnotations })),
  }),
  status: maybe(z.object({ addresses: listOf(address) })),
});

export function projectGateway(item: unknown): Gateway {
  const { metadata, spec, status } = rawGateway.parse(item);
  const own = namespacedName(metadata);
  const addresses = [...spec.addresses, ...(status?.addresses ?? [])];
  return {
    ...own,
    labels: metadata.labels,
    annotations: { ...metadata.annotations, ...spec.infrastructure?.annotations },
    className: spec.gatewayClassName,
    listeners: spec.listeners.map((given) => listenerOf(given, own.namespace)),
    addresses: [...new Set(addresses.flatMap(({ value }) => value || []))].sort(),
  };
}

/** The defaults are those of the Gateway API: TLS ends at the gateway, routes of its namespace. */
function listenerOf(
  given: z.output<typeof listener>,
  namespace: string,
): Gateway['listeners'][number] {
  const { from, selector } = given.allowedRoutes?.namespaces ?? {};
  return {
    name: given.name,
    hostname: given.hostname || undefined,
    port: given.port,
    protocol: given.protocol,
    tls: given.tls && {
      mode: given.tls.mode,
      certificates: given.tls.certificateRefs.map(
        (ref) => `${ref.namespace || namespace}/${ref.name}`,
      ),
    },
    allowedRoutesFrom: from || 'Same',
    allowedRoutesSelector: selector,
  };
}

const rawReferenceGrant = z.object({
  metadata: objectMetadata,
  spec: z.object({
    from: listOf(
      z.object({ group: orDefault(z.string(), ''), kind: z.string(), namespace: z.string() }),
    ),
    to: listOf(
      z.object({ group: orDefault(z.string(), ''), kind: z.string(), name: maybe(z.string()) }),
    ),
  }),
});

export function projectReferenceGrant(item: unknown): ReferenceGrant {
  const { metadata, spec } = rawReferenceGrant.parse(item);
  return {
    ...namespacedName(metadata),
    from: spec.from.map(({ namespace, ...kind }) => ({ kind: kindOfGroup(kind), namespace })),
    to: spec.to.map(({ name, ...kind }) => ({ kind: kindOfGroup(kind), name: name || undefined })),
  };
}
