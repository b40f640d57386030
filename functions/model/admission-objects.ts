import * as z from 'zod';
import { wholeJson } from './kube-schema.ts';

/*
 * What a snapshot keeps of what stands between a request and the cluster: admission policies of
 * Kubernetes, webhooks, and the policies of Kyverno and Gatekeeper.
 */

const namespaced = { namespace: z.string().optional(), name: z.string() };

/** Namespaces, objects and rules that an admission object applies to; kept whole. */
const matching = {
  namespaceSelector: wholeJson.optional(),
  objectSelector: wholeJson.optional(),
};

export const validatingAdmissionPolicySchema = z.strictObject({
  name: z.string(),
  /** `Fail` or `Ignore`. */
  failurePolicy: z.string().default('Fail'),
  /** `spec.matchConstraints`, kept whole. */
  matchConstraints: wholeJson.optional(),
  /** The CEL expressions of `spec.validations`. */
  validations: z.array(z.string()).default([]),
  matchConditions: z.number().int().default(0),
  /** `apiVersion/kind` of `spec.paramKind`. */
  paramKind: z.string().optional(),
});

export const admissionPolicyBindingSchema = z.strictObject({
  name: z.string(),
  policyName: z.string(),
  /** `Deny`, `Warn`, `Audit`. */
  validationActions: z.array(z.string()).default([]),
  /** `spec.matchResources`, kept whole. */
  matchResources: wholeJson.optional(),
  hasParams: z.boolean().default(false),
});

export const webhookSchema = z.strictObject({
  /** `ValidatingWebhookConfiguration` or `MutatingWebhookConfiguration`. */
  kind: z.enum(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']),
  /** Of the configuration. */
  configuration: z.string(),
  /** Of the webhook in it. */
  name: z.string(),
  failurePolicy: z.string().default('Fail'),
  ...matching,
  rules: z
    .array(
      z.strictObject({
        operations: z.array(z.string()).default([]),
        apiGroups: z.array(z.string()).default([]),
        apiVersions: z.array(z.string()).default([]),
        resources: z.array(z.string()).default([]),
        scope: z.string().optional(),
      }),
    )
    .default([]),
  matchConditions: z.number().int().default(0),
  /** Where it is served in the cluster; absent for one at a URL. */
  service: z.strictObject({ namespace: z.string(), name: z.string() }).optional(),
});

const kyvernoRule = z.strictObject({
  name: z.string(),
  /** `match` of the rule; of the kinds of `policies.kyverno.io` it is `spec.matchConstraints`. */
  match: wholeJson.optional(),
  exclude: wholeJson.optional(),
  /** `preconditions` or `context` stand beside the match: what it applies to is not decidable. */
  isConditional: z.boolean().default(false),
  /** `validate.podSecurity`. */
  podSecurity: z
    .strictObject({
      level: z.string().optional(),
      version: z.string().optional(),
      hasExclusions: z.boolean().default(false),
    })
    .optional(),
  /** `validate` in any form. */
  validates: z.boolean().default(false),
  /** `verifyImages`. */
  verifiesImages: z.boolean().default(false),
  /** That of the rule, which goes before that of the policy: `Enforce` or `Audit`. */
  failureAction: z.string().optional(),
});

/** ClusterPolicy and Policy of Kyverno, and its kinds of `policies.kyverno.io`. */
export const kyvernoPolicySchema = z.strictObject({
  kind: z.string(),
  ...namespaced,
  /**
   * `Enforce` where it refuses what it finds, by `spec.validationFailureAction` or the action `Deny`
   * of the newer kinds; `Audit` where it only reports.
   */
  failureAction: z.string().default('Audit'),
  /** `spec.validationFailureActionOverrides` or others that change it by namespace. */
  hasOverrides: z.boolean().default(false),
  /** `spec.failurePolicy`: whether a request passes that Kyverno did not answer; `Fail` where unset. */
  failurePolicy: z.string().default('Fail'),
  /** False for one that is not evaluated when objects are created: for scans, or for other data. */
  isForAdmission: z.boolean().default(true),
  rules: z.array(kyvernoRule).default([]),
});

export const kyvernoExceptionSchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  /** Names of the policies that it excepts from; `namespace/name` of a namespaced one. */
  policies: z.array(z.string()).default([]),
  /** Kept whole, but for the values of annotations; absent where it is written in CEL. */
  match: wholeJson.optional(),
});

/** ConstraintTemplate of Gatekeeper: the kind of constraint that it makes. */
export const constraintTemplateSchema = z.strictObject({ name: z.string(), kind: z.string() });

/** A constraint of Gatekeeper's pod security library. */
export const constraintSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  /** `deny`, `dryrun`, `warn` or `scoped`; `deny` where unset. */
  enforcementAction: z.string().default('deny'),
  /** `spec.match`, kept whole. */
  match: wholeJson.optional(),
  /** `spec.parameters`, kept whole: what the constraint allows all the same. */
  parameters: wholeJson.optional(),
});

export type ValidatingAdmissionPolicy = Readonly<z.infer<typeof validatingAdmissionPolicySchema>>;
export type AdmissionPolicyBinding = Readonly<z.infer<typeof admissionPolicyBindingSchema>>;
export type Webhook = Readonly<z.infer<typeof webhookSchema>>;
export type KyvernoPolicy = Readonly<z.infer<typeof kyvernoPolicySchema>>;
export type KyvernoRule = Readonly<z.infer<typeof kyvernoRule>>;
export type KyvernoException = Readonly<z.infer<typeof kyvernoExceptionSchema>>;
export type ConstraintTemplate = Readonly<z.infer<typeof constraintTemplateSchema>>;
export type Constraint = Readonly<z.infer<typeof constraintSchema>>;
