import * as z from 'zod';
import type { KyvernoPolicy } from '../../model/admission-objects.ts';
import { listOf, maybe, orDefault, wholeJson } from '../../model/kube-schema.ts';
import type { KubernetesRead } from '../../model/reads.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const enabled = maybe(z.object({ enabled: orDefault(z.boolean(), true) }));

const rawPolicy = z.object({
  metadata: objectMetadata,
  spec: z.object({
    failurePolicy: orDefault(z.string(), 'Fail'),
    validationActions: listOf(z.string()),
    matchConstraints: maybe(wholeJson),
    matchConditions: listOf(z.unknown()),
    evaluation: maybe(z.object({ mode: maybe(z.string()), admission: enabled })),
  }),
});

type RawPolicy = z.output<typeof rawPolicy>['spec'];

/** The kinds of `policies.kyverno.io`: what they say in CEL is kept as one rule. */
export function projectKyvernoCelPolicy(
  { kind, isNamespaced }: Pick<KubernetesRead, 'kind' | 'isNamespaced'>,
  item: unknown,
): KyvernoPolicy {
  const { metadata, spec } = rawPolicy.parse(item);
  const { namespace, name } = namespacedName(metadata);
  const verifiesImages = kind.endsWith('ImageValidatingPolicy');
  return {
    kind,
    namespace: isNamespaced === false ? undefined : namespace,
    name,
    failureAction: denies(spec) ? 'Enforce' : 'Audit',
    hasOverrides: false,
    failurePolicy: spec.failurePolicy,
    isForAdmission: isForAdmission(spec),
    rules: [
      {
        name: '',
        match: spec.matchConstraints,
        isConditional: spec.matchConditions.length > 0,
        validates: !verifiesImages,
        verifiesImages,
      },
    ],
  };
}

/** Without actions it denies (ValidatingPolicySpec of Kyverno). */
function denies({ validationActions }: RawPolicy): boolean {
  return validationActions.length === 0 || validationActions.includes('Deny');
}

/** It may also be meant for scans alone, or for data that are no requests to Kubernetes. */
function isForAdmission({ evaluation }: RawPolicy): boolean {
  const mode = evaluation?.mode || 'Kubernetes';
  return mode === 'Kubernetes' && (evaluation?.admission?.enabled ?? true);
}
