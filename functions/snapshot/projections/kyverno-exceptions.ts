import * as z from 'zod';
import type { KyvernoException } from '../../model/admission-objects.ts';
import { listOf, maybe } from '../../model/kube-schema.ts';
import { kyvernoMatch } from './kyverno-match.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const rawException = z.object({
  metadata: objectMetadata,
  spec: z.object({
    exceptions: listOf(z.object({ policyName: z.string() })),
    /** Of `policies.kyverno.io`, where the match is in CEL. */
    policyRefs: listOf(z.object({ name: z.string() })),
    match: maybe(kyvernoMatch),
  }),
});

export function projectKyvernoException(item: unknown): KyvernoException {
  const { metadata, spec } = rawException.parse(item);
  const policies = [
    ...spec.exceptions.map(({ policyName }) => policyName),
    ...spec.policyRefs.map(({ name }) => name),
  ];
  return {
    ...namespacedName(metadata),
    policies: [...new Set(policies)].sort(),
    match: spec.match,
  };
}
