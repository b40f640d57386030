import {
  type AddressSet,
  everyIPv4Address,
  everyIPv6Address,
  intersectionOfAddresses,
} from '../algebra/address-set.ts';
import {
  firstPort,
  lastPort,
  type PortSet,
  type Protocol,
  protocols,
} from '../algebra/port-set.ts';
import { Bits } from '../engine/bits.ts';
import type { Engine } from '../engine/engine.ts';
import type { PortsId } from '../engine/port-algebra.ts';
import { internetAddresses } from '../internet-addresses.ts';
import type { Direction } from '../policies/policy.ts';

/** Whom nobody can have meant one by one: an address family of the internet, pods nobody knows. */
export const crowds = ['IPv4', 'IPv6', 'pods'] as const;
export type Crowd = (typeof crowds)[number];

/** For each crowd the protocols by which all of it gets through. */
export type Opening = Readonly<Record<Crowd, readonly Protocol[]>>;

export const noOpening: Opening = { IPv4: [], IPv6: [], pods: [] };

/** Peers with ports that they may use; parts have no peer in common. */
export type Part = { readonly peers: Bits; readonly ports: PortsId };

/** `everyPort`: by a protocol as a whole. `anyPort`: by some port of it. */
type Extent = 'everyPort' | 'anyPort';

export type Everyone = {
  /** Who of everyone gets through where the parts say who does. */
  readonly opening: (parts: readonly Part[], extent?: Extent) => Opening;
  /** The part that lets most of a crowd through. */
  readonly widest: (crowd: Crowd, parts: readonly Part[]) => Part | undefined;
  /** The peers of the parts who get through by a protocol. */
  readonly peersBy: (protocol: Protocol, parts: readonly Part[], extent?: Extent) => Bits;
};

/**
 * From this share of an address family of the internet on a block names nobody: it is all of it,
 * whether in pieces or with exceptions.
 */
const nearlyAll = 15 / 16;

export function everyoneOf(engine: Engine, direction: Direction, strangers: Bits): Everyone {
  const space = engine.spaces[direction];
  const shares = sharesOf(space.parts.atoms.ranges);
  const holds = { everyPort: protocolsOf(engine, isWhole), anyPort: protocolsOf(engine, isSome) };
  const share = (family: 'IPv4' | 'IPv6', peers: Bits): number => {
    let total = 0;
    peers.forEach((place) => {
      total += shares[family][place - space.firstAtom] ?? 0;
    });
    return total;
  };
  const peersBy: Everyone['peersBy'] = (protocol, parts, extent = 'everyPort') =>
    Bits.union(
      parts.flatMap(({ peers, ports }) => (holds[extent](ports).includes(protocol) ? [peers] : [])),
    );
  const opening: Everyone['opening'] = (parts, extent) => {
    const through = protocols.map((protocol) => ({
      protocol,
      peers: peersBy(protocol, parts, extent),
    }));
    const protocolsOver = (isIn: (peers: Bits) => boolean): readonly Protocol[] =>
      through.flatMap(({ protocol, peers }) => (isIn(peers) ? protocol : []));
    return {
      IPv4: protocolsOver((peers) => share('IPv4', peers) >= nearlyAll),
      IPv6: protocolsOver((peers) => share('IPv6', peers) >= nearlyAll),
      pods: protocolsOver((peers) => strangers.minus(peers).isEmpty),
    };
  };
  const widest: Everyone['widest'] = (crowd, parts) => {
    const size = ({ peers }: Part): number =>
      crowd === 'pods' ? strangers.and(peers).size : share(crowd, peers);
    return parts.toSorted((one, other) => size(other) - size(one))[0];
  };
  return { opening, peersBy, widest };
}

/** The opening without the crowds that are not asked for. */
export function openingTo(asked: readonly Crowd[], opening: Opening): Opening {
  const [IPv4, IPv6, pods] = crowds.map((crowd) => (asked.includes(crowd) ? opening[crowd] : []));
  return { IPv4: IPv4 ?? [], IPv6: IPv6 ?? [], pods: pods ?? [] };
}

export function isOpen(opening: Opening): boolean {
  return crowds.some((crowd) => opening[crowd].length > 0);
}

/** Whether one opening lets somebody through whom the other does not. */
export function exceeds(one: Opening, other: Opening): boolean {
  return crowds.some((crowd) => one[crowd].some((protocol) => !other[crowd].includes(protocol)));
}

/** The share of the internet, in one family, that each atom holds. */
function sharesOf(atoms: AddressSet): Readonly<Record<'IPv4' | 'IPv6', readonly number[]>> {
  const sharesIn = (family: AddressSet): readonly number[] => {
    const internet = intersectionOfAddresses(internetAddresses, family);
    const all = sizeOf(internet);
    return atoms.map((atom) => sizeOf(intersectionOfAddresses([atom], internet)) / all);
  };
  return { IPv4: sharesIn(everyIPv4Address), IPv6: sharesIn(everyIPv6Address) };
}

function sizeOf(addresses: AddressSet): number {
  return addresses.reduce((size, { first, last }) => size + Number(last - first + 1n), 0);
}

type HasProtocol = (set: PortSet, protocol: Protocol) => boolean;

function protocolsOf({ algebra }: Engine, has: HasProtocol) {
  const known = new Map<PortsId, readonly Protocol[]>();
  return (ports: PortsId): readonly Protocol[] => {
    const before = known.get(ports);
    if (before !== undefined) return before;
    const set = algebra.setOf(ports);
    const found = protocols.filter((protocol) => has(set, protocol));
    known.set(ports, found);
    return found;
  };
}

function isWhole(set: PortSet, protocol: Protocol): boolean {
  const [range] = set[protocol];
  return range !== undefined && range.first === firstPort && range.last === lastPort;
}

function isSome(set: PortSet, protocol: Protocol): boolean {
  return set[protocol].length > 0;
}
