import type { Check, Fault, StandardsPod } from '../check.ts';
import { outsideUserNamespaces } from '../exempt-pods.ts';
import { faultAt, settersIn } from '../setters.ts';

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

function rootUserFaults({ spec }: StandardsPod): readonly Fault[] {
  return settersIn(spec)
    .filter(({ securityContext }) => securityContext.runAsUser === 0)
    .map((place) => faultAt(place, 'securityContext.runAsUser', '0'));
}
