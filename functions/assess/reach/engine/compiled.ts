import type { Snapshot } from '../../../model/snapshot.ts';
import {
  type AddressSet,
  everyIPv4Address,
  everyIPv6Address,
  isIPv4,
} from '../algebra/address-set.ts';
import type { Direction, Policy } from '../policies/policy.ts';
import type { Profile } from '../profiles/profile.ts';
import { AddressAtoms } from './address-atoms.ts';
import { Bits } from './bits.ts';
import { type Atoms, classesOf, portsKey, type UnitClass } from './classes.ts';
import { LabelIndex } from './label-index.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { PeerSpace } from './peer-space.ts';
import { PortAlgebra } from './port-algebra.ts';
import { type PortGroup, RuleReader } from './rule-reader.ts';
import { type NamedPort, type Unit, unitsOf } from './units.ts';

type ByDirection<Value> = Readonly<Record<Direction, Value>>;

/** Policies and peers in the numbers that the evaluation works on. */
export type Compiled = {
  readonly profile: Profile;
  /** In order of tiers. */
  readonly policies: readonly Policy[];
  readonly mentions: Mentions;
  readonly units: readonly Unit[];
  readonly classes: readonly UnitClass[];
  readonly labels: LabelIndex;
  readonly algebra: PortAlgebra;
  /** Ingress: the sources. Egress: the destinations. */
  readonly spaces: ByDirection<PeerSpace>;
  readonly readers: ByDirection<RuleReader>;
};

export type Given = {
  readonly policies: readonly Policy[];
  /** DNS names that are asked for, beside those that policies name. */
  readonly names?: readonly string[];
};

/** Compiles each selector, namespace and address set once. */
export function compile(
  snapshot: Snapshot,
  profile: Profile,
  { policies: given, names: asked = [] }: Given,
): Compiled {
  const policies = given.toSorted(byTier);
  const mentions = mentionsOf(policies);
  const units = unitsOf(snapshot, profile);
  const atoms: Atoms = {
    ingress: new AddressAtoms(mentions.addresses.ingress, profile.hasIPv6),
    egress: new AddressAtoms(mentions.addresses.egress, profile.hasIPv6),
  };
  const classes = classesOf(units, mentions, atoms);
  const labels = new LabelIndex(
    classes.map(({ unit }) => unit),
    mentions,
  );
  const algebra = new PortAlgebra();
  const family = familyOf(snapshot, units);
  const spaceParts = { profile, classes, labels, family, symbols: [...mentions.symbols].sort() };
  const names = [...mentions.names, ...asked.map((pattern) => ({ pattern }))];
  const spaces = {
    // Nobody is known as a source by a name.
    ingress: new PeerSpace({ ...spaceParts, atoms: atoms.ingress, names: [] }),
    egress: new PeerSpace({ ...spaceParts, atoms: atoms.egress, names }),
  };
  const portGroups = portGroupsOf(classes, mentions);
  const readerParts = { algebra, profile, portGroups, sharedPorts: sharedPortsOf(classes, labels) };
  const readers = {
    ingress: new RuleReader({ ...readerParts, direction: 'ingress', space: spaces.ingress }),
    egress: new RuleReader({ ...readerParts, direction: 'egress', space: spaces.egress }),
  };
  return { profile, policies, mentions, units, classes, labels, algebra, spaces, readers };
}

function byTier(one: Policy, other: Policy): number {
  return (
    one.tier.order - other.tier.order ||
    compared(one.tier.name, other.tier.name) ||
    one.priority - other.priority ||
    compared(one.tieBreak ?? '', other.tieBreak ?? '')
  );
}

function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The family of addresses that are not known: what the cluster says, or what its pods show. */
function familyOf({ eksCluster }: Snapshot, units: readonly Unit[]): AddressSet {
  const addresses = units.flatMap((unit) => unit.addresses);
  const isIPv6 =
    eksCluster?.ipFamily === 'ipv6' ||
    (addresses.length > 0 && addresses.every((address) => !isIPv4(address)));
  return isIPv6 ? everyIPv6Address : everyIPv4Address;
}

function portGroupsOf(
  classes: readonly UnitClass[],
  { portNames }: Mentions,
): readonly PortGroup[] {
  const groups = Map.groupBy(
    classes.map(({ unit }, place) => ({ unit, place })),
    ({ unit }) => portsKey(unit, portNames),
  );
  return [...groups].flatMap(([key, members]) =>
    key === ''
      ? []
      : {
          members: Bits.of(members.map(({ place }) => place)),
          namedPorts: members[0]?.unit.namedPorts ?? [],
        },
  );
}

/** The named ports of all pods of a policy, once for each policy. */
function sharedPortsOf(
  classes: readonly UnitClass[],
  labels: LabelIndex,
): (policy: Policy) => readonly NamedPort[] {
  const known = new Map<Policy, readonly NamedPort[]>();
  return (policy) => {
    const before = known.get(policy);
    if (before !== undefined) return before;
    const selected = [...labels.matching(policy.subject, 'pod').may];
    const ports = selected.flatMap((place) => classes[place]?.unit.namedPorts ?? []);
    known.set(policy, ports);
    return ports;
  };
}
