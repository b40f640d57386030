import type { Match } from './packet.ts';

export type OracleFamily =
  | 'NetworkPolicy'
  | 'AdminNetworkPolicy'
  | 'BaselineAdminNetworkPolicy'
  | 'ClusterNetworkPolicy'
  | 'AwsClusterNetworkPolicy'
  | 'AwsApplicationNetworkPolicy'
  | 'Cilium'
  | 'Calico';

export const oracleProfiles = [
  'spec',
  'aws-vpc-cni',
  'aws-vpc-cni strict',
  'cilium',
  'calico',
  'external-ipblocks',
] as const;
export type OracleProfile = (typeof oracleProfiles)[number];

/** How an implementation reads what the specification leaves to it. */
export type Dialect = {
  readonly acts: readonly OracleFamily[];
  /** Whether an address block takes in pods and nodes that have an address of it. */
  readonly blocksTakeInTheCluster: boolean;
  /** Pods on the network of their node: whether a NetworkPolicy acts on them. */
  readonly hostNetworkSubjects: 'unsure' | 'never' | 'ordinary';
  /** Whether selectors of peers find them: those of NetworkPolicy kinds, and all others. */
  readonly hostNetworkPeers: { readonly networkPolicy: Match; readonly others: Match };
  /** What a NetworkPolicy says about protocols that are not TCP, UDP or SCTP. */
  readonly otherProtocols: 'undefined' | 'exact';
  /** Whether the baseline holds for the direction that the NetworkPolicies of a pod leave open. */
  readonly openDirection: 'both readings' | 'no baseline' | 'baseline';
  readonly ownNode: {
    readonly ingress: 'allowed' | 'by policy';
    readonly egress: 'allowed' | 'undefined where denied' | 'by policy';
  };
  /** The VPC CNI forgets the order of rules, and gives each pod the named ports of all. */
  readonly isVpcCni: boolean;
  readonly isStrict: boolean;
};

const everyFamily: readonly OracleFamily[] = [
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'AwsClusterNetworkPolicy',
  'AwsApplicationNetworkPolicy',
  'Cilium',
  'Calico',
];

const spec: Dialect = {
  acts: everyFamily,
  blocksTakeInTheCluster: true,
  hostNetworkSubjects: 'unsure',
  hostNetworkPeers: { networkPolicy: 'maybe', others: 'no' },
  otherProtocols: 'undefined',
  openDirection: 'both readings',
  ownNode: { ingress: 'allowed', egress: 'undefined where denied' },
  isVpcCni: false,
  isStrict: false,
};

const vpcCni: Dialect = {
  acts: ['NetworkPolicy', 'AwsClusterNetworkPolicy', 'AwsApplicationNetworkPolicy'],
  blocksTakeInTheCluster: true,
  hostNetworkSubjects: 'never',
  hostNetworkPeers: { networkPolicy: 'yes', others: 'yes' },
  otherProtocols: 'exact',
  openDirection: 'no baseline',
  ownNode: { ingress: 'allowed', egress: 'allowed' },
  isVpcCni: true,
  isStrict: false,
};

const cilium: Dialect = {
  acts: ['NetworkPolicy', 'Cilium'],
  blocksTakeInTheCluster: false,
  hostNetworkSubjects: 'never',
  hostNetworkPeers: { networkPolicy: 'no', others: 'no' },
  otherProtocols: 'exact',
  openDirection: 'baseline',
  ownNode: { ingress: 'allowed', egress: 'by policy' },
  isVpcCni: false,
  isStrict: false,
};

const calico: Dialect = {
  ...cilium,
  acts: ['NetworkPolicy', 'Calico', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
  blocksTakeInTheCluster: true,
};

const externalBlocks: Dialect = {
  ...cilium,
  acts: ['NetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
  hostNetworkSubjects: 'ordinary',
  hostNetworkPeers: { networkPolicy: 'yes', others: 'yes' },
  ownNode: { ingress: 'by policy', egress: 'by policy' },
};

export const dialects: Readonly<Record<OracleProfile, Dialect>> = {
  spec,
  'aws-vpc-cni': vpcCni,
  'aws-vpc-cni strict': { ...vpcCni, isStrict: true },
  cilium,
  calico,
  'external-ipblocks': externalBlocks,
};
