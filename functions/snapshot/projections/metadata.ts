import * as z from 'zod';
import { listOf, maybe, orDefault, type StringMap, stringMap } from '../../model/kube-schema.ts';

const ownerReference = z.object({
  // An API server would refuse a reference without a kind; in a manifest it must not cost the pod.
  kind: orDefault(z.string(), 'Pod'),
  name: z.string(),
  controller: maybe(z.boolean()),
});

/** What is kept of an object's metadata. Annotations are free text: only named ones pass. */
export const objectMetadata = z.object({
  name: z.string().min(1),
  namespace: maybe(z.string()),
  labels: stringMap,
  ownerReferences: listOf(ownerReference),
});

/** Where an object lives; one without a namespace lives in the namespace `default`. */
export function namespacedName({
  namespace,
  name,
}: Pick<z.output<typeof objectMetadata>, 'namespace' | 'name'>) {
  return { namespace: namespace || 'default', name };
}

export const gatewayGroup = 'gateway.networking.k8s.io';

/** A kind as a reference names it: with its group, if it is not of Kubernetes or the Gateway API. */
export function kindOfGroup({
  group,
  kind,
}: {
  readonly group: string;
  readonly kind: string;
}): string {
  return group === '' || group === gatewayGroup ? kind : `${kind}.${group}`;
}

/** Annotations that pod security checks of old versions read; all others may hold anything. */
const securityAnnotationPrefixes = [
  'container.apparmor.security.beta.kubernetes.io/',
  'container.seccomp.security.alpha.kubernetes.io/',
  'seccomp.security.alpha.kubernetes.io/pod',
] as const;

const none: StringMap = {};

export const securityAnnotations = stringMap.transform((annotations): StringMap => {
  const kept = Object.keys(annotations).filter((name) =>
    securityAnnotationPrefixes.some((prefix) => name.startsWith(prefix)),
  );
  // Most pods have none, and share having none.
  if (kept.length === 0) return none;
  return Object.fromEntries(kept.map((name) => [name, annotations[name] ?? '']));
});

export type OwnerReference = { readonly kind: string; readonly name: string };

/** The owner that controls the object; an object has at most one. */
export function controllerOf(
  owners: readonly z.output<typeof ownerReference>[],
): OwnerReference | undefined {
  const owner = owners.find(({ controller }) => controller === true);
  return owner && { kind: owner.kind, name: owner.name };
}
