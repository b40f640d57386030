import * as z from 'zod';
import { listOf, maybe } from '../../model/kube-schema.ts';
import type { ServiceAccount } from '../../model/namespace-objects.ts';
import { roleArnAnnotation, serviceAccountAnnotations } from './annotations.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const rawServiceAccount = z.object({
  metadata: objectMetadata.extend({ annotations: serviceAccountAnnotations }),
  automountServiceAccountToken: maybe(z.boolean()),
  secrets: listOf(z.object({ name: maybe(z.string()) })),
});

export function projectServiceAccount(item: unknown): ServiceAccount {
  const { metadata, automountServiceAccountToken, secrets } = rawServiceAccount.parse(item);
  return {
    ...namespacedName(metadata),
    labels: metadata.labels,
    automountServiceAccountToken,
    roleArn: metadata.annotations[roleArnAnnotation] || undefined,
    secrets: secrets.flatMap(({ name }) => name || []).sort(),
  };
}
