import { constraintReadIds } from '../../model/reads.ts';
import type { GuardedLevel } from './guard.ts';

/**
 * Templates of Gatekeeper's library (open-policy-agent/gatekeeper-library) that say nothing about
 * what the Pod Security Standards say, or so little that none of them comes to a level.
 */
const besideThePoint: ReadonlySet<string> = new Set([
  'K8sAllowedRepos',
  'K8sBlockCreationWithDefaultServiceAccount',
  'K8sBlockEndpointEditDefaultRole',
  'K8sBlockLoadBalancer',
  'K8sBlockNodePort',
  'K8sBlockWildcardIngress',
  'K8sContainerEphemeralStorageLimit',
  'K8sContainerLimits',
  'K8sContainerRatios',
  'K8sContainerRequests',
  'K8sDisallowAnonymous',
  'K8sDisallowedRepos',
  'K8sDisallowedRoleBindingSubjects',
  'K8sDisallowedTags',
  'K8sDisallowInteractiveTTY',
  'K8sExternalIPs',
  'K8sHorizontalPodAutoscaler',
  'K8sHttpsOnly',
  'K8sImageDigests',
  'K8sPodDisruptionBudget',
  'K8sPSPAutomountServiceAccountTokenPod',
  'K8sPSPFlexVolumes',
  'K8sPSPFSGroup',
  'K8sPSPReadOnlyRootFilesystem',
  'K8sReplicaLimits',
  'K8sRequiredAnnotations',
  'K8sRequiredLabels',
  'K8sRequiredProbes',
  'K8sRequiredResources',
  'K8sStorageClass',
  'K8sUniqueIngressHost',
  'K8sUniqueServiceSelector',
  'NoUpdateServiceAccount',
  'VerifyDeprecatedAPI',
]);

const readKinds: ReadonlySet<string> = new Set(constraintReadIds);

/** Whether the constraints of a template are in the snapshot. */
export function areConstraintsRead(kind: string): boolean {
  return readKinds.has(`${kind.toLowerCase()}.constraints.gatekeeper.sh`);
}

/** Whether a template is known to come to no level of the standards and to verify no signature. */
export function isBesideThePoint(kind: string): boolean {
  return besideThePoint.has(kind);
}

/** Kinds of the library without which their aspect of baseline is not covered; one of each will do. */
const kindsForBaseline: readonly (readonly string[])[] = [
  ['K8sPSPPrivilegedContainer'],
  ['K8sPSPHostNamespace'],
  ['K8sPSPHostNetworkingPorts'],
  ['K8sPSPCapabilities'],
  ['K8sPSPHostFilesystem', 'K8sPSPVolumeTypes'],
];

const kindsFor: Readonly<Record<GuardedLevel, readonly (readonly string[])[]>> = {
  baseline: kindsForBaseline,
  restricted: [
    ...kindsForBaseline,
    ['K8sPSPAllowPrivilegeEscalationContainer'],
    ['K8sPSPAllowedUsers'],
    ['K8sPSPSeccompV2', 'K8sPSPSeccomp'],
  ],
};

/** Whether constraints of these kinds may come to a level: no kind covers the aspect of another. */
export function mayComeTo(level: GuardedLevel, kinds: readonly string[]): boolean {
  return kindsFor[level].every((aspect) => aspect.some((kind) => kinds.includes(kind)));
}
