import type { Pod, Snapshot, Workload } from '../model/snapshot.ts';
import { awsParts } from './aws-parts.ts';
import type { Collected } from './collect.ts';
import { inOrder, inOrderOf } from './in-order.ts';
import { allNamespaces, type Inhabitant } from './namespaces.ts';
import { ownerLookup, topOwnerOf } from './owners.ts';
import type { ListedPod } from './projections/pods.ts';
import type { ListedWorkload } from './projections/workloads.ts';
import { representativePods } from './representative-pods.ts';
import { itemsOf, type Shelves } from './shelves.ts';

type Observed = Omit<
  Snapshot,
  'version' | 'scanId' | 'cluster' | 'source' | 'takenAt' | 'kubernetesVersion'
>;

/** Makes of what was collected the canonical part of a snapshot: owners resolved, all in order. */
export function normalize({ shelves, reads, gaps }: Collected): Observed {
  const { single, families } = shelves;
  const listed = itemsOf(families.workloads);
  const lookup = ownerLookup(listed);
  const livePods = single.pods.items.map((pod) => livePod(pod, topOwnerOf(pod, lookup)));
  const workloads = topWorkloads(listed);
  const pods = [...livePods, ...representativePods(workloads, livePods, lookup)];
  const agent = listed.find(({ vpcCniNodeAgent }) => vpcCniNodeAgent !== undefined);
  const parts = {
    workloads: inOrder(workloads.map(withoutListing)),
    pods: inOrder(pods),
    ...policyParts(shelves),
    ...trafficParts(shelves),
    ...accessParts(shelves),
    ...namespaceParts(shelves),
    ...admissionParts(shelves),
  };
  return {
    reads: [...reads],
    gaps: [...gaps],
    namespaces: inOrder(allNamespaces(single.namespaces.items, inhabitantsOf(parts))),
    ...parts,
    vpcCniNodeAgent: agent?.vpcCniNodeAgent,
    vpcCniConfig: single['configmaps/kube-system/amazon-vpc-cni'].items[0],
    ciliumConfig: single['configmaps/kube-system/cilium-config'].items[0],
    ...awsParts(shelves),
  };
}

function policyParts({ single, families }: Shelves) {
  return {
    networkPolicies: inOrder(single.networkpolicies.items),
    otherPolicies: inOrder(itemsOf(families.otherPolicies)),
    policyObjects: inOrder(itemsOf(families.policyObjects)),
    policyEndpoints: inOrder(single['policyendpoints.networking.k8s.aws'].items),
    nodeClasses: inOrder(single['nodeclasses.eks.amazonaws.com'].items),
  };
}

function trafficParts({ single, families }: Shelves) {
  return {
    services: inOrder(single.services.items),
    writtenEndpoints: inOrder(single.endpointslices.items),
    ingresses: inOrder(single.ingresses.items),
    ingressClasses: inOrder(single.ingressclasses.items),
    gateways: inOrder(single['gateways.gateway.networking.k8s.io'].items),
    routes: inOrder(itemsOf(families.routes)),
    referenceGrants: inOrder(single['referencegrants.gateway.networking.k8s.io'].items),
    nodes: inOrder(single.nodes.items),
  };
}

function accessParts({ single }: Shelves) {
  return {
    roles: inOrder([...single.roles.items, ...single.clusterroles.items]),
    bindings: inOrder([...single.rolebindings.items, ...single.clusterrolebindings.items]),
    serviceAccounts: inOrder(single.serviceaccounts.items),
  };
}

function namespaceParts({ single, families }: Shelves) {
  return {
    persistentVolumes: inOrder(single.persistentvolumes.items),
    persistentVolumeClaims: inOrder(single.persistentvolumeclaims.items),
    storageClasses: inOrder(single.storageclasses.items),
    limits: inOrder([...single.resourcequotas.items, ...single.limitranges.items]),
    secretSources: inOrder(itemsOf(families.secretSources)),
  };
}

function admissionParts({ single, families }: Shelves) {
  const configurations = [
    ...single.validatingwebhookconfigurations.items,
    ...single.mutatingwebhookconfigurations.items,
  ];
  return {
    validatingAdmissionPolicies: inOrder(single.validatingadmissionpolicies.items),
    admissionPolicyBindings: inOrder(single.validatingadmissionpolicybindings.items),
    webhooks: inOrderOf(
      configurations.flat(),
      ({ kind, configuration }) => `${configuration} ${kind}`,
    ),
    kyvernoPolicies: inOrder(itemsOf(families.kyvernoPolicies)),
    kyvernoExceptions: inOrder(itemsOf(families.kyvernoExceptions)),
    constraintTemplates: inOrder(single['constrainttemplates.templates.gatekeeper.sh'].items),
    constraints: inOrder(itemsOf(families.constraints)),
  };
}

function livePod({ controller: _, ...pod }: ListedPod, owner: Pod['owner']): Pod {
  const { namespace, name, labels, annotations, ...rest } = pod;
  return { namespace, name, labels, annotations, owner, isRepresentative: false, ...rest };
}

/** A template that another listed one makes is no workload of its own; one of a custom kind is. */
function topWorkloads(listed: readonly ListedWorkload[]): readonly ListedWorkload[] {
  const known = new Set(listed.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`));
  return listed.filter(
    ({ controller, namespace }) =>
      controller === undefined || !known.has(`${controller.kind}/${namespace}/${controller.name}`),
  );
}

function withoutListing({ kind, namespace, name, labels, template }: ListedWorkload): Workload {
  return { kind, namespace, name, labels, template };
}

const inhabitantKinds = [
  'pods',
  'workloads',
  'networkPolicies',
  'otherPolicies',
  'services',
  'ingresses',
  'gateways',
  'routes',
  'roles',
  'bindings',
  'serviceAccounts',
  'persistentVolumeClaims',
  'limits',
  'secretSources',
  'kyvernoPolicies',
  'kyvernoExceptions',
] as const;

function inhabitantsOf(
  parts: Readonly<Record<(typeof inhabitantKinds)[number], readonly Inhabitant[]>>,
): readonly Inhabitant[] {
  return inhabitantKinds.flatMap((kind) => parts[kind]);
}
