import {
  type AddressSet,
  addressesWithout,
  intersectionOfAddresses,
  unionOfAddresses,
} from '../algebra/address-set.ts';
import type { Entity, Peers } from '../policies/policy.ts';
import type { Certainty, Profile } from '../profiles/profile.ts';
import type { AddressAtoms } from './address-atoms.ts';
import { Bits } from './bits.ts';
import type { UnitClass } from './classes.ts';
import { type DnsName, overlapOf } from './dns-pattern.ts';
import {
  intersectionOfMatches,
  type LabelIndex,
  type Match,
  noMatch,
  sure,
  unionOfMatches,
} from './label-index.ts';

export const entities: readonly Entity[] = [
  'host',
  'remoteNode',
  'apiServer',
  'ingressProxy',
  'health',
  'unmanaged',
];

type SpaceParts = {
  readonly profile: Profile;
  readonly classes: readonly UnitClass[];
  readonly labels: LabelIndex;
  readonly atoms: AddressAtoms;
  /** The family of addresses that are not known: a cluster of EKS has one. */
  readonly family: AddressSet;
  /** DNS names and patterns, each a peer of its own. */
  readonly names: readonly DnsName[];
  readonly symbols: readonly string[];
};

/**
 * The peers of one direction under one numbering: classes of pods and nodes, address atoms, names,
 * entities, symbols. It turns what a policy says of peers into sets of these numbers.
 */
export class PeerSpace {
  readonly firstAtom: number;
  readonly firstName: number;
  readonly firstEntity: number;
  readonly firstSymbol: number;
  readonly size: number;
  /** Classes of pods and nodes. */
  readonly units: Bits;
  readonly parts: SpaceParts;
  private readonly hosts: Bits;
  private readonly nodes: Bits;
  private readonly unplaced: Bits;
  private readonly byAtom: ReadonlyMap<number, readonly number[]>;

  constructor(parts: SpaceParts) {
    const { classes, atoms, names, symbols } = parts;
    this.parts = parts;
    this.firstAtom = classes.length;
    this.firstName = this.firstAtom + atoms.ranges.length;
    this.firstEntity = this.firstName + names.length;
    this.firstSymbol = this.firstEntity + entities.length;
    this.size = this.firstSymbol + symbols.length;
    this.units = Bits.range(0, classes.length);
    this.nodes = this.classesWhere(({ object }) => 'node' in object);
    this.hosts = this.classesWhere(({ isHost, object }) => isHost && 'pod' in object);
    this.unplaced = this.classesWhere(({ addresses }) => addresses.length === 0);
    this.byAtom = classesByAtom(classes, atoms);
  }

  get everything(): Bits {
    return Bits.range(0, this.size);
  }

  /** `hosts` says how a pod selector of the policy's family reads pods on the host network. */
  matching(peers: Peers, hosts: Certainty): Match {
    switch (peers.op) {
      case 'every':
        return sure(this.everything);
      case 'none':
        return noMatch;
      case 'unknown':
        return { must: Bits.none, may: this.everything };
      case 'pods':
        return this.withHosts(this.parts.labels.matching(peers.where, 'pod'), hosts);
      case 'nodes':
        return this.parts.profile.hasNodes ? this.nodesMatching(peers) : noMatch;
      case 'addresses':
        return this.addressed(peers);
      case 'entity':
        return this.entity(peers.entity);
      case 'dnsName':
        return this.named(peers);
      case 'symbol':
        return sure(this.member(this.firstSymbol, this.parts.symbols.indexOf(peers.text)));
      case 'not': {
        const { must, may } = this.matching(peers.operand, hosts);
        return { must: this.everything.minus(may), may: this.everything.minus(must) };
      }
      case 'and':
        return peers.operands
          .map((operand) => this.matching(operand, hosts))
          .reduce(intersectionOfMatches, sure(this.everything));
      case 'or':
        return unionOfMatches(
          joinedBlocks(peers.operands).map((operand) => this.matching(operand, hosts)),
        );
    }
  }

  private withHosts({ must, may }: Match, hosts: Certainty): Match {
    if (hosts === 'yes') return { must, may };
    const sureOnes = must.minus(this.hosts);
    return { must: sureOnes, may: hosts === 'no' ? may.minus(this.hosts) : may };
  }

  /** A pod on the host network is its node; where the node is not known, it may be any. */
  private nodesMatching({ where }: Extract<Peers, { readonly op: 'nodes' }>): Match {
    const { must, may } = this.parts.labels.matching(where, 'node');
    const { classes } = this.parts;
    const homeless = [...this.hosts].filter((host) => classes[host]?.unit.nodeLabels === undefined);
    const host = this.member(this.firstEntity, entities.indexOf('host'));
    return { must, may: Bits.union([may, Bits.of(homeless), host]) };
  }

  /** A name may stand for any address, so a block that is not the whole family may hold it. */
  private addressed({ addresses, isOutside }: Blocks): Match {
    const { atoms, profile, names } = this.parts;
    const runs = atoms.runsOf(addresses);
    const external = Bits.union(
      runs.map(({ first, last }) => Bits.range(this.firstAtom + first, this.firstAtom + last + 1)),
    );
    const named = Bits.range(this.firstName, this.firstName + names.length);
    const apiServer = this.member(this.firstEntity, entities.indexOf('apiServer'));
    const ofApiServer = this.ofUnknownAddress(addresses, apiServer);
    const outside = unionOfMatches([
      sure(external),
      this.ofUnknownAddress(addresses, named),
      // It is outside of an EKS cluster, and a node of other clusters.
      profile.blocksMatchPods ? ofApiServer : { must: Bits.none, may: ofApiServer.may },
    ]);
    if (!profile.blocksMatchPods || isOutside === true) return outside;
    return unionOfMatches([outside, this.placedIn(runs, addresses)]);
  }

  /** Pods and nodes by their addresses; any of several addresses may be the one in use. */
  private placedIn(
    runs: readonly { readonly first: number; readonly last: number }[],
    addresses: AddressSet,
  ): Match {
    const { classes, atoms } = this.parts;
    const isIn = (atom: number | undefined): boolean =>
      atom !== undefined && runs.some(({ first, last }) => first <= atom && atom <= last);
    const placed = [...this.byAtom].flatMap(([atom, members]) => (isIn(atom) ? members : []));
    const whole = placed.filter((member) =>
      (classes[member]?.unit.addresses ?? []).every((address) => isIn(atoms.at(address))),
    );
    const host = this.member(this.firstEntity, entities.indexOf('host'));
    const unplaced = Bits.union([this.unplaced, host]);
    return unionOfMatches([
      { must: Bits.of(whole), may: Bits.of(placed) },
      this.ofUnknownAddress(addresses, unplaced),
    ]);
  }

  private ofUnknownAddress(addresses: AddressSet, members: Bits): Match {
    const { family } = this.parts;
    if (intersectionOfAddresses(family, addresses).length === 0) return noMatch;
    const isWhole = addressesWithout(family, addresses).length === 0;
    return isWhole ? sure(members) : { must: Bits.none, may: members };
  }

  private entity(entity: Entity): Match {
    const bit = this.member(this.firstEntity, entities.indexOf(entity));
    return sure(entity === 'remoteNode' ? Bits.union([bit, this.nodes, this.hosts]) : bit);
  }

  private named(pattern: DnsName): Match {
    const { names } = this.parts;
    const at = (wanted: readonly string[]): Bits =>
      Bits.of(
        names.flatMap((name, index) =>
          wanted.includes(overlapOf(pattern, name)) ? this.firstName + index : [],
        ),
      );
    return { must: at(['all']), may: at(['all', 'some']) };
  }

  private member(offset: number, index: number): Bits {
    return index < 0 ? Bits.none : Bits.of([offset + index]);
  }

  private classesWhere(holds: (unit: UnitClass['unit']) => boolean): Bits {
    const { classes } = this.parts;
    return Bits.of(classes.flatMap(({ unit }, index) => (holds(unit) ? index : [])));
  }
}

type Blocks = Extract<Peers, { readonly op: 'addresses' }>;

/** A pod with two addresses is matched for sure where one block holds the one, one the other. */
function joinedBlocks(operands: readonly Peers[]): readonly Peers[] {
  const flat = operands.flatMap((peers) => (peers.op === 'or' ? peers.operands : peers));
  const blocks = flat.filter((peers) => peers.op === 'addresses' && peers.isOutside !== true);
  const others = flat.filter((peers) => !blocks.includes(peers));
  const sets = blocks.flatMap((peers) => (peers.op === 'addresses' ? [peers.addresses] : []));
  return [...others, { op: 'addresses', addresses: unionOfAddresses(sets) }];
}

function classesByAtom(
  classes: readonly UnitClass[],
  atoms: AddressAtoms,
): ReadonlyMap<number, readonly number[]> {
  const byAtom = new Map<number, number[]>();
  classes.forEach(({ unit }, index) => {
    for (const atom of new Set(unit.addresses.map((address) => atoms.at(address)))) {
      if (atom === undefined) continue;
      const members = byAtom.get(atom);
      if (members === undefined) byAtom.set(atom, [index]);
      else members.push(index);
    }
  });
  return byAtom;
}
