import type { Check, Fault, PlacedSpec } from '../check.ts';
import { annotationFault } from '../faults.ts';
import { badSeccompProfiles } from '../seccomp.ts';

/**
 * Pod Security Standards, baseline, "Seccomp": annotations before v1.19, fields from there on. A
 * profile that is not set is allowed, Unconfined is not.
 */
export const seccompProfileBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  reason: 'seccompProfile',
  versions: [
    { since: 0, faultsIn: annotationFaults },
    { since: 19, faultsIn: badSeccompProfiles },
  ],
};

/** The annotation of the pod, and those that name a container which it has. */
function annotationFaults({ containers, annotations }: PlacedSpec): readonly Fault[] {
  const names = [
    'seccomp.security.alpha.kubernetes.io/pod',
    ...containers.map(
      ({ container }) => `container.seccomp.security.alpha.kubernetes.io/${container.name}`,
    ),
  ];
  return names.flatMap((name) => {
    const profile = annotations[name];
    return profile === undefined || isAllowed(profile) ? [] : [annotationFault(name, profile)];
  });
}

function isAllowed(profile: string): boolean {
  return (
    profile === 'runtime/default' ||
    profile === 'docker/default' ||
    profile.startsWith('localhost/')
  );
}
