import * as z from 'zod';
import {
  type KubernetesRead,
  type KubernetesReadId,
  kubernetesReads,
  type OtherPolicyReadId,
  otherPolicyReadIds,
  type ReadId,
  type WorkloadReadId,
  workloadReadIds,
} from '../model/reads.ts';
import type {
  AccessEntry,
  Binding,
  CiliumConfig,
  EksCluster,
  Namespace,
  NetworkPolicy,
  OtherPolicy,
  Role,
  VpcCniAddon,
} from '../model/snapshot.ts';
import { projectAccessEntry, projectEksCluster, projectVpcCniAddon } from './projections/aws.ts';
import { type ListedPod, podsOfPage } from './projections/pods.ts';
import {
  projectCiliumConfig,
  projectNamespace,
  projectNetworkPolicy,
  projectOtherPolicy,
  projectVpcCniConfig,
} from './projections/policies.ts';
import { projectBinding, projectRole } from './projections/rbac.ts';
import { type ListedWorkload, projectWorkload } from './projections/workloads.ts';
import { sharedSpecs } from './shared-specs.ts';

/** Holds the projected objects of one read; what cannot be understood is counted, not dropped. */
export type Shelf<Item> = {
  readonly items: Item[];
  readonly rejected: string[];
  addPage(raws: readonly unknown[]): void;
  clear(): void;
};

type Projection<Item> = (raw: unknown) => Item;

function shelf<Item>(project: Projection<Item>): Shelf<Item> {
  return shelfOfPages(() => project);
}

/** A shelf whose projection is made anew for each page, so that what it remembers goes with it. */
function shelfOfPages<Item>(projectionOfPage: () => Projection<Item>): Shelf<Item> {
  const items: Item[] = [];
  const rejected: string[] = [];
  return {
    items,
    rejected,
    addPage: (raws) => {
      const project = projectionOfPage();
      for (const raw of raws) {
        try {
          items.push(project(raw));
        } catch (error) {
          if (!(error instanceof z.ZodError)) throw error;
          rejected.push(describeRejection(raw, error));
        }
      }
    },
    clear: () => {
      items.length = 0;
      rejected.length = 0;
    },
  };
}

/** Names the object and the field, never the value: it could be a secret in the wrong place. */
function describeRejection(raw: unknown, error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return `${nameOf(raw)}: ${path === '' ? 'object' : path}: ${expectation(issue)}`;
}

/** The message of a custom check is ours; those of zod can quote what was given. */
function expectation(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return `expected ${issue.expected}`;
  return issue?.code === 'custom' ? issue.message : (issue?.code ?? 'invalid');
}

function nameOf(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null || !('metadata' in raw)) return 'an unnamed object';
  const { metadata } = raw;
  if (typeof metadata !== 'object' || metadata === null) return 'an unnamed object';
  const namespace = 'namespace' in metadata ? `${String(metadata.namespace)}/` : '';
  return 'name' in metadata ? `${namespace}${String(metadata.name)}` : 'an unnamed object';
}

export type Shelves = {
  readonly namespaces: Shelf<Namespace>;
  readonly pods: Shelf<ListedPod>;
  readonly networkPolicies: Shelf<NetworkPolicy>;
  readonly roles: readonly Shelf<Role>[];
  readonly bindings: readonly Shelf<Binding>[];
  readonly vpcCniConfig: Shelf<{ readonly enableNetworkPolicyController: boolean }>;
  readonly ciliumConfig: Shelf<CiliumConfig>;
  readonly workloads: readonly Shelf<ListedWorkload>[];
  readonly otherPolicies: readonly Shelf<OtherPolicy>[];
  readonly eksCluster: Shelf<EksCluster>;
  readonly vpcCniAddon: Shelf<VpcCniAddon>;
  readonly principalArns: Shelf<string>;
  readonly accessEntries: Shelf<AccessEntry>;
  readonly of: (id: ReadId) => Shelf<unknown>;
};

/** One empty shelf for each read. */
export function emptyShelves(): Shelves {
  const namespaces = shelf(projectNamespace);
  const share = sharedSpecs();
  const pods = shelfOfPages(() => podsOfPage(share));
  const networkPolicies = shelf(projectNetworkPolicy);
  const roles = shelf((raw) => projectRole('Role', raw));
  const clusterRoles = shelf((raw) => projectRole('ClusterRole', raw));
  const roleBindings = shelf((raw) => projectBinding('RoleBinding', raw));
  const clusterRoleBindings = shelf((raw) => projectBinding('ClusterRoleBinding', raw));
  const vpcCniConfig = shelf(projectVpcCniConfig);
  const ciliumConfig = shelf(projectCiliumConfig);
  const workloads = new Map(workloadReadIds.map((id) => [id, workloadShelf(id)]));
  const otherPolicies = new Map(otherPolicyReadIds.map((id) => [id, policyShelf(id)]));
  const eksCluster = shelf(projectEksCluster);
  const vpcCniAddon = shelf(projectVpcCniAddon);
  const principalArns = shelf((raw) => z.string().parse(raw));
  const accessEntries = shelf(projectAccessEntry);
  const byRead = new Map<ReadId, Shelf<unknown>>([
    ['namespaces', namespaces],
    ['pods', pods],
    ['networkpolicies', networkPolicies],
    ['roles', roles],
    ['clusterroles', clusterRoles],
    ['rolebindings', roleBindings],
    ['clusterrolebindings', clusterRoleBindings],
    ['configmaps/kube-system/amazon-vpc-cni', vpcCniConfig],
    ['configmaps/kube-system/cilium-config', ciliumConfig],
    ['eks:DescribeCluster', eksCluster],
    ['eks:DescribeAddon', vpcCniAddon],
    ['eks:ListAccessEntries', principalArns],
    ['eks:ListAssociatedAccessPolicies', accessEntries],
    ...workloads,
    ...otherPolicies,
  ]);
  return {
    namespaces,
    pods,
    networkPolicies,
    roles: [roles, clusterRoles],
    bindings: [roleBindings, clusterRoleBindings],
    vpcCniConfig,
    ciliumConfig,
    workloads: [...workloads.values()],
    otherPolicies: [...otherPolicies.values()],
    eksCluster,
    vpcCniAddon,
    principalArns,
    accessEntries,
    of: (id) => must(byRead.get(id), id),
  };
}

function readOf(id: KubernetesReadId): KubernetesRead {
  return must(
    kubernetesReads.find((read) => read.id === id),
    id,
  );
}

function workloadShelf(id: WorkloadReadId): Shelf<ListedWorkload> {
  const { kind } = readOf(id);
  return shelf((raw) => projectWorkload(kind, raw));
}

function policyShelf(id: OtherPolicyReadId): Shelf<OtherPolicy> {
  const read = { ...readOf(id), id };
  return shelf((raw) => projectOtherPolicy(read, raw));
}

function must<Value>(value: Value | undefined, id: string): Value {
  if (value === undefined) throw new Error(`every read has a shelf, but ${id} has none`);
  return value;
}
