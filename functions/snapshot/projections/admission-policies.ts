import * as z from 'zod';
import type {
  AdmissionPolicyBinding,
  ValidatingAdmissionPolicy,
} from '../../model/admission-objects.ts';
import { listOf, maybe, orDefault, wholeJson } from '../../model/kube-schema.ts';
import { objectMetadata } from './metadata.ts';

const rawPolicy = z.object({
  metadata: objectMetadata,
  spec: z.object({
    failurePolicy: orDefault(z.string(), 'Fail'),
    matchConstraints: maybe(wholeJson),
    matchConditions: listOf(z.unknown()),
    validations: listOf(z.object({ expression: z.string() })),
    paramKind: maybe(z.object({ apiVersion: z.string(), kind: z.string() })),
  }),
});

export function projectValidatingAdmissionPolicy(item: unknown): ValidatingAdmissionPolicy {
  const { metadata, spec } = rawPolicy.parse(item);
  const { paramKind } = spec;
  return {
    name: metadata.name,
    failurePolicy: spec.failurePolicy,
    matchConstraints: spec.matchConstraints,
    validations: spec.validations.map(({ expression }) => expression),
    matchConditions: spec.matchConditions.length,
    paramKind: paramKind && `${paramKind.apiVersion}/${paramKind.kind}`,
  };
}

const rawBinding = z.object({
  metadata: objectMetadata,
  spec: z.object({
    policyName: z.string(),
    validationActions: listOf(z.string()),
    matchResources: maybe(wholeJson),
    paramRef: maybe(z.unknown()),
  }),
});

export function projectAdmissionPolicyBinding(item: unknown): AdmissionPolicyBinding {
  const { metadata, spec } = rawBinding.parse(item);
  return {
    name: metadata.name,
    policyName: spec.policyName,
    validationActions: [...spec.validationActions].sort(),
    matchResources: spec.matchResources,
    hasParams: spec.paramRef !== undefined,
  };
}
