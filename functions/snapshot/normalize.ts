import type { AccessEntry, Namespace, Pod, Snapshot, Workload } from '../model/snapshot.ts';
import type { Collected } from './collect.ts';
import { ownerLookup, topOwnerOf } from './owners.ts';
import type { ListedPod } from './projections/pods.ts';
import type { ListedWorkload } from './projections/workloads.ts';
import { representativePods } from './representative-pods.ts';
import type { Shelves } from './shelves.ts';

type Observed = Omit<
  Snapshot,
  'version' | 'scanId' | 'cluster' | 'source' | 'takenAt' | 'kubernetesVersion'
>;

/** Makes of what was collected the canonical part of a snapshot: owners resolved, all in order. */
export function normalize({ shelves, reads, gaps }: Collected): Observed {
  const listed = shelves.workloads.flatMap(({ items }) => items);
  const lookup = ownerLookup(listed);
  const livePods = shelves.pods.items.map((pod) => livePod(pod, topOwnerOf(pod, lookup)));
  const workloads = topWorkloads(listed);
  const pods = [...livePods, ...representativePods(workloads, livePods, lookup)];
  const networkPolicies = shelves.networkPolicies.items;
  const otherPolicies = shelves.otherPolicies.flatMap(({ items }) => items);
  const roles = shelves.roles.flatMap(({ items }) => items);
  const bindings = shelves.bindings.flatMap(({ items }) => items);
  const inhabitants = [pods, workloads, networkPolicies, otherPolicies, roles, bindings].flat();
  const agent = listed.find(({ vpcCniNodeAgent }) => vpcCniNodeAgent !== undefined);
  return {
    reads: [...reads],
    gaps: [...gaps],
    namespaces: inOrder(allNamespaces(shelves.namespaces.items, inhabitants)),
    workloads: inOrder(workloads.map(withoutListing)),
    pods: inOrder(pods),
    networkPolicies: inOrder(networkPolicies),
    otherPolicies: inOrder(otherPolicies),
    roles: inOrder(roles),
    bindings: inOrder(bindings),
    vpcCniNodeAgent: agent?.vpcCniNodeAgent,
    vpcCniConfig: shelves.vpcCniConfig.items[0],
    ciliumConfig: shelves.ciliumConfig.items[0],
    eksCluster: shelves.eksCluster.items[0],
    vpcCniAddon: shelves.vpcCniAddon.items[0],
    accessEntries: accessEntries(shelves),
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

/**
 * Every namespace, with the label that the API server sets on it. Objects can lie in a namespace
 * that was not given, in manifests or when namespaces may not be listed.
 */
function allNamespaces(
  listed: readonly Namespace[],
  inhabitants: readonly { readonly namespace?: string | undefined }[],
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
function accessEntries({ accessEntries: associated, principalArns }: Shelves): AccessEntry[] {
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
