import type { PolicyEndpoint } from '../../../model/network-objects.ts';
import type { NetworkPolicy, Snapshot } from '../../../model/snapshot.ts';
import {
  type AddressRange,
  type AddressSet,
  addressText,
  noAddresses,
  parseCidr,
  unionOfAddresses,
} from '../algebra/address-set.ts';
import { Bits } from '../engine/bits.ts';
import type { Engine } from '../engine/engine.ts';
import type { Direction, Policy } from '../policies/policy.ts';
import { directions } from '../policies/policy.ts';
import { profileNamed } from '../profiles/profile.ts';
import { type Reach, reachOf } from '../reach.ts';

/** How the PolicyEndpoints of a policy differ from what the policy asks for. */
export type PolicyEndpointFlaw = {
  readonly kind: 'missing' | 'podsMissing' | 'podsStale' | 'peersMissing' | 'peersStale';
  /** Short, for people: what is missing or stale, with the first few by name. */
  readonly text: string;
};

const shownMax = 3;

/**
 * Compares the PolicyEndpoints that the VPC CNI's controller made of a NetworkPolicy with the ones
 * that it should have made: the pods it selects, and the addresses of the pods that its rules name.
 * Ports are not compared. What the controller adds for Services is no flaw.
 */
export function policyEndpointFlaws(
  policy: NetworkPolicy,
  snapshot: Snapshot,
): readonly PolicyEndpointFlaw[] {
  const reach = reachOf(snapshot, profileNamed('aws-vpc-cni'));
  const read = reach.policies.find(
    ({ ref }) =>
      ref.family === 'NetworkPolicy' &&
      ref.namespace === policy.namespace &&
      ref.name === policy.name,
  );
  if (read === undefined) return [];
  const made = endpointsByPolicy(snapshot).get(`${policy.namespace}/${policy.name}`) ?? [];
  const selected = selectedPods(reach.engine, read);
  if (made.length === 0) {
    // A policy that selects no pod may go without.
    if (selected.wanted.length === 0) return [];
    return [{ kind: 'missing', text: 'it has no PolicyEndpoint, so no node enforces it' }];
  }
  return [
    ...podFlaws(selected, made),
    ...directions.flatMap((way) => peerFlaws(way, read, made, reach)),
  ];
}

const known = new WeakMap<Snapshot, ReadonlyMap<string, readonly PolicyEndpoint[]>>();

function endpointsByPolicy(snapshot: Snapshot): ReadonlyMap<string, readonly PolicyEndpoint[]> {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const { policyEndpoints } = snapshot;
  const grouped = Map.groupBy(
    policyEndpoints,
    ({ policy }) => `${policy.namespace}/${policy.name}`,
  );
  known.set(snapshot, grouped);
  return grouped;
}

type PlacedPod = {
  readonly name: string;
  readonly addresses: readonly bigint[];
  /** Whether the controller surely has it in its PolicyEndpoints: with an address of its own. */
  readonly isCovered: boolean;
};

/** Pods that belong into the PolicyEndpoints of a policy, and pods that may be there. */
type SelectedPods = { readonly wanted: readonly string[]; readonly possible: readonly string[] };

/**
 * What the controller does with pods that the engine leaves out, or may, is not laid down: they may be
 * in a PolicyEndpoint or not.
 */
function selectedPods(engine: Engine, policy: Policy): SelectedPods {
  const { must, may } = engine.labels.matching(policy.subject, 'pod');
  const namesOf = (pods: readonly PlacedPod[]) => pods.map(({ name }) => name);
  return {
    wanted: namesOf(podsIn(engine, must).filter(({ isCovered }) => isCovered)),
    possible: namesOf(podsIn(engine, may)),
  };
}

function podsIn({ classes, units }: Pick<Engine, 'classes' | 'units'>, places: Bits) {
  return [...places].flatMap((place) =>
    (classes[place]?.members ?? []).flatMap((member): readonly PlacedPod[] => {
      const unit = units[member];
      if (unit === undefined || !('pod' in unit.object)) return [];
      const { namespace, name } = unit.object.pod;
      const { isEnforced, isHost, addresses } = unit;
      const isCovered = isEnforced === 'yes' && !isHost && addresses.length > 0;
      return [{ name: `${namespace}/${name}`, addresses, isCovered }];
    }),
  );
}

function podFlaws(
  { wanted, possible }: SelectedPods,
  made: readonly PolicyEndpoint[],
): readonly PolicyEndpointFlaw[] {
  const listed = new Set(
    made.flatMap(({ pods }) => pods.map(({ namespace, name }) => `${namespace}/${name}`)),
  );
  const fresh = new Set(possible);
  const missing = wanted.filter((name) => !listed.has(name));
  const stale = [...listed].filter((name) => !fresh.has(name));
  return [
    ...flaw('podsMissing', 'pods that it selects are not in its PolicyEndpoints', missing),
    ...flaw('podsStale', 'its PolicyEndpoints list pods that it does not select', stale),
  ];
}

function peerFlaws(
  direction: Direction,
  policy: Policy,
  made: readonly PolicyEndpoint[],
  { engine }: Reach,
): readonly PolicyEndpointFlaw[] {
  const rules = policy[direction];
  if (rules === undefined) return [];
  const blocks = made.flatMap((endpoint) =>
    endpoint[direction].map(({ cidr }) => parseCidr(cidr ?? '') ?? noAddresses),
  );
  const { wanted, possible } = namedPods(direction, policy, engine);
  const given = unionOfAddresses(blocks);
  const missing = wanted.filter(
    ({ addresses }) => addresses.length > 0 && addresses.every((each) => !holds(given, each)),
  );
  const stale = staleAddresses(blocks.flat(), possible, engine);
  return [
    ...flaw(
      'peersMissing',
      `${direction}: addresses of pods that its rules name are not in its PolicyEndpoints`,
      missing.map(({ name }) => name),
    ),
    ...flaw(
      'peersStale',
      `${direction}: its PolicyEndpoints open addresses that no rule names`,
      stale,
    ),
  ];
}

type NamedPods = { readonly wanted: readonly PlacedPod[]; readonly possible: readonly PlacedPod[] };

/** Pods that the rules surely name, and those that they may; without any of its ports a rule names none. */
function namedPods(direction: Direction, policy: Policy, engine: Engine): NamedPods {
  const { algebra, readers, spaces } = engine;
  const matches = (policy[direction]?.rules ?? []).flatMap((rule) =>
    readers[direction].matchesOf({ policy, rule }, []),
  );
  const sure = matches.filter(({ ports }) => ports.must !== algebra.none);
  const pods = (peers: readonly Bits[]) =>
    podsIn(engine, Bits.union(peers).and(spaces[direction].units));
  return {
    wanted: pods(sure.map(({ peers }) => peers.must)),
    possible: pods(matches.map(({ peers }) => peers.may)),
  };
}

/**
 * Single addresses that belong to a pod, and to none that a rule names: stale, and open to the wrong
 * pod. Pods on the host network of a node share its address.
 */
function staleAddresses(
  blocks: readonly AddressRange[],
  named: readonly PlacedPod[],
  engine: Engine,
): readonly string[] {
  const owners = ownersIn(engine);
  const fresh = new Set(named.flatMap(({ addresses }) => addresses));
  const singles = new Set(blocks.flatMap(({ first, last }) => (first === last ? first : [])));
  return [...singles].flatMap((address) => {
    const owner = owners.get(address);
    return owner === undefined || fresh.has(address) ? [] : `${addressText(address)} (${owner})`;
  });
}

const ownersKnown = new WeakMap<Engine, ReadonlyMap<bigint, string>>();

/** Which pod has an address; one of them where several do. */
function ownersIn(engine: Engine): ReadonlyMap<bigint, string> {
  const before = ownersKnown.get(engine);
  if (before !== undefined) return before;
  const owners = new Map(
    podsIn(engine, engine.spaces.ingress.units).flatMap(({ name, addresses }) =>
      addresses.map((address) => [address, name] as const),
    ),
  );
  ownersKnown.set(engine, owners);
  return owners;
}

/** The ranges of a set are in order: a policy may have thousands of them. */
function holds(set: AddressSet, address: bigint): boolean {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[middle]?.last ?? address) < address) low = middle + 1;
    else high = middle;
  }
  return (set[low]?.first ?? address + 1n) <= address;
}

function flaw(
  kind: PolicyEndpointFlaw['kind'],
  text: string,
  names: readonly string[],
): readonly PolicyEndpointFlaw[] {
  if (names.length === 0) return [];
  const shown = names.toSorted().slice(0, shownMax).join(', ');
  const more = names.length > shownMax ? ` and ${names.length - shownMax} more` : '';
  return [{ kind, text: `${text}: ${shown}${more}` }];
}
