import type { AddressSet } from '../algebra/address-set.ts';
import type { Protocol } from '../algebra/port-set.ts';

/*
 * The common form that every policy family is read into. Whatever a family says is one of four
 * things: which pods it acts on, in which tier and order, which peers and ports its rules match,
 * and what then happens. A part that cannot be understood becomes `unknown` in its place, so that
 * only the answers it touches are undefined.
 */

export const directions = ['ingress', 'egress'] as const;
export type Direction = (typeof directions)[number];

export const policyFamilies = [
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'AwsClusterNetworkPolicy',
  'AwsApplicationNetworkPolicy',
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'CalicoNetworkPolicy',
  'CalicoGlobalNetworkPolicy',
] as const;
export type PolicyFamily = (typeof policyFamilies)[number];

/** Families of which one policy that selects a pod decides about it, before baseline (point 59). */
export const networkPolicyFamilies: readonly PolicyFamily[] = [
  'NetworkPolicy',
  'AwsApplicationNetworkPolicy',
];

/** The object that a policy was read from. */
export type PolicyRef = {
  readonly family: PolicyFamily;
  readonly namespace?: string | undefined;
  readonly name: string;
};

/** Whose labels a condition is about: the pod's, those of its namespace, the node's. */
export type LabelOwner = 'pod' | 'namespace' | 'node';

/** Key under which a pod's service account can be asked for, with `of: 'pod'`. */
export const serviceAccountKey = 'ringfence:serviceAccountName';

/**
 * A condition on labels. `in` asks for the key with one of the values; "not in" and "does not
 * exist" are its negations, and so hold for labels without the key.
 */
export type Condition =
  | { readonly op: 'true' }
  | { readonly op: 'false' }
  | {
      readonly op: 'in';
      readonly of: LabelOwner;
      readonly key: string;
      readonly values: readonly string[];
    }
  | { readonly op: 'exists'; readonly of: LabelOwner; readonly key: string }
  | {
      readonly op: 'text';
      readonly of: LabelOwner;
      readonly key: string;
      readonly how: 'startsWith' | 'endsWith' | 'contains';
      readonly text: string;
    }
  | { readonly op: 'not'; readonly operand: Condition }
  | { readonly op: 'and' | 'or'; readonly operands: readonly Condition[] }
  /** May hold or not for anything: `why` names the field that is not understood. */
  | { readonly op: 'unknown'; readonly why: string };

/** Who is not a pod and has no address that policies know. */
export type Entity = 'host' | 'remoteNode' | 'apiServer' | 'ingressProxy' | 'health' | 'unmanaged';

/**
 * A set of peers. `every` takes in pods, nodes, addresses and names; `pods` never takes in pods
 * that are the node's network, unless the profile says so; `addresses` takes in pods, nodes and
 * cluster IPs by their address where the profile says so.
 */
export type Peers =
  | { readonly op: 'every' }
  | { readonly op: 'none' }
  | { readonly op: 'pods'; readonly where: Condition }
  | { readonly op: 'nodes'; readonly where: Condition }
  | {
      readonly op: 'addresses';
      readonly addresses: AddressSet;
      /** Set where only addresses outside of the cluster are meant. */
      readonly isOutside?: true;
    }
  | { readonly op: 'entity'; readonly entity: Entity }
  /**
   * A DNS name; `*` stands for one or more labels, or for any characters of one label where
   * `isWithinLabel` is set. Addresses behind it are never guessed.
   */
  | { readonly op: 'dnsName'; readonly pattern: string; readonly isWithinLabel?: true }
  /** Something that only its owner can resolve, such as an AWS security group. */
  | { readonly op: 'symbol'; readonly text: string }
  | { readonly op: 'not'; readonly operand: Peers }
  | { readonly op: 'and' | 'or'; readonly operands: readonly Peers[] }
  /** May match any peer or none. */
  | { readonly op: 'unknown'; readonly why: string };

/** A match on the destination's port. */
export type PortMatch =
  | {
      readonly op: 'ports';
      readonly protocol: Protocol;
      readonly first: number;
      readonly last: number;
    }
  /** Every port of a protocol; `OTHER` is every protocol beside TCP, UDP and SCTP. */
  | { readonly op: 'protocol'; readonly protocol: Protocol | 'OTHER' }
  /** A port by its name on the destination pod; of any protocol where none is given. */
  | { readonly op: 'named'; readonly name: string; readonly protocol?: Protocol | undefined }
  /** May match any port (of the protocol, where one is given) or none. */
  | {
      readonly op: 'unknown';
      readonly protocol?: Protocol | 'OTHER' | undefined;
      readonly why: string;
    };

export type Action = 'allow' | 'deny' | 'pass';

export type RulePeer = {
  /** Where the peer stands, such as `spec.ingress[0].from[1]`. */
  readonly path: string;
  readonly peers: Peers;
};

/** Matches where one of the peers and one of the ports match. */
export type Rule = {
  /** Where the rule stands, such as `spec.ingress[0]`. */
  readonly path: string;
  readonly name?: string | undefined;
  readonly action: Action;
  readonly peers: readonly RulePeer[];
  /** `every` is all ports of all protocols. */
  readonly ports: 'every' | readonly PortMatch[];
  /** Ports that the rule leaves out (Calico notPorts). */
  readonly exceptPorts?: readonly PortMatch[];
  /** Why it cannot be told from ports and peers alone whether the rule applies: it may or may not. */
  readonly unsure?: string;
  /** What else a connection that it allows must satisfy, such as `HTTP rules`. */
  readonly narrowedBy?: string;
};

export type Rules = {
  /** Whether the pods of the policy are denied what nothing in its tier allows. */
  readonly isolates: boolean;
  /** In order: in a policy the first rule that matches decides. */
  readonly rules: readonly Rule[];
};

/** Tiers are asked in order; a tier that decides nothing hands on to the next one. */
export type Tier = { readonly name: string; readonly order: number };

export type Policy = {
  readonly ref: PolicyRef;
  readonly tier: Tier;
  /** Place in the tier, lower first. Policies of the same place have no order among them. */
  readonly priority: number;
  /** Orders policies of one priority where the family does (Calico: by name). */
  readonly tieBreak?: string;
  /** The pods it acts on, a condition over pod and namespace labels. */
  readonly subject: Condition;
  /** Absent where the policy says nothing about a direction. */
  readonly ingress?: Rules;
  readonly egress?: Rules;
};

/** A fault of a policy: a field that is malformed or not understood. */
export type PolicyProblem = {
  readonly policy: PolicyRef;
  /** `malformed`: no API server takes it. `notUnderstood`: a field that this engine does not know. */
  readonly kind: 'malformed' | 'notUnderstood';
  /** Where, such as `spec.ingress[0].from[0].ipBlock.cidr`. */
  readonly path: string;
  /** What is wrong, without the path. Never quotes more than the value of the field. */
  readonly text: string;
};

/** One object read: a family may need several policies for one object (Cilium: denies first). */
export type ReadPolicy = {
  readonly policies: readonly Policy[];
  readonly problems: readonly PolicyProblem[];
};

/** The places of the tiers, on the scale that Calico gives its own. */
export const tiers = {
  admin: { name: 'admin', order: 1_000 },
  network: { name: 'network policy', order: 1_000_000 },
  baseline: { name: 'baseline', order: 10_000_000 },
} as const satisfies Record<string, Tier>;

/** The place of every NetworkPolicy in its tier: they add up and have no order. */
export const networkPolicyPriority = 1_000;
