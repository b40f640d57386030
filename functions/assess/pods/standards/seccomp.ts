import type { PodSpec } from '../../../model/pod-spec.ts';
import type { Fault, PlacedSpec } from './check.ts';
import { faultAt } from './faults.ts';

type SeccompProfile = PodSpec['securityContext']['seccompProfile'];

export const seccompField = 'securityContext.seccompProfile.type';

export function isAllowedSeccomp(profile: NonNullable<SeccompProfile>): boolean {
  return profile.type === 'RuntimeDefault' || profile.type === 'Localhost';
}

/** Pod and containers that set a profile which is not allowed. */
export function badSeccompProfiles({ setters }: PlacedSpec): readonly Fault[] {
  return setters.flatMap((place) => {
    const { seccompProfile } = place.securityContext;
    return seccompProfile === undefined || isAllowedSeccomp(seccompProfile)
      ? []
      : [faultAt(place, seccompField, seccompProfile.type)];
  });
}
