import type { Namespace, Pod, Snapshot } from '../../../model/snapshot.ts';
import { hasNoPorts } from '../algebra/port-set.ts';
import { allOf, always, anyOf, namespaceNameKey, never, notOf } from '../policies/conditions.ts';
import { type Condition, directions, type Peers, type Policy } from '../policies/policy.ts';
import type { Profile } from '../profiles/profile.ts';
import { type Connection, type Reach, reachOf } from '../reach.ts';
import { futurePod } from './future-pod.ts';
import { isHome, type Labels, needsLabelledNamespace, type Witness, waysTo } from './witness.ts';

/** A pod that is not there yet, as a policy would have it. */
export type FuturePeer = {
  /** Absent where the namespace would be a new one. */
  readonly namespace?: string;
  /** Labels of a new namespace. */
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  /** Pods that it would reach and pods that would reach it, by class, with what they would say. */
  readonly reaches: readonly FutureConnection[];
  readonly reachedBy: readonly FutureConnection[];
};

export type FutureConnection = { readonly pods: readonly Pod[]; readonly connection: Connection };

export type FuturePeers = {
  readonly peers: readonly FuturePeer[];
  /** How many more ways to be let in were not looked at. */
  readonly leftOut: number;
};

const peersMax = 1_000;

/**
 * Pods that could be made tomorrow: one for each combination of labels that a rule names, in each
 * namespace where it applies, and one without labels in a new namespace. The map is worked out with
 * them in the cluster, so the policies of their own namespace count. A rule that asks nothing of a
 * namespace, or only that it lacks a label, is shown in a new one alone.
 */
export function futurePeers(snapshot: Snapshot, profile: Profile): FuturePeers {
  const { policies } = reachOf(snapshot, profile);
  const { widened, kept, leftOut } = widenedBy(
    draftsOf(conditionsOf(policies), snapshot),
    snapshot,
  );
  const reach = reachOf(widened, profile);
  const present = new Set(snapshot.pods);
  const peers = kept.flatMap(({ draft, pod }): readonly FuturePeer[] => {
    const place = reach.classOf(pod);
    return place === undefined
      ? []
      : [{ ...toldOf(draft), ...connectionsOf(reach, place, present) }];
  });
  return { peers, leftOut };
}

/**
 * The snapshot with pods that the rules of these policies name, and with pods that they pass by:
 * manifests need not hold those that a rule is for.
 */
export function withPodsNamed(snapshot: Snapshot, policies: readonly Policy[]): Snapshot {
  const conditions = conditionsOf(policies).flatMap((each) => [each, notOf(each)]);
  return widenedBy(draftsOf(conditions, snapshot), snapshot).widened;
}

type Drafts = { readonly drafts: readonly Draft[]; readonly leftOut: number };

function widenedBy({ drafts, leftOut }: Drafts, snapshot: Snapshot) {
  const names = freeNames(snapshot);
  const placed = drafts.slice(0, peersMax).map((draft, index) => placedIn(draft, index, names));
  const homes = homesOf(placed);
  const kept = placed.filter(
    ({ home }) => home === undefined || isSameHome(home, homes.get(home.name)),
  );
  const widened: Snapshot = {
    ...snapshot,
    namespaces: [...snapshot.namespaces, ...homes.values()],
    pods: [...snapshot.pods, ...kept.map(({ pod }) => pod)],
  };
  return { widened, kept, leftOut: leftOut + drafts.length - kept.length };
}

type Draft = { readonly namespace?: string; readonly witness: Witness };

/** What rules ask of pods, each once. */
function conditionsOf(policies: readonly Policy[]): readonly Condition[] {
  const rules = policies.flatMap((policy) =>
    directions.flatMap((direction) => policy[direction]?.rules ?? []),
  );
  const conditions = new Map<string, Condition>();
  for (const { peers } of rules.flatMap((rule) => rule.peers)) {
    const condition = podsAmong(peers);
    conditions.set(JSON.stringify(condition), condition);
  }
  return [...conditions.values()];
}

function draftsOf(conditions: readonly Condition[], { namespaces }: Snapshot): Drafts {
  const ways = [always, ...conditions].map(waysTo);
  const drafts = ways
    .flatMap(({ witnesses }) => witnesses)
    .flatMap((witness) => [
      ...namespacesFor(witness, namespaces).map((namespace) => ({ namespace, witness })),
      ...(isOpenToNewNamespaces(witness, namespaces) ? [{ witness }] : []),
    ]);
  const distinct = new Map(drafts.map((draft) => [JSON.stringify(toldOf(draft)), draft]));
  const leftOut = ways.reduce((sum, way) => sum + way.leftOut, 0);
  return { drafts: [...distinct.values()], leftOut };
}

/** The pods among peers, as far as labels tell them. */
function podsAmong(peers: Peers): Condition {
  switch (peers.op) {
    case 'every':
      return always;
    case 'pods':
      return peers.where;
    case 'unknown':
      return peers;
    case 'not':
      return notOf(podsAmong(peers.operand));
    case 'and':
      return allOf(peers.operands.map(podsAmong));
    case 'or':
      return anyOf(peers.operands.map(podsAmong));
    default:
      return never;
  }
}

/** Namespaces whose labels are those that the witness needs; all that are free would tell the same. */
function namespacesFor(witness: Witness, all: readonly Namespace[]): readonly string[] {
  if (!needsLabelledNamespace(witness)) return [];
  return all.filter(({ labels }) => isHome(witness, labels)).map(({ name }) => name);
}

function isOpenToNewNamespaces({ namespace }: Witness, all: readonly Namespace[]): boolean {
  const name = namespace[namespaceNameKey];
  return name === undefined || all.every((given) => given.name !== name);
}

type Placed = {
  readonly draft: Draft;
  readonly pod: Pod;
  /** Absent where the namespace is there. */
  readonly home?: Namespace;
};

function placedIn(draft: Draft, index: number, { namespace, pod }: FreeNames): Placed {
  const { pod: labels, namespace: ofNamespace } = draft.witness;
  const home = draft.namespace ?? ofNamespace[namespaceNameKey] ?? `${namespace}-${index}`;
  const made = futurePod({ namespace: home, name: `${pod}-${index}`, labels });
  if (draft.namespace !== undefined) return { draft, pod: made };
  const namespaceLabels = { ...ofNamespace, [namespaceNameKey]: home };
  return { draft, pod: made, home: { name: home, labels: namespaceLabels, isImplied: false } };
}

/** Of new namespaces with one name and other labels only the first can be made. */
function homesOf(placed: readonly Placed[]): ReadonlyMap<string, Namespace> {
  const homes = new Map<string, Namespace>();
  for (const { home } of placed) {
    if (home !== undefined && !homes.has(home.name)) homes.set(home.name, home);
  }
  return homes;
}

function isSameHome(one: Namespace | undefined, other: Namespace | undefined): boolean {
  const textOf = (home: Namespace | undefined): string =>
    JSON.stringify(Object.entries(home?.labels ?? {}).sort());
  return textOf(one) === textOf(other);
}

/** Names that nothing in the cluster begins with. */
type FreeNames = { readonly namespace: string; readonly pod: string };

function freeNames({ namespaces, pods }: Snapshot): FreeNames {
  return {
    namespace: freeName('ringfence-new-namespace', namespaces),
    pod: freeName('ringfence-future-pod', pods),
  };
}

function freeName(wanted: string, given: readonly { readonly name: string }[]): string {
  const isTaken = given.some(({ name }) => name.startsWith(wanted));
  return isTaken ? freeName(`${wanted}-x`, given) : wanted;
}

function toldOf({ namespace, witness }: Draft) {
  return {
    ...(namespace !== undefined && { namespace }),
    namespaceLabels: namespace === undefined ? witness.namespace : {},
    labels: witness.pod,
  };
}

function connectionsOf(reach: Reach, place: number, present: ReadonlySet<Pod>) {
  const reaches: FutureConnection[] = [];
  const reachedBy: FutureConnection[] = [];
  reach.sources.forEach((peer, other) => {
    if (peer.kind !== 'pods') return;
    const pods = peer.pods.filter((pod) => present.has(pod));
    if (pods.length === 0) return;
    const out = reach.connection(place, other);
    if (isSome(out)) reaches.push({ pods, connection: out });
    const back = reach.connection(other, place);
    if (isSome(back)) reachedBy.push({ pods, connection: back });
  });
  return { reaches, reachedBy };
}

/** Ports of TCP, UDP or SCTP; that other protocols are left open tells nothing about a peer. */
function isSome({ allowed, undefined: open }: Connection): boolean {
  return !hasNoPorts(allowed) || !hasNoPorts({ ...open, OTHER: false });
}
