import { constraintReadIds } from '../../model/reads.ts';

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
