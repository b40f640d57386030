import { clusterSubject } from '../../model/cluster-subject.ts';
import { gapsIn, gapText } from '../../model/gaps.ts';
import type { Node } from '../../model/network-objects.ts';
import type { Nodegroup } from '../../model/platform-objects.ts';
import type { ReadId } from '../../model/reads.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Subject } from '../../model/verdict.ts';

/** Nodes that are made alike, which is where they can be changed. */
export type NodeGroupItem = {
  readonly subject: Subject;
  /** What EKS says about it, where it is a managed node group. */
  readonly nodegroup: Nodegroup | undefined;
  readonly nodes: readonly Node[];
};

/** Where node groups come from: of those that EKS does not show, nodes tell. */
export const nodeGroupReads = [
  'nodes',
  'eks:ListNodegroups',
  'eks:DescribeNodegroup',
] as const satisfies readonly ReadId[];

const managedLabel = 'eks.amazonaws.com/nodegroup';
/** Of Karpenter, and of Auto Mode. */
const poolLabel = 'karpenter.sh/nodepool';

/**
 * Node groups by name, and nodes without one as nodes of the cluster: names of nodes do not survive
 * the next rollout. Nodes of Fargate are one pod each, on machines of AWS, and have no group.
 */
export function nodeGroupItems(snapshot: Snapshot): readonly NodeGroupItem[] {
  const nodes = snapshot.nodes.filter(({ labels }) => labels[computeLabel] !== 'fargate');
  const byGroup = Map.groupBy(nodes, (node) => groupText(groupOf(node, snapshot)));
  const managed = snapshot.nodegroups.map((nodegroup) => {
    const subject = { kind: 'Nodegroup', name: nodegroup.name };
    return { subject, nodegroup, nodes: byGroup.get(groupText(subject)) ?? [] };
  });
  const described = new Set(managed.map(({ subject }) => groupText(subject)));
  const others = [...byGroup].flatMap(([group, members]): readonly NodeGroupItem[] => {
    const [first] = members;
    return first === undefined || described.has(group)
      ? []
      : [{ subject: groupOf(first, snapshot), nodegroup: undefined, nodes: members }];
  });
  return [...managed, ...others];
}

const computeLabel = 'eks.amazonaws.com/compute-type';

function groupOf({ labels }: Node, snapshot: Snapshot): Subject {
  const managed = labels[managedLabel];
  if (managed !== undefined) return { kind: 'Nodegroup', name: managed };
  const pool = labels[poolLabel];
  return pool === undefined ? clusterSubject(snapshot) : { kind: 'NodePool', name: pool };
}

function groupText({ kind, name }: Subject): string {
  return `${kind} ${name}`;
}

/**
 * What is not seen of a group: nodes, where some or all of them could not be read; and of a managed
 * group that only the labels of its nodes name, what EKS says.
 */
export function unseenOf({ subject, nodegroup }: NodeGroupItem, snapshot: Snapshot): string[] {
  const isUndescribed = subject.kind === 'Nodegroup' && nodegroup === undefined;
  const reads: readonly ReadId[] = isUndescribed ? nodeGroupReads : ['nodes'];
  return gapsIn(snapshot, reads).map(gapText);
}

/** `2 of 3 nodes`: how many nodes of a group something is true of. */
export function shareOf(some: readonly Node[], { nodes }: NodeGroupItem): string {
  return `${some.length} of ${nodes.length} node${nodes.length === 1 ? '' : 's'}`;
}
