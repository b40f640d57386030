import { type PolicyFamily, policyFamilies } from '../policies/policy.ts';

export const profileNames = [
  'spec',
  'aws-vpc-cni',
  'cilium',
  'calico',
  'external-ipblocks',
] as const;
export type ProfileName = (typeof profileNames)[number];

/** Whether something happens for sure, never, or in a way that nobody has laid down. */
export type Certainty = 'yes' | 'no' | 'undefined';

/**
 * How an engine reads policies where engines differ. Numbers name the points of the semantics in
 * docs/reachability.md.
 */
export type Profile = {
  readonly name: ProfileName;
  /** Families that act; policies of any other family change nothing. */
  readonly families: readonly PolicyFamily[];
  /** Whether an address block takes in pods and nodes by their addresses (33, 34). */
  readonly blocksMatchPods: boolean;
  /** Labels of a namespace that nobody described: unknown, or none but its name. */
  readonly impliedNamespaces: 'unknown' | 'unlabelled';
  /** Whether nodes are peers at all. */
  readonly hasNodes: boolean;
  readonly hasIPv6: boolean;
  /**
   * Pods on the host network (42): `pod` reads them like any other; `node` never selects them;
   * `undefined` leaves open whether a NetworkPolicy selects them, as a subject or as a peer.
   */
  readonly hostNetwork: { readonly subject: HostReading; readonly peer: HostReading };
  /** Whether pods that have ended are still peers (45). */
  readonly keepsTerminated: boolean;
  /** What a NetworkPolicy says of protocols beside TCP, UDP and SCTP (30). */
  readonly otherProtocols: 'byRule' | 'undefined' | 'absent';
  /** Whose address policies see in what a node forwards under an address of its own (36). */
  readonly forwardedSource: 'node' | 'client' | 'undefined';
  /** Egress to a Service is judged at the Service's address and port, not at the pod's (28). */
  readonly egressSeesServiceAddress: boolean;
  /** Traffic between a pod and the node it runs on (40). */
  readonly ownNode: { readonly ingress: Certainty; readonly egress: Certainty };
  /** Nodes are known by what they are to a pod, its host or a remote node, and not by address. */
  readonly nodesAreEntities: boolean;
  /** A pod that a NetworkPolicy selects in the other direction only: is it subject to baseline (59)? */
  readonly baselineBesideNetworkPolicy: Certainty;
  /** Rules of one priority by action, Deny first, instead of by their order (55, 56). */
  readonly ordersByAction: boolean;
  /** A named port of an ingress rule means its numbers on all pods of the policy (22). */
  readonly sharesNamedPorts: boolean;
  /** Whether a port's name means something for a pod that a rule names by its address only (25). */
  readonly resolvesNamesInBlocks: boolean;
  /** Pods that no policy selects: open as the specification says, or closed. */
  readonly unselectedPods: 'open' | 'closed';
  /** Pods that the engine does not see, as EKS documents: Fargate and Windows, pods without owner. */
  readonly leavesOut: { readonly fargateAndWindows: boolean; readonly unowned: boolean };
};

type HostReading = 'pod' | 'node' | 'undefined';

const spec: Profile = {
  name: 'spec',
  families: policyFamilies,
  blocksMatchPods: true,
  impliedNamespaces: 'unknown',
  hasNodes: true,
  hasIPv6: true,
  hostNetwork: { subject: 'undefined', peer: 'undefined' },
  keepsTerminated: false,
  otherProtocols: 'undefined',
  forwardedSource: 'undefined',
  egressSeesServiceAddress: false,
  ownNode: { ingress: 'yes', egress: 'undefined' },
  nodesAreEntities: false,
  baselineBesideNetworkPolicy: 'undefined',
  ordersByAction: false,
  sharesNamedPorts: false,
  resolvesNamesInBlocks: true,
  unselectedPods: 'open',
  leavesOut: { fargateAndWindows: false, unowned: false },
};

const profiles: Readonly<Record<ProfileName, Profile>> = {
  spec,
  'aws-vpc-cni': {
    ...spec,
    name: 'aws-vpc-cni',
    families: ['NetworkPolicy', 'AwsClusterNetworkPolicy', 'AwsApplicationNetworkPolicy'],
    hostNetwork: { subject: 'node', peer: 'pod' },
    otherProtocols: 'byRule',
    forwardedSource: 'node',
    egressSeesServiceAddress: true,
    ownNode: { ingress: 'yes', egress: 'yes' },
    baselineBesideNetworkPolicy: 'no',
    ordersByAction: true,
    sharesNamedPorts: true,
    resolvesNamesInBlocks: false,
    leavesOut: { fargateAndWindows: true, unowned: true },
  },
  cilium: {
    ...spec,
    name: 'cilium',
    families: ['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
    blocksMatchPods: false,
    hostNetwork: { subject: 'node', peer: 'node' },
    otherProtocols: 'byRule',
    ownNode: { ingress: 'yes', egress: 'no' },
    nodesAreEntities: true,
    baselineBesideNetworkPolicy: 'yes',
  },
  calico: {
    ...spec,
    name: 'calico',
    families: [
      'NetworkPolicy',
      'AdminNetworkPolicy',
      'BaselineAdminNetworkPolicy',
      'CalicoNetworkPolicy',
      'CalicoGlobalNetworkPolicy',
    ],
    hostNetwork: { subject: 'node', peer: 'node' },
    otherProtocols: 'byRule',
    ownNode: { ingress: 'yes', egress: 'no' },
    baselineBesideNetworkPolicy: 'yes',
  },
  'external-ipblocks': {
    ...spec,
    name: 'external-ipblocks',
    families: ['NetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
    blocksMatchPods: false,
    impliedNamespaces: 'unlabelled',
    hasNodes: false,
    hasIPv6: false,
    hostNetwork: { subject: 'pod', peer: 'pod' },
    keepsTerminated: true,
    otherProtocols: 'absent',
    forwardedSource: 'client',
    ownNode: { ingress: 'no', egress: 'no' },
    baselineBesideNetworkPolicy: 'yes',
  },
};

type ProfileOptions = {
  /** Pods that no policy selects are closed: strict mode of the VPC CNI, `always` of Cilium. */
  readonly strict?: boolean;
};

export function profileNamed(name: ProfileName, { strict = false }: ProfileOptions = {}): Profile {
  return { ...profiles[name], unselectedPods: strict ? 'closed' : 'open' };
}
