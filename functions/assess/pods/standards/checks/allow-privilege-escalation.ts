import type { Check, Fault, StandardsPod } from '../check.ts';
import { outsideWindows } from '../exempt-pods.ts';
import { containersIn, faultAt } from '../setters.ts';

/**
 * Pod Security Standards, restricted, "Privilege Escalation", from v1.8, when the field came; without
 * pods for Windows from v1.25. Every container says false itself.
 */
export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  reason: 'allowPrivilegeEscalation != false',
  versions: [
    { since: 8, faultsIn: escalationFaults },
    { since: 25, faultsIn: outsideWindows(escalationFaults) },
  ],
};

function escalationFaults({ spec }: StandardsPod): readonly Fault[] {
  return containersIn(spec).flatMap((place) => {
    const allowed = place.container.securityContext.allowPrivilegeEscalation;
    if (allowed === false) return [];
    const value = allowed === undefined ? undefined : String(allowed);
    return [faultAt(place, 'securityContext.allowPrivilegeEscalation', value)];
  });
}
