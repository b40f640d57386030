import {
  type AddressSet,
  addressText,
  intersectionOfAddresses,
  rangeText,
  unionOfAddresses,
} from '../algebra/address-set.ts';
import { hasPort, noPorts, type PortSet, portsWithout, unionOfPorts } from '../algebra/port-set.ts';
import { Bits } from '../engine/bits.ts';
import type { PeerRef } from '../engine/peer-place.ts';
import { policyText } from '../explain/explanation-text.ts';
import type { PortPoint } from '../explain/step.ts';
import type { Direction } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';

/** One end of connections: a class of pods, by its place, and the direction of its policies. */
export type End = { readonly place: number; readonly direction: Direction };

/** Peers by what an end says of them; all three together are the peers that were asked for. */
export type Split = {
  readonly allowed: Bits;
  readonly undefined: Bits;
  readonly denied: Bits;
};

const namedMax = 3;

/** What an end says of some peers at one port. */
export function splitOf(reach: Reach, end: End, peers: Bits, { protocol, port }: PortPoint): Split {
  const { algebra } = reach.engine;
  const [allowed, open]: [Bits[], Bits[]] = [[], []];
  for (const region of halfOf(reach, end)) {
    const met = region.peers.and(peers);
    if (met.isEmpty) continue;
    if (hasPort(algebra.setOf(region.answer.allowed), protocol, port)) allowed.push(met);
    else if (hasPort(algebra.setOf(region.answer.undefined), protocol, port)) open.push(met);
  }
  const split = { allowed: Bits.union(allowed), undefined: Bits.union(open) };
  return { ...split, denied: peers.minus(split.allowed).minus(split.undefined) };
}

/** The ports on which an end lets through some of the peers. */
export type PortsTo = {
  /** Of at least one of the peers, surely. */
  readonly some: PortSet;
  /** Of at least one of the peers, perhaps, and surely of none. */
  readonly open: PortSet;
  /** Those of the peers that are let through on some port, surely. */
  readonly reached: Bits;
  /** Whether all of the peers are treated alike. */
  readonly areAlike: boolean;
};

export function portsTo(reach: Reach, end: End, peers: Bits): PortsTo {
  const { algebra } = reach.engine;
  const regions = halfOf(reach, end).filter((region) => region.peers.meets(peers));
  const allowed = regions.map(({ answer }) => algebra.setOf(answer.allowed));
  const open = regions.map(({ answer }) => algebra.setOf(answer.undefined));
  const some = allowed.reduce(unionOfPorts, noPorts);
  const answers = new Set(regions.map(({ answer }) => `${answer.allowed} ${answer.undefined}`));
  const denied = peers.minus(Bits.union(regions.map((region) => region.peers)));
  return {
    some,
    reached: Bits.union(
      regions.flatMap((region) =>
        region.answer.allowed === algebra.none ? [] : [region.peers.and(peers)],
      ),
    ),
    open: portsWithout(open.reduce(unionOfPorts, noPorts), some),
    areAlike: answers.size + (denied.isEmpty ? 0 : 1) === 1,
  };
}

/** The same number for ends that the same policies act on. */
export function sideOf(reach: Reach, { place, direction }: End): number {
  return reach.engine.sides[direction].placeOf[place] ?? -1;
}

function halfOf(reach: Reach, end: End) {
  return reach.engine.sides[end.direction].sides[sideOf(reach, end)]?.half ?? [];
}

const knownPlaces = new WeakMap<Reach, Map<AddressSet, Partial<Record<Direction, Bits>>>>();

/** The places of peers that stand for an address of a set: sources of ingress, targets of egress. */
export function addressPlaces(reach: Reach, direction: Direction, addresses: AddressSet): Bits {
  const sets = knownPlaces.get(reach) ?? new Map<AddressSet, Partial<Record<Direction, Bits>>>();
  knownPlaces.set(reach, sets);
  const known = sets.get(addresses) ?? {};
  const places = known[direction] ?? foundPlaces(reach, direction, addresses);
  sets.set(addresses, { ...known, [direction]: places });
  return places;
}

function foundPlaces({ engine }: Reach, direction: Direction, addresses: AddressSet): Bits {
  const { firstAtom, parts } = engine.spaces[direction];
  return Bits.of(
    parts.atoms.ranges.flatMap(({ first, last }, atom) =>
      addresses.some((range) => range.first <= last && first <= range.last) ? firstAtom + atom : [],
    ),
  );
}

/** The part of a set that is of the cluster's address family. */
export function ofClusterFamily({ engine }: Reach, addresses: AddressSet): AddressSet {
  return intersectionOfAddresses(engine.spaces.ingress.parts.family, addresses);
}

/** The addresses of a set that some places stand for: `10.0.0.0-10.0.0.255 and 2 more ranges`. */
export function placesText(
  { engine }: Reach,
  direction: Direction,
  places: Bits,
  within: AddressSet,
): string {
  const { firstAtom, parts } = engine.spaces[direction];
  const atoms = [...places].flatMap((place) => parts.atoms.ranges[place - firstAtom] ?? []);
  const ranges = intersectionOfAddresses(unionOfAddresses([atoms]), within);
  const texts = ranges.slice(0, namedMax).map(rangeText);
  const more = ranges.length - texts.length;
  return [...texts, ...(more > 0 ? [`${more} more ranges`] : [])].join(', ');
}

/** One of the addresses that some places stand for. */
export function someAddress(
  { engine }: Reach,
  direction: Direction,
  places: Bits,
  within: AddressSet,
): PeerRef | undefined {
  const { firstAtom, parts } = engine.spaces[direction];
  for (const place of places) {
    const atom = parts.atoms.ranges[place - firstAtom];
    const [range] = atom === undefined ? [] : intersectionOfAddresses([atom], within);
    if (range !== undefined) return { kind: 'address', address: addressText(range.first) };
  }
  return undefined;
}

/** `NetworkPolicy shop/a, NetworkPolicy shop/b and 2 more`; undefined where none acts on the end. */
export function policiesText(reach: Reach, { place, direction }: End): string | undefined {
  const acting = (reach.engine.selections[place] ?? []).filter(
    ({ policy }) => policy[direction] !== undefined,
  );
  const names = [...new Set(acting.map(({ policy }) => policyText(policy.ref)))];
  if (names.length === 0) return undefined;
  const more = names.length - namedMax;
  return `${names.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
