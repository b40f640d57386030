import type { AccessEntry } from '../model/eks-objects.ts';
import type { Namespace, Pod, Snapshot, Workload } from '../model/snapshot.ts';
import type { Collected } from './collect.ts';
import { ownerLookup, topOwnerOf } from './owners.ts';
import type { ListedPod } from './projections/pods.ts';
import type { ListedWorkload } from './projections/workloads.ts';
import { representativePods } from './representative-pods.ts';
import type { Shelf } from './shelf.ts';
import type { Shelves } from './shelves.ts';

type Observed = Omit<
  Snapshot,
  'version' | 'scanId' | 'cluster' | 'source' | 'takenAt' | 'kubernetesVersion'
>;

/** Makes of what was collected the canonical part of a snapshot: owners resolved, all in order. */
export function normalize({ shelves, reads, gaps }: Collected): Observed {
  const { single } = shelves;
  const listed = itemsOf(shelves.workloads);
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
  };
  return {
    reads: [...reads],
    gaps: [...gaps],
    namespaces: inOrder(allNamespaces(single.namespaces.items, inhabitantsOf(parts))),
    ...parts,
    vpcCniNodeAgent: agent?.vpcCniNodeAgent,
    vpcCniConfig: single['configmaps/kube-system/amazon-vpc-cni'].items[0],
    ciliumConfig: single['configmaps/kube-system/cilium-config'].items[0],
    eksCluster: single['eks:DescribeCluster'].items[0],
    vpcCniAddon: single['eks:DescribeAddon'].items[0],
    accessEntries: accessEntries(shelves),
  };
}

function policyParts({ single, otherPolicies, policyObjects }: Shelves) {
  return {
    networkPolicies: inOrder(single.networkpolicies.items),
    otherPolicies: inOrder(itemsOf(otherPolicies)),
    policyObjects: inOrder(itemsOf(policyObjects)),
    policyEndpoints: inOrder(single['policyendpoints.networking.k8s.aws'].items),
    nodeClasses: inOrder(single['nodeclasses.eks.amazonaws.com'].items),
  };
}

function trafficParts({ single, routes }: Shelves) {
  return {
    services: inOrder(single.services.items),
    writtenEndpoints: inOrder(single.endpointslices.items),
    ingresses: inOrder(single.ingresses.items),
    ingressClasses: inOrder(single.ingressclasses.items),
    gateways: inOrder(single['gateways.gateway.networking.k8s.io'].items),
    routes: inOrder(itemsOf(routes)),
    referenceGrants: inOrder(single['referencegrants.gateway.networking.k8s.io'].items),
    nodes: inOrder(single.nodes.items),
  };
}

function accessParts({ single }: Shelves) {
  return {
    roles: inOrder([...single.roles.items, ...single.clusterroles.items]),
    bindings: inOrder([...single.rolebindings.items, ...single.clusterrolebindings.items]),
  };
}

function itemsOf<Item>(shelves: readonly Shelf<Item>[]): Item[] {
  return shelves.flatMap(({ items }) => items);
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

type Inhabitant = { readonly namespace?: string | undefined };

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
] as const;

function inhabitantsOf(
  parts: Readonly<Record<(typeof inhabitantKinds)[number], readonly Inhabitant[]>>,
): readonly Inhabitant[] {
  return inhabitantKinds.flatMap((kind) => parts[kind]);
}

/**
 * Every namespace, with the label that the API server sets on it. Objects can lie in a namespace
 * that was not given, in manifests or when namespaces may not be listed.
 */
function allNamespaces(
  listed: readonly Namespace[],
  inhabitants: readonly Inhabitant[],
): Namespace[] {
  const known = new Set(listed.map(({ name }) => name));
  const implied = new Set(
    inhabitants.flatMap(({ namespace }) =>
      namespace === undefined || known.has(namespace) ? [] : [namespace],
    ),
  );
  return [
    ...listed.map((namespace) => ({ ...namespace, labels: withNameLabel(namespace) })),
    ...[...implied].map((name) => ({
      name,
      labels: withNameLabel({ name, labels: {} }),
      isImplied: true,
    })),
  ];
}

function withNameLabel({ name, labels }: Pick<Namespace, 'name' | 'labels'>): Namespace['labels'] {
  const all = { ...labels, 'kubernetes.io/metadata.name': name };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Principals without an answer of their own stay in the list, so that they are not forgotten. */
function accessEntries({ single }: Shelves): AccessEntry[] {
  const associated = single['eks:ListAssociatedAccessPolicies'];
  const principalArns = single['eks:ListAccessEntries'];
  const known = new Set(associated.items.map(({ principalArn }) => principalArn));
  const others = principalArns.items
    .filter((principalArn) => !known.has(principalArn))
    .map((principalArn) => ({ principalArn, policies: [] }));
  return [...associated.items, ...others].sort((a, b) =>
    a.principalArn < b.principalArn ? -1 : 1,
  );
}

type Named = {
  readonly kind?: string;
  readonly namespace?: string | undefined;
  readonly name: string;
};

/** In order of namespace, name and kind, by code unit: the same on every machine. */
function inOrder<Item extends Named>(items: readonly Item[]): Item[] {
  return items.toSorted(
    (a, b) =>
      compared(a.namespace ?? '', b.namespace ?? '') ||
      compared(a.name, b.name) ||
      compared(a.kind ?? '', b.kind ?? ''),
  );
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
