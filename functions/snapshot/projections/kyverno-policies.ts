import * as z from 'zod';
import type { KyvernoPolicy, KyvernoRule } from '../../model/admission-objects.ts';
import { listOf, maybe, orDefault } from '../../model/kube-schema.ts';
import type { KubernetesRead } from '../../model/reads.ts';
import { kyvernoMatch } from './kyverno-match.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

/** Only whether it is there is kept: variables and conditions can hold anything. */
const anything = maybe(z.unknown());
const anyList = listOf(z.unknown());

const podSecurity = z.object({
  level: maybe(z.string()),
  version: maybe(z.string()),
  exclude: anyList,
});

const rule = z.object({
  name: orDefault(z.string(), ''),
  match: maybe(kyvernoMatch),
  exclude: maybe(kyvernoMatch),
  preconditions: anything,
  celPreconditions: anyList,
  context: anyList,
  validate: maybe(
    z.object({
      failureAction: maybe(z.string()),
      failureActionOverrides: anyList,
      podSecurity: maybe(podSecurity),
    }),
  ),
  verifyImages: listOf(z.object({ failureAction: maybe(z.string()) })),
});

const rawPolicy = z.object({
  metadata: objectMetadata,
  spec: z.object({
    validationFailureAction: maybe(z.string()),
    validationFailureActionOverrides: anyList,
    admission: orDefault(z.boolean(), true),
    failurePolicy: maybe(z.string()),
    applyRules: maybe(z.string()),
    webhookConfiguration: maybe(
      z.object({ failurePolicy: maybe(z.string()), matchConditions: anyList }),
    ),
    rules: listOf(rule),
  }),
});

type RawPolicy = z.output<typeof rawPolicy>['spec'];
type RawRule = z.output<typeof rule>;

/** ClusterPolicy and Policy of `kyverno.io`. */
export function projectKyvernoPolicy(
  { kind, isNamespaced }: Pick<KubernetesRead, 'kind' | 'isNamespaced'>,
  item: unknown,
): KyvernoPolicy {
  const { metadata, spec } = rawPolicy.parse(item);
  const { namespace, name } = namespacedName(metadata);
  return {
    kind,
    namespace: isNamespaced === false ? undefined : namespace,
    name,
    failureAction: failureActionOf(spec.validationFailureAction),
    hasOverrides:
      spec.validationFailureActionOverrides.length > 0 ||
      spec.rules.some(({ validate }) => (validate?.failureActionOverrides.length ?? 0) > 0),
    failurePolicy: spec.webhookConfiguration?.failurePolicy ?? spec.failurePolicy ?? 'Fail',
    isForAdmission: spec.admission,
    rules: spec.rules.map((given) => ruleOf(given, spec)),
  };
}

function ruleOf(given: RawRule, policy: RawPolicy): KyvernoRule {
  const { validate } = given;
  const ownAction = validate?.failureAction ?? actionOfImages(given.verifyImages);
  return {
    name: given.name,
    match: given.match,
    exclude: given.exclude,
    isConditional: isConditional(given, policy),
    podSecurity: validate?.podSecurity && {
      level: validate.podSecurity.level,
      version: validate.podSecurity.version,
      hasExclusions: validate.podSecurity.exclude.length > 0,
    },
    validates: validate !== undefined,
    verifiesImages: given.verifyImages.length > 0,
    failureAction: ownAction === undefined ? undefined : failureActionOf(ownAction),
  };
}

/** Images of one rule can be verified with several actions; only what all of them do is sure. */
function actionOfImages(verifyImages: RawRule['verifyImages']): string | undefined {
  const given = verifyImages.flatMap(({ failureAction }) => failureAction ?? []);
  if (given.length === 0) return undefined;
  const enforced = given.filter((action) => failureActionOf(action) === 'Enforce');
  return enforced.length === verifyImages.length ? 'Enforce' : 'Audit';
}

/** With `applyRules: One` a rule is left out where one before it applied. */
function isConditional(given: RawRule, policy: RawPolicy): boolean {
  return (
    given.preconditions !== undefined ||
    given.celPreconditions.length > 0 ||
    given.context.length > 0 ||
    (policy.applyRules === 'One' && policy.rules.length > 1) ||
    (policy.webhookConfiguration?.matchConditions.length ?? 0) > 0
  );
}

/** Kyverno also takes the lower-case words that it began with. */
function failureActionOf(given: string | undefined): string {
  return given?.toLowerCase() === 'enforce' ? 'Enforce' : 'Audit';
}
