import type { Check, Fault, PlacedSpec } from '../check.ts';
import { outsideWindows } from '../exempt-pods.ts';
import { faultAt } from '../faults.ts';

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

function escalationFaults({ containers }: PlacedSpec): readonly Fault[] {
  return containers.flatMap((place) => {
    const allowed = place.securityContext.allowPrivilegeEscalation;
    if (allowed === false) return [];
    const value = allowed === undefined ? undefined : String(allowed);
    return [faultAt(place, 'securityContext.allowPrivilegeEscalation', value)];
  });
}
