import type { Check, Fault, PlacedSpec } from '../check.ts';
import { outsideWindows } from '../exempt-pods.ts';
import { faultAt } from '../faults.ts';
import { badSeccompProfiles, isAllowedSeccomp, seccompField } from '../seccomp.ts';

const overrides = ['seccompProfile_baseline'];

/**
 * Pod Security Standards, restricted, "Seccomp", from v1.19; without pods for Windows from v1.25. A
 * profile is required for every container, its own or the pod's.
 */
export const seccompProfileRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  reason: 'seccompProfile',
  versions: [
    { since: 19, overrides, faultsIn: seccompFaults },
    { since: 25, overrides, faultsIn: outsideWindows(seccompFaults) },
  ],
};

/** A bad profile of the pod counts even where every container has a good one. */
function seccompFaults(pod: PlacedSpec): readonly Fault[] {
  const bad = badSeccompProfiles(pod);
  if (bad.length > 0) return bad;
  const ofPod = pod.spec.securityContext.seccompProfile;
  if (ofPod !== undefined && isAllowedSeccomp(ofPod)) return [];
  return pod.containers
    .filter(({ securityContext }) => securityContext.seccompProfile === undefined)
    .map((place) => faultAt(place, seccompField));
}
