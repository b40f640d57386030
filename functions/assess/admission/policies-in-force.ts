import type { KyvernoRule } from '../../model/admission-objects.ts';
import { gapsIn, gapText } from '../../model/gaps.ts';
import { constraintReadIds, type ReadId } from '../../model/reads.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { everyOf, someOf } from './certainty.ts';
import { constraintMatching, denies } from './gatekeeper-guards.ts';
import { areConstraintsRead, isBesideThePoint } from './gatekeeper-library.ts';
import { matchingOf, refuses } from './kyverno-rules.ts';
import { type Matching, podMakers } from './match-resources.ts';
import { type Doubt, doubtTexts } from './namespace-guards.ts';
import { gatekeeper, kyverno, type PolicyEngine } from './policy-engines.ts';
import { admissionPolicyReads, denyingPolicies } from './validating-admission-policies.ts';
import { engineWebhooks, hasStrictWebhook } from './webhooks.ts';

/** Whether the cluster has something of a kind in force, and what leaves that open. */
export type InForce = { readonly isInForce: Certainty; readonly missing: readonly string[] };

/** A policy that may be in force, or is. */
type Candidate = Doubt & { readonly isInForce: Certainty };

const engineReads = [
  'validatingwebhookconfigurations',
  'clusterpolicies.kyverno.io',
  'validatingpolicies.policies.kyverno.io',
  'imagevalidatingpolicies.policies.kyverno.io',
  'constrainttemplates.templates.gatekeeper.sh',
  ...constraintReadIds,
] as const satisfies readonly ReadId[];

/** Reads that tell what policies of the cluster refuse workloads. */
export const policyReads: readonly ReadId[] = [
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  ...engineReads,
];

/**
 * Policies that refuse pods, or what makes them, whatever they ask for. A policy of one namespace is
 * none of the cluster. An engine counts where a strict webhook shows that it is asked: policies
 * alone may be left from one that is gone.
 */
export function refusingPolicies(snapshot: Snapshot): InForce {
  return inForce(
    snapshot,
    [...admissionPolicyReads(snapshot), ...engineReads],
    [
      ...admissionPolicies(snapshot),
      ...kyvernoPolicies(snapshot, ({ validates, verifiesImages }) => validates || verifiesImages),
      ...constraints(snapshot),
      ...templates(snapshot, () => true),
      ...otherEngines(snapshot, () => true),
    ],
  );
}

/** Reads that tell whether signatures of images are verified. */
export const imageVerificationReads = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'clusterpolicies.kyverno.io',
  'imagevalidatingpolicies.policies.kyverno.io',
  'constrainttemplates.templates.gatekeeper.sh',
] as const satisfies readonly ReadId[];

/**
 * Policies that verify signatures of images, whichever images they name. CEL of the API server
 * cannot do so, and Gatekeeper does by templates that ask another program.
 */
export function imageVerification(snapshot: Snapshot): InForce {
  return inForce(snapshot, imageVerificationReads, [
    ...kyvernoPolicies(snapshot, ({ verifiesImages }) => verifiesImages),
    ...templates(snapshot, (kind) => !areConstraintsRead(kind) && !isBesideThePoint(kind)),
    ...otherEngines(snapshot, ({ mayVerifyImages }) => mayVerifyImages === true),
  ]);
}

function inForce(
  snapshot: Snapshot,
  reads: readonly ReadId[],
  candidates: readonly Candidate[],
): InForce {
  const isInForce = someOf(candidates.map((candidate) => candidate.isInForce));
  if (isInForce === 'yes') return { isInForce, missing: [] };
  const doubtful = candidates.filter((candidate) => candidate.isInForce === 'undefined');
  const missing = [...gapsIn(snapshot, reads).map(gapText), ...doubtTexts(doubtful)];
  return { isInForce: missing.length > 0 ? 'undefined' : 'no', missing };
}

function isForWorkloads({ names }: Matching): Certainty {
  return someOf(podMakers.map(names));
}

function admissionPolicies(snapshot: Snapshot): readonly Candidate[] {
  return denyingPolicies(snapshot).map(({ policy, matching }) => ({
    isInForce: isForWorkloads(matching),
    object: { kind: 'ValidatingAdmissionPolicy', name: policy.name },
    why: 'what it is for is not known',
  }));
}

function kyvernoPolicies(
  snapshot: Snapshot,
  isAskedFor: (rule: KyvernoRule) => boolean,
): readonly Candidate[] {
  const isAsked = strictness(snapshot, kyverno);
  return snapshot.kyvernoPolicies
    .filter(({ namespace }) => namespace === undefined)
    .map((policy) => {
      const { kind, name } = policy;
      const rules = policy.rules.filter(isAskedFor);
      const acting = rules.map((rule) =>
        everyOf([refuses(policy, rule), isForWorkloads(matchingOf(policy, rule)), isAsked]),
      );
      const why = 'it is not known whether Kyverno acts on it';
      return { isInForce: someOf(acting), object: { kind, name }, why };
    });
}

function constraints(snapshot: Snapshot): readonly Candidate[] {
  const isAsked = strictness(snapshot, gatekeeper);
  return snapshot.constraints.map((constraint) => {
    const { kind, name } = constraint;
    const isForThem = isForWorkloads(constraintMatching(constraint));
    return {
      isInForce: everyOf([denies(constraint), isForThem, isAsked]),
      object: { kind, name },
      why: 'it is not known whether Gatekeeper acts on it',
    };
  });
}

function strictness(snapshot: Snapshot, engine: PolicyEngine): Certainty {
  return hasStrictWebhook(snapshot, engine) ? 'yes' : 'undefined';
}

function templates(
  { constraintTemplates }: Snapshot,
  isAskedFor: (kind: string) => boolean,
): readonly Candidate[] {
  return constraintTemplates
    .filter(({ kind }) => !areConstraintsRead(kind) && isAskedFor(kind))
    .map(({ name }) => ({
      isInForce: 'undefined',
      object: { kind: 'ConstraintTemplate', name },
      why: 'its rules and its constraints are not read',
    }));
}

function otherEngines(
  snapshot: Snapshot,
  isAskedFor: (engine: PolicyEngine) => boolean,
): readonly Candidate[] {
  return engineWebhooks(snapshot)
    .filter(({ engine }) => engine !== kyverno && engine !== gatekeeper)
    .filter(({ engine, isStrict }) => isStrict && isAskedFor(engine))
    .map(({ engine, webhook }) => ({
      isInForce: 'undefined',
      object: { kind: webhook.kind, name: webhook.configuration },
      why: `the policies of ${engine.title} are not read`,
    }));
}
