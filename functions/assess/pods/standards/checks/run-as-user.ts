import type { Check, Fault, PlacedSpec } from '../check.ts';
import { outsideUserNamespaces } from '../exempt-pods.ts';
import { faultAt } from '../faults.ts';

/**
 * Pod Security Standards, restricted, "Running as Non-root user", from v1.23; relaxed from v1.35. A
 * pod that says 0 fails even where every container says another number.
 */
export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  reason: 'runAsUser=0',
  versions: [
    { since: 23, faultsIn: rootUserFaults },
    { since: 35, faultsIn: outsideUserNamespaces(rootUserFaults) },
  ],
};

function rootUserFaults({ setters }: PlacedSpec): readonly Fault[] {
  return setters
    .filter(({ securityContext }) => securityContext.runAsUser === 0)
    .map((place) => faultAt(place, 'securityContext.runAsUser', '0'));
}
