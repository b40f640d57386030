import { alsoIn, clusterScoped, customKind, type KubernetesRead } from './kubernetes-read.ts';

const policiesGroup = 'policies.kyverno.io' as const;

/** Of Kyverno's policies in CEL; the fields that are kept did not change. */
const celPolicyKind = <Resource extends string>(resource: Resource, kind: string) =>
  alsoIn(
    customKind([policiesGroup, 'v1'], resource, kind),
    `${policiesGroup}/v1beta1`,
    `${policiesGroup}/v1alpha1`,
  );

const kyvernoKind = <Resource extends string>(resource: Resource, kind: string) =>
  alsoIn(customKind(['kyverno.io', 'v1'], resource, kind), 'kyverno.io/v2beta1');

export const kyvernoPolicyReads = [
  clusterScoped(kyvernoKind('clusterpolicies', 'ClusterPolicy')),
  kyvernoKind('policies', 'Policy'),
  clusterScoped(celPolicyKind('validatingpolicies', 'ValidatingPolicy')),
  celPolicyKind('namespacedvalidatingpolicies', 'NamespacedValidatingPolicy'),
  clusterScoped(celPolicyKind('imagevalidatingpolicies', 'ImageValidatingPolicy')),
  celPolicyKind('namespacedimagevalidatingpolicies', 'NamespacedImageValidatingPolicy'),
] as const satisfies readonly KubernetesRead[];

/** Each group of policies has exceptions of its own. */
export const kyvernoExceptionReads = [
  alsoIn(
    customKind(['kyverno.io', 'v2'], 'policyexceptions', 'PolicyException'),
    'kyverno.io/v2beta1',
    'kyverno.io/v2alpha1',
  ),
  celPolicyKind('policyexceptions', 'PolicyException'),
] as const satisfies readonly KubernetesRead[];

export const constraintTemplateRead = clusterScoped(
  alsoIn(
    customKind(['templates.gatekeeper.sh', 'v1'], 'constrainttemplates', 'ConstraintTemplate'),
    'templates.gatekeeper.sh/v1beta1',
    'templates.gatekeeper.sh/v1alpha1',
  ),
);

/** A kind of Gatekeeper's library for pod security; its resource is the kind in lower case. */
const constraintKind = <Kind extends string>(kind: Kind) =>
  ({
    ...clusterScoped(
      customKind(
        ['constraints.gatekeeper.sh', 'v1beta1'],
        kind.toLowerCase() as Lowercase<Kind>,
        kind,
      ),
    ),
    comesWith: constraintTemplateRead.id,
  }) as const;

export const constraintReads = [
  constraintKind('K8sPSPPrivilegedContainer'),
  constraintKind('K8sPSPHostNamespace'),
  constraintKind('K8sPSPHostNetworkingPorts'),
  constraintKind('K8sPSPHostFilesystem'),
  constraintKind('K8sPSPVolumeTypes'),
  constraintKind('K8sPSPCapabilities'),
  constraintKind('K8sPSPAllowPrivilegeEscalationContainer'),
  constraintKind('K8sPSPAllowedUsers'),
  constraintKind('K8sPSPSeccompV2'),
  constraintKind('K8sPSPSeccomp'),
  constraintKind('K8sPSPSELinuxV2'),
  constraintKind('K8sPSPAppArmor'),
  constraintKind('K8sPSPProcMount'),
  constraintKind('K8sPSPForbiddenSysctls'),
] as const satisfies readonly KubernetesRead[];
