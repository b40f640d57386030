import * as z from 'zod';
import {
  type KubernetesRead,
  kubernetesReads,
  type OtherPolicyReadId,
  otherPolicyReadIds,
  type PolicyObjectReadId,
  policyObjectReadIds,
  type ReadId,
  type RouteReadId,
  routeReadIds,
  type WorkloadReadId,
  workloadReadIds,
} from '../model/reads.ts';
import { projectAccessEntry, projectEksCluster, projectVpcCniAddon } from './projections/aws.ts';
import { projectGateway, projectReferenceGrant } from './projections/gateways.ts';
import { projectIngress, projectIngressClass } from './projections/ingresses.ts';
import { projectNode, projectNodeClass } from './projections/nodes.ts';
import { projectOtherPolicy } from './projections/other-policies.ts';
import { podsOfPage } from './projections/pods.ts';
import {
  projectCiliumConfig,
  projectNamespace,
  projectNetworkPolicy,
  projectVpcCniConfig,
} from './projections/policies.ts';
import { projectPolicyEndpoint } from './projections/policy-endpoints.ts';
import { projectBinding, projectRole } from './projections/rbac.ts';
import { projectRoute } from './projections/routes.ts';
import { projectService, projectWrittenEndpoints } from './projections/services.ts';
import { projectWorkload } from './projections/workloads.ts';
import { sharedSpecs } from './shared-specs.ts';
import { type Shelf, shelf, shelfOfPages } from './shelf.ts';

/** Reads of which several are projected alike: what they give is told apart by kind. */
type FamilyReadId = WorkloadReadId | OtherPolicyReadId | PolicyObjectReadId | RouteReadId;

export type Shelves = ReturnType<typeof emptyShelves>;

/** One empty shelf for each read. */
export function emptyShelves() {
  const single = singleShelves();
  const workloads = family(workloadReadIds, ({ kind }, raw) => projectWorkload(kind, raw));
  const otherPolicies = family(otherPolicyReadIds, projectOtherPolicy);
  const policyObjects = family(policyObjectReadIds, projectOtherPolicy);
  const routes = family(routeReadIds, ({ kind }, raw) => projectRoute(kind, raw));
  const byRead = new Map<string, Shelf<unknown>>([
    ...Object.entries(single),
    ...workloads,
    ...otherPolicies,
    ...policyObjects,
    ...routes,
  ]);
  return {
    single,
    workloads: [...workloads.values()],
    otherPolicies: [...otherPolicies.values()],
    policyObjects: [...policyObjects.values()],
    routes: [...routes.values()],
    of: (id: ReadId): Shelf<unknown> => must(byRead.get(id), id),
  };
}

function singleShelves() {
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
    'eks:DescribeCluster': shelf(projectEksCluster),
    'eks:DescribeAddon': shelf(projectVpcCniAddon),
    'eks:ListAccessEntries': shelf((raw) => z.string().parse(raw)),
    'eks:ListAssociatedAccessPolicies': shelf(projectAccessEntry),
  } satisfies Record<Exclude<ReadId, FamilyReadId>, Shelf<unknown>>;
}

/** One shelf for each read of a family. */
function family<Id extends FamilyReadId, Item>(
  ids: readonly Id[],
  project: (read: KubernetesRead & { readonly id: Id }, raw: unknown) => Item,
): ReadonlyMap<Id, Shelf<Item>> {
  return new Map(
    ids.map((id) => {
      const known = kubernetesReads.find((read) => read.id === id);
      const read = { ...must<KubernetesRead>(known, id), id };
      return [id, shelf((raw) => project(read, raw))];
    }),
  );
}

function must<Value>(value: Value | undefined, id: string): Value {
  if (value === undefined) throw new Error(`every read has a shelf, but ${id} has none`);
  return value;
}
