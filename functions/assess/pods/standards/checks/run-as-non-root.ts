import type { Check, Fault, PlacedSpec } from '../check.ts';
import { outsideUserNamespaces } from '../exempt-pods.ts';
import { faultAt } from '../faults.ts';

const field = 'securityContext.runAsNonRoot';

/** Pod Security Standards, restricted, "Running as Non-root", from v1.0; relaxed from v1.35. */
export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  reason: 'runAsNonRoot != true',
  versions: [
    { since: 0, faultsIn: rootFaults },
    { since: 35, faultsIn: outsideUserNamespaces(rootFaults) },
  ],
};

/** Whoever says false, the pod included; and a container that nobody said true for. */
function rootFaults({ spec, setters, containers }: PlacedSpec): readonly Fault[] {
  const saidFalse = setters.filter(({ securityContext }) => securityContext.runAsNonRoot === false);
  if (saidFalse.length > 0) return saidFalse.map((place) => faultAt(place, field, 'false'));
  if (spec.securityContext.runAsNonRoot === true) return [];
  return containers
    .filter(({ securityContext }) => securityContext.runAsNonRoot === undefined)
    .map((place) => faultAt(place, field));
}
