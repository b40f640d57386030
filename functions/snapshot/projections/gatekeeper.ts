import * as z from 'zod';
import type { Constraint, ConstraintTemplate } from '../../model/admission-objects.ts';
import { maybe, orDefault, wholeJson } from '../../model/kube-schema.ts';
import { objectMetadata } from './metadata.ts';

/** What a template checks stands in Rego or CEL of its own, and is not kept. */
const rawTemplate = z.object({
  metadata: objectMetadata,
  spec: z.object({
    crd: z.object({ spec: z.object({ names: z.object({ kind: z.string() }) }) }),
  }),
});

export function projectConstraintTemplate(item: unknown): ConstraintTemplate {
  const { metadata, spec } = rawTemplate.parse(item);
  return { name: metadata.name, kind: spec.crd.spec.names.kind };
}

const rawConstraint = z.object({
  metadata: objectMetadata,
  spec: orDefault(
    z.object({
      enforcementAction: maybe(z.string()),
      match: maybe(wholeJson),
      parameters: maybe(wholeJson),
    }),
    { enforcementAction: undefined, match: undefined, parameters: undefined },
  ),
});

export function projectConstraint(kind: string, item: unknown): Constraint {
  const { metadata, spec } = rawConstraint.parse(item);
  return {
    kind,
    name: metadata.name,
    enforcementAction: spec.enforcementAction || 'deny',
    match: spec.match,
    parameters: spec.parameters,
  };
}
