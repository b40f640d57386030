import type { Snapshot } from '../../model/snapshot.ts';
import type { NeedlessRule } from './needless-rules.ts';
import { type Direction, directions, type Policy, type PolicyRef } from './policies/policy.ts';

/*
 * Some policies isolate a direction because there are rules for it: those of Cilium always, and those
 * that leave out their types (policyTypes, types). Without its last rule such a policy isolates nothing.
 */

/** Needless rules without the one in each list of rules that the pods stay isolated by. */
export function withoutIsolatingRules(
  found: readonly NeedlessRule[],
  parts: readonly Policy[],
  snapshot: Snapshot,
): readonly NeedlessRule[] {
  const needless = new Set(found.map(({ path }) => path));
  const isolating = directions.flatMap((direction) => {
    const hanging = parts.filter((policy) => hangsOnRules(policy, direction, snapshot));
    if (hanging.length === 0) return [];
    // A policy that denies stands beside the one that isolates, and is written in the same object.
    const rules = parts.flatMap((policy) => policy[direction]?.rules ?? []);
    const lists = Map.groupBy(new Set(rules.map(({ path }) => path)), specOf);
    return [...lists.values()]
      .filter((paths) => paths.every((path) => needless.has(path)))
      .flatMap(([first]) => first ?? []);
  });
  return found.filter(({ path }) => !isolating.includes(path));
}

/** `spec`, `specs[1]`. */
function specOf(path: string): string {
  return path.slice(0, path.indexOf('.'));
}

function hangsOnRules(
  { ref, ...policy }: Policy,
  direction: Direction,
  snapshot: Snapshot,
): boolean {
  if (policy[direction]?.isolates !== true) return false;
  // "If no policyTypes are specified on a NetworkPolicy then by default Ingress will always be set".
  if (ref.family === 'NetworkPolicy' && direction === 'ingress') return false;
  return !specsOf(ref, snapshot).some(namesDirections);
}

function specsOf(ref: PolicyRef, { networkPolicies, otherPolicies }: Snapshot): readonly unknown[] {
  const isNamed = (given: { readonly namespace?: string | undefined; readonly name: string }) =>
    given.name === ref.name && (given.namespace ?? 'default') === (ref.namespace ?? 'default');
  return ref.family === 'NetworkPolicy'
    ? networkPolicies.filter(isNamed).map(({ spec }) => spec)
    : otherPolicies
        .filter((given) => isNamed(given) && ref.family.endsWith(given.kind))
        .flatMap(({ specs }) => specs);
}

function namesDirections(spec: unknown): boolean {
  if (typeof spec !== 'object' || spec === null) return false;
  const types = 'policyTypes' in spec ? spec.policyTypes : 'types' in spec && spec.types;
  return Array.isArray(types) && types.length > 0;
}
