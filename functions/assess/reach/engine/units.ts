import type { Node } from '../../../model/network-objects.ts';
import type { Container } from '../../../model/pod-spec.ts';
import type { Namespace, Pod, Snapshot } from '../../../model/snapshot.ts';
import { parseAddress } from '../algebra/address-set.ts';
import { serviceAccountKey } from '../policies/policy.ts';
import type { Profile } from '../profiles/profile.ts';

type Labels = Readonly<Record<string, string>>;

/** A port that a container names. */
export type NamedPort = {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
};

/** A pod or a node, with everything that a policy can tell it by. */
export type Unit = {
  readonly object: { readonly pod: Pod } | { readonly node: Node };
  readonly podLabels?: Labels;
  readonly namespaceLabels?: Labels;
  /** Whether the labels of its namespace are all there; of one that nobody described only its name is. */
  readonly isNamespaceKnown: boolean;
  /** Of a node, and of a pod on the host network whose node is known. */
  readonly nodeLabels?: Labels;
  /** A pod on the host network, where the profile reads it as its node. */
  readonly isHost: boolean;
  /** Whether policies act on it: `undefined` where the engine does not say. */
  readonly isEnforced: 'yes' | 'no' | 'undefined';
  /** Empty where none is known yet. */
  readonly addresses: readonly bigint[];
  readonly namedPorts: readonly NamedPort[];
};

/** The pods and nodes of a snapshot that are peers under a profile: first pods, then nodes. */
export function unitsOf(snapshot: Snapshot, profile: Profile): readonly Unit[] {
  const namespaces = new Map(snapshot.namespaces.map((namespace) => [namespace.name, namespace]));
  const nodes = new Map(snapshot.nodes.map((node) => [node.name, node]));
  const pods = snapshot.pods.filter((pod) => profile.keepsTerminated || !hasEnded(pod));
  return [
    ...pods.map((pod) => podUnit(pod, profile, { namespaces, nodes })),
    ...(profile.hasNodes ? snapshot.nodes.map(nodeUnit) : []),
  ];
}

export function hasEnded({ phase }: Pod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

type Surroundings = {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly nodes: ReadonlyMap<string, Node>;
};

function podUnit(pod: Pod, profile: Profile, { namespaces, nodes }: Surroundings): Unit {
  const node = pod.nodeName === undefined ? undefined : nodes.get(pod.nodeName);
  const namespace = namespaces.get(pod.namespace);
  const isHost = pod.spec.hostNetwork && profile.hostNetwork.subject !== 'pod';
  return {
    object: { pod },
    podLabels: { ...pod.labels, [serviceAccountKey]: pod.spec.serviceAccountName },
    namespaceLabels: namespace?.labels ?? {},
    isNamespaceKnown: namespace?.isImplied === false || profile.impliedNamespaces === 'unlabelled',
    ...(isHost && node !== undefined && { nodeLabels: node.labels }),
    isHost,
    isEnforced: enforcementOn(pod, profile, node),
    addresses: isHost && node !== undefined ? addressesOfNode(node) : addressesIn(pod.podIPs),
    namedPorts: namedPortsOf(pod),
  };
}

function nodeUnit(node: Node): Unit {
  return {
    object: { node },
    nodeLabels: node.labels,
    isNamespaceKnown: true,
    isHost: true,
    isEnforced: 'no',
    addresses: addressesOfNode(node),
    namedPorts: [],
  };
}

/** Amazon EKS user guide: policies act on Linux pods on EC2 nodes, and on pods that have an owner. */
function enforcementOn(
  pod: Pod,
  { leavesOut }: Profile,
  node: Node | undefined,
): Unit['isEnforced'] {
  if (leavesOut.fargateAndWindows && isOnFargateOrWindows(pod, node)) return 'no';
  return leavesOut.unowned && isOwnedByItself(pod) ? 'undefined' : 'yes';
}

export function isOwnedByItself({ owner, name }: Pod): boolean {
  return owner.kind === 'Pod' && owner.name === name;
}

export function isOnFargateOrWindows(pod: Pod, node: Node | undefined): boolean {
  const isOnFargate =
    Object.hasOwn(pod.labels, 'eks.amazonaws.com/fargate-profile') ||
    node?.labels['eks.amazonaws.com/compute-type'] === 'fargate';
  return isOnFargate || isOnWindows(pod, node);
}

export function isOnWindows({ spec }: Pod, node: Node | undefined): boolean {
  return spec.os?.name === 'windows' || node?.labels['kubernetes.io/os'] === 'windows';
}

/** Sidecars are init containers that keep running; those of others are gone when traffic comes. */
function namedPortsOf({ spec }: Pod): readonly NamedPort[] {
  const sidecars = spec.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...spec.containers].flatMap(({ ports }: Container) =>
    ports.flatMap(({ name, protocol, containerPort }) =>
      name === undefined ? [] : [{ name, protocol, port: containerPort }],
    ),
  );
}

/** Inside of the network a node is known by its internal address. */
function addressesOfNode({ internalIPs, externalIPs }: Node): readonly bigint[] {
  return addressesIn(internalIPs.length > 0 ? internalIPs : externalIPs);
}

function addressesIn(texts: readonly string[]): readonly bigint[] {
  return texts.flatMap((text) => parseAddress(text) ?? []);
}
