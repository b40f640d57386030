import type { KubernetesReadId } from '../model/reads.ts';
import {
  projectAdmissionPolicyBinding,
  projectValidatingAdmissionPolicy,
} from './projections/admission-policies.ts';
import { projectConstraintTemplate } from './projections/gatekeeper.ts';
import { projectGateway, projectReferenceGrant } from './projections/gateways.ts';
import { projectIngress, projectIngressClass } from './projections/ingresses.ts';
import { projectLimitRange, projectResourceQuota } from './projections/limits.ts';
import { projectNode, projectNodeClass } from './projections/nodes.ts';
import { podsOfPage } from './projections/pods.ts';
import {
  projectCiliumConfig,
  projectNamespace,
  projectNetworkPolicy,
  projectVpcCniConfig,
} from './projections/policies.ts';
import { projectPolicyEndpoint } from './projections/policy-endpoints.ts';
import { projectBinding, projectRole } from './projections/rbac.ts';
import { projectServiceAccount } from './projections/service-accounts.ts';
import { projectService, projectWrittenEndpoints } from './projections/services.ts';
import {
  projectPersistentVolume,
  projectPersistentVolumeClaim,
  projectStorageClass,
} from './projections/storage.ts';
import { projectWebhooks } from './projections/webhooks.ts';
import { sharedSpecs } from './shared-specs.ts';
import { type Shelf, shelf, shelfOfPages } from './shelf.ts';
import type { FamilyReadId } from './shelf-families.ts';

/** One empty shelf for each read of Kubernetes that is of no family. */
export function kubernetesShelves() {
  const share = sharedSpecs();
  return {
    namespaces: shelf(projectNamespace),
    pods: shelfOfPages(() => podsOfPage(share)),
    networkpolicies: shelf(projectNetworkPolicy),
    roles: shelf((raw) => projectRole('Role', raw)),
    clusterroles: shelf((raw) => projectRole('ClusterRole', raw)),
    rolebindings: shelf((raw) => projectBinding('RoleBinding', raw)),
    clusterrolebindings: shelf((raw) => projectBinding('ClusterRoleBinding', raw)),
    'configmaps/kube-system/amazon-vpc-cni': shelf(projectVpcCniConfig),
    'configmaps/kube-system/cilium-config': shelf(projectCiliumConfig),
    'policyendpoints.networking.k8s.aws': shelf(projectPolicyEndpoint),
    'nodeclasses.eks.amazonaws.com': shelf(projectNodeClass),
    services: shelf(projectService),
    endpointslices: shelf(projectWrittenEndpoints),
    ingresses: shelf(projectIngress),
    ingressclasses: shelf(projectIngressClass),
    'gateways.gateway.networking.k8s.io': shelf(projectGateway),
    'referencegrants.gateway.networking.k8s.io': shelf(projectReferenceGrant),
    nodes: shelf(projectNode),
    serviceaccounts: shelf(projectServiceAccount),
    persistentvolumes: shelf(projectPersistentVolume),
    persistentvolumeclaims: shelf(projectPersistentVolumeClaim),
    storageclasses: shelf(projectStorageClass),
    resourcequotas: shelf(projectResourceQuota),
    limitranges: shelf(projectLimitRange),
    validatingadmissionpolicies: shelf(projectValidatingAdmissionPolicy),
    validatingadmissionpolicybindings: shelf(projectAdmissionPolicyBinding),
    validatingwebhookconfigurations: shelf((raw) =>
      projectWebhooks('ValidatingWebhookConfiguration', raw),
    ),
    mutatingwebhookconfigurations: shelf((raw) =>
      projectWebhooks('MutatingWebhookConfiguration', raw),
    ),
    'constrainttemplates.templates.gatekeeper.sh': shelf(projectConstraintTemplate),
  } satisfies Record<Exclude<KubernetesReadId, FamilyReadId>, Shelf<unknown>>;
}
