import * as z from 'zod';
import { listOf, maybe, orDefault, stringMap } from '../../model/kube-schema.ts';
import type { Ingress, IngressClass } from '../../model/network-objects.ts';
import { ingressAnnotations } from './annotations.ts';
import { namespacedName, objectMetadata } from './metadata.ts';
import { loadBalancerAddresses, loadBalancerStatus } from './services.ts';

/** A backend can also be a `resource` of an ingress controller's own, which is no Service. */
const backend = z.object({
  service: maybe(
    z.object({
      name: z.string(),
      port: maybe(z.object({ name: maybe(z.string()), number: maybe(z.number()) })),
    }),
  ),
});

const rule = z.object({
  host: maybe(z.string()),
  http: maybe(
    z.object({ paths: listOf(z.object({ path: maybe(z.string()), backend: maybe(backend) })) }),
  ),
});

const tls = z.object({ hosts: listOf(z.string()), secretName: maybe(z.string()) });

const rawIngress = z.object({
  metadata: objectMetadata.extend({ annotations: ingressAnnotations }),
  spec: orDefault(
    z.object({
      ingressClassName: maybe(z.string()),
      tls: listOf(tls),
      defaultBackend: maybe(backend),
      rules: listOf(rule),
    }),
    { ingressClassName: undefined, tls: [], defaultBackend: undefined, rules: [] },
  ),
  status: loadBalancerStatus,
});

const classAnnotation = 'kubernetes.io/ingress.class';

export function projectIngress(item: unknown): Ingress {
  const { metadata, spec, status } = rawIngress.parse(item);
  return {
    ...namespacedName(metadata),
    labels: metadata.labels,
    annotations: metadata.annotations,
    // "When that annotation is set, it must be given precedence over this field." (Ingress API)
    className: metadata.annotations[classAnnotation] || spec.ingressClassName || undefined,
    tls: spec.tls.map(({ hosts, secretName }) => ({
      hosts: [...hosts],
      secretName: secretName || undefined,
    })),
    defaultBackend: serviceOf(spec.defaultBackend),
    rules: spec.rules.map(({ host, http }) => ({
      host: host || undefined,
      paths: (http?.paths ?? []).map((given) => ({
        path: given.path || undefined,
        backend: serviceOf(given.backend),
      })),
    })),
    loadBalancerAddresses: loadBalancerAddresses(status),
  };
}

function serviceOf(given: z.output<typeof backend> | undefined): Ingress['defaultBackend'] {
  if (given?.service === undefined) return undefined;
  const { name, port } = given.service;
  return { service: name, port: port?.number || port?.name || undefined };
}

const rawIngressClass = z.object({
  metadata: objectMetadata.extend({ annotations: stringMap }),
  spec: maybe(z.object({ controller: maybe(z.string()), parameters: maybe(z.unknown()) })),
});

export function projectIngressClass(item: unknown): IngressClass {
  const { metadata, spec } = rawIngressClass.parse(item);
  return {
    name: metadata.name,
    controller: spec?.controller || undefined,
    hasParameters: spec?.parameters === undefined ? undefined : true,
    isDefault: metadata.annotations['ingressclass.kubernetes.io/is-default-class'] === 'true',
  };
}
