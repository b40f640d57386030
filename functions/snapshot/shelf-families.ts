import {
  type ConstraintReadId,
  constraintReadIds,
  type KubernetesRead,
  type KyvernoExceptionReadId,
  type KyvernoReadId,
  kubernetesReads,
  kyvernoExceptionReadIds,
  kyvernoReadIds,
  type OtherPolicyReadId,
  otherPolicyReadIds,
  type PolicyObjectReadId,
  policyObjectReadIds,
  type RouteReadId,
  routeReadIds,
  type SecretSourceReadId,
  secretSourceReadIds,
  type WorkloadReadId,
  workloadReadIds,
} from '../model/reads.ts';
import { projectConstraint } from './projections/gatekeeper.ts';
import { projectKyvernoCelPolicy } from './projections/kyverno-cel-policies.ts';
import { projectKyvernoException } from './projections/kyverno-exceptions.ts';
import { projectKyvernoPolicy } from './projections/kyverno-policies.ts';
import { projectOtherPolicy } from './projections/other-policies.ts';
import { projectRoute } from './projections/routes.ts';
import { projectSecretSource } from './projections/secret-sources.ts';
import { projectWorkload } from './projections/workloads.ts';
import { type Shelf, shelf } from './shelf.ts';

/** Reads of which several are projected alike: what they give is told apart by kind. */
export type FamilyReadId =
  | WorkloadReadId
  | OtherPolicyReadId
  | PolicyObjectReadId
  | RouteReadId
  | SecretSourceReadId
  | KyvernoReadId
  | KyvernoExceptionReadId
  | ConstraintReadId;

/** One empty shelf for each read of each family. */
export function shelfFamilies() {
  return {
    workloads: family(workloadReadIds, ({ kind }, raw) => projectWorkload(kind, raw)),
    otherPolicies: family(otherPolicyReadIds, projectOtherPolicy),
    policyObjects: family(policyObjectReadIds, projectOtherPolicy),
    routes: family(routeReadIds, ({ kind }, raw) => projectRoute(kind, raw)),
    secretSources: family(secretSourceReadIds, ({ kind }, raw) => projectSecretSource(kind, raw)),
    kyvernoPolicies: family(kyvernoReadIds, projectAnyKyvernoPolicy),
    kyvernoExceptions: family(kyvernoExceptionReadIds, (_, raw) => projectKyvernoException(raw)),
    constraints: family(constraintReadIds, ({ kind }, raw) => projectConstraint(kind, raw)),
  };
}

function projectAnyKyvernoPolicy(read: KubernetesRead, raw: unknown) {
  return read.apiGroup === 'kyverno.io'
    ? projectKyvernoPolicy(read, raw)
    : projectKyvernoCelPolicy(read, raw);
}

function family<Id extends FamilyReadId, Item>(
  ids: readonly Id[],
  project: (read: KubernetesRead & { readonly id: Id }, raw: unknown) => Item,
): ReadonlyMap<Id, Shelf<Item>> {
  return new Map(
    ids.map((id) => {
      const known = kubernetesReads.find((read) => read.id === id);
      if (known === undefined) throw new Error(`${id} is in a family and is no read`);
      const read: KubernetesRead & { readonly id: Id } = { ...known, id };
      return [id, shelf((raw) => project(read, raw))];
    }),
  );
}
