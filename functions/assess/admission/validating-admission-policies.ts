import type {
  AdmissionPolicyBinding,
  ValidatingAdmissionPolicy,
} from '../../model/admission-objects.ts';
import { gapsIn } from '../../model/gaps.ts';
import type { ReadId } from '../../model/reads.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import { everyOf } from './certainty.ts';
import { type Guard, possibleGuard } from './guard.ts';
import { type Matching, pods, readMatchResources } from './match-resources.ts';

/** A policy that a binding makes refuse what it finds. */
export type DenyingPolicy = {
  readonly policy: ValidatingAdmissionPolicy;
  readonly binding: AdmissionPolicyBinding;
  readonly matching: Matching;
};

const known = new WeakMap<Snapshot, readonly DenyingPolicy[]>();

export function denyingPolicies(snapshot: Snapshot): readonly DenyingPolicy[] {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const bindings = Map.groupBy(
    snapshot.admissionPolicyBindings.filter(isDenying),
    ({ policyName }) => policyName,
  );
  const found = snapshot.validatingAdmissionPolicies
    // One without validations only writes to the audit log.
    .filter(({ validations }) => validations.length > 0)
    .flatMap((policy) =>
      (bindings.get(policy.name) ?? []).map((binding) => ({
        policy,
        binding,
        matching: matchingOf(policy, binding),
      })),
    );
  known.set(snapshot, found);
  return found;
}

/** Reads that tell of policies in force: of policies that are none there is nothing to bind. */
export function admissionPolicyReads(snapshot: Snapshot): readonly ReadId[] {
  const unseen = gapsIn(snapshot, ['validatingadmissionpolicies']);
  const hasPolicies = unseen.length + snapshot.validatingAdmissionPolicies.length > 0;
  return hasPolicies
    ? ['validatingadmissionpolicies', 'validatingadmissionpolicybindings']
    : ['validatingadmissionpolicies'];
}

export function isDenying({ validationActions }: AdmissionPolicyBinding): boolean {
  return validationActions.includes('Deny');
}

function matchingOf(policy: ValidatingAdmissionPolicy, binding: AdmissionPolicyBinding): Matching {
  const parts = [
    readMatchResources(policy.matchConstraints),
    readMatchResources(binding.matchResources ?? {}),
  ];
  return {
    names: (created) => everyOf(parts.map(({ names }) => names(created))),
    covers: (created, namespace) => everyOf(parts.map(({ covers }) => covers(created, namespace))),
  };
}

/** Policies of the API server that refuse pods in a namespace, whatever their CEL says. */
export function admissionPolicyGuards(namespace: Namespace, snapshot: Snapshot): readonly Guard[] {
  const names = denyingPolicies(snapshot)
    .filter(({ matching }) => matching.covers(pods, namespace) !== 'no')
    .map(({ policy }) => policy.name);
  return [...new Set(names)].map((name) =>
    possibleGuard(
      'ValidatingAdmissionPolicy',
      { kind: 'ValidatingAdmissionPolicy', name },
      'its expressions are not evaluated',
    ),
  );
}
