import type { Node } from '../../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { isOnFargateOrWindows, isOnWindows, isOwnedByItself } from '../engine/units.ts';

/**
 * Why the VPC CNI enforces no policies on a pod; empty where it does. Amazon EKS user guide: policies
 * act on Linux pods on EC2 nodes, and not on pods without an owner.
 */
export function reasonsLeftOut(pod: Pod, snapshot: Snapshot): readonly string[] {
  const node = nodesByName(snapshot).get(pod.nodeName);
  return [
    ...(isOnFargateOrWindows(pod, node) ? [placeOf(pod, node)] : []),
    ...(isOwnedByItself(pod) ? ['pod without an owner'] : []),
  ];
}

export function isOnFargate(pod: Pod, snapshot: Snapshot): boolean {
  const node = nodesByName(snapshot).get(pod.nodeName);
  return isOnFargateOrWindows(pod, node) && !isOnWindows(pod, node);
}

function placeOf(pod: Pod, node: Node | undefined): string {
  return isOnWindows(pod, node) ? 'pod on Windows' : 'pod on Fargate';
}

type NodesByName = ReadonlyMap<string | undefined, Node>;

const known = new WeakMap<Snapshot, NodesByName>();

function nodesByName(snapshot: Snapshot): NodesByName {
  const nodes = known.get(snapshot) ?? new Map(snapshot.nodes.map((node) => [node.name, node]));
  known.set(snapshot, nodes);
  return nodes;
}
