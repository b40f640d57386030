import type { Check, Fault, PlacedSpec } from '../check.ts';
import { annotationFault, faultAt } from '../faults.ts';

const annotationPrefix = 'container.apparmor.security.beta.kubernetes.io/';
const allowedTypes: readonly (string | undefined)[] = ['RuntimeDefault', 'Localhost'];

/** Pod Security Standards, baseline, "AppArmor", from v1.0: fields and annotations. */
export const appArmorProfile: Check = {
  id: 'appArmorProfile',
  level: 'baseline',
  reason: 'forbidden AppArmor profile',
  versions: [{ since: 0, faultsIn: (pod) => [...fieldFaults(pod), ...annotationFaults(pod)] }],
};

function fieldFaults({ setters }: PlacedSpec): readonly Fault[] {
  return setters.flatMap((place) => {
    const profile = place.securityContext.appArmorProfile;
    return profile === undefined || allowedTypes.includes(profile.type)
      ? []
      : [faultAt(place, 'securityContext.appArmorProfile.type', profile.type)];
  });
}

/** An annotation counts even where it names no container of the pod. */
function annotationFaults({ annotations }: PlacedSpec): readonly Fault[] {
  return Object.entries(annotations)
    .filter(([name, profile]) => name.startsWith(annotationPrefix) && !isAllowed(profile))
    .map(([name, profile]) => annotationFault(name, profile));
}

function isAllowed(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}
