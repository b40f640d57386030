import { Bits } from './bits.ts';
import type { Match } from './label-index.ts';
import type { PortAlgebra, PortsId } from './port-algebra.ts';

/**
 * What may still become of each port for a peer. A port can be in several sets: the specification
 * leaves it open, or a rule may match or not, and then the answer is undefined.
 */
type Fate = {
  /** Not decided yet. */
  readonly open: PortsId;
  readonly allowed: PortsId;
  readonly denied: PortsId;
  /** Handed on to the next tier. */
  readonly passed: PortsId;
};

/** Peers to whom the same happens. Regions of a map are apart and together hold every peer. */
export type Region = { readonly peers: Bits; readonly fate: Fate };

export type Target = 'allowed' | 'denied' | 'passed';

/** Ports that a rule matches for sure, and those that it matches for sure or may. */
export type PortsMatch = { readonly must: PortsId; readonly may: PortsId };

type Change = (fate: Fate, algebra: PortAlgebra) => Fate;

/**
 * How each peer fares with one subject in one direction, decided rule by rule. Never changed once
 * made. Regions of one fate are one region, so that their number follows the fates and not the rules.
 */
export class DecisionMap {
  private readonly byFate: ReadonlyMap<string, Region>;
  private readonly algebra: PortAlgebra;

  private constructor(byFate: ReadonlyMap<string, Region>, algebra: PortAlgebra) {
    this.byFate = byFate;
    this.algebra = algebra;
  }

  static undecided(peers: Bits, algebra: PortAlgebra): DecisionMap {
    const { all, none } = algebra;
    const fate = { open: all, allowed: none, denied: none, passed: none };
    return DecisionMap.of([{ peers, fate }], algebra);
  }

  private static of(regions: readonly Region[], algebra: PortAlgebra): DecisionMap {
    return new DecisionMap(joined(new Map(), regions), algebra);
  }

  get regions(): readonly Region[] {
    return [...this.byFate.values()];
  }

  /** What a rule decides of the ports that are still open. */
  matched(peers: Match, ports: PortsMatch, target: Target): DecisionMap {
    if (peers.may.isEmpty || ports.may === this.algebra.none) return this;
    const possible = { must: this.algebra.none, may: ports.may };
    const doubtful = peers.may.minus(peers.must);
    return this.split(peers.must, (fate) => this.fateAfter(fate, ports, target)).split(
      doubtful,
      (fate) => this.fateAfter(fate, possible, target),
    );
  }

  /** Applies a change to every peer. */
  changed(change: Change): DecisionMap {
    const regions = this.regions.map(({ peers, fate }) => ({
      peers,
      fate: change(fate, this.algebra),
    }));
    return DecisionMap.of(regions, this.algebra);
  }

  /**
   * Policies that have no order among them, each decided alone from the same start: where they
   * disagree, all of their outcomes stand.
   */
  static unordered(maps: readonly DecisionMap[]): DecisionMap {
    const [first, ...rest] = maps;
    if (first === undefined) throw new Error('there is at least one map to join');
    return rest.reduce((before, map) => before.overlaid(map), first);
  }

  private overlaid(other: DecisionMap): DecisionMap {
    const { algebra } = this;
    const regions = this.regions.flatMap((one) =>
      other.regions.flatMap((two): readonly Region[] => {
        const peers = one.peers.and(two.peers);
        return peers.isEmpty ? [] : [{ peers, fate: joinedFates(one.fate, two.fate, algebra) }];
      }),
    );
    return DecisionMap.of(regions, algebra);
  }

  private fateAfter(fate: Fate, { must, may }: PortsMatch, target: Target): Fate {
    const { algebra } = this;
    const hit = algebra.intersection(fate.open, may);
    if (hit === algebra.none) return fate;
    const open = algebra.difference(fate.open, must);
    return { ...fate, open, [target]: algebra.union(fate[target], hit) };
  }

  /** Only regions that hold one of the peers are looked at closely: most rules name few peers. */
  private split(peers: Bits, change: (fate: Fate) => Fate): DecisionMap {
    if (peers.isEmpty) return this;
    const byFate = new Map(this.byFate);
    const moved: Region[] = [];
    for (const [key, region] of this.byFate) {
      if (!region.peers.meets(peers)) continue;
      const fate = change(region.fate);
      if (fate === region.fate) continue;
      const rest = region.peers.minus(peers);
      if (rest.isEmpty) byFate.delete(key);
      else byFate.set(key, { ...region, peers: rest });
      moved.push({ peers: region.peers.and(peers), fate });
    }
    return moved.length === 0 ? this : new DecisionMap(joined(byFate, moved), this.algebra);
  }
}

function joinedFates(one: Fate, other: Fate, algebra: PortAlgebra): Fate {
  return {
    // A port stays open only where no policy decides it for sure.
    open: algebra.intersection(one.open, other.open),
    allowed: algebra.union(one.allowed, other.allowed),
    denied: algebra.union(one.denied, other.denied),
    passed: algebra.union(one.passed, other.passed),
  };
}

function joined(byFate: Map<string, Region>, added: readonly Region[]): Map<string, Region> {
  const groups = Map.groupBy(added, ({ fate }) => keyOf(fate));
  for (const [key, regions] of groups) {
    const known = byFate.get(key);
    const all = known === undefined ? regions : [known, ...regions];
    const [first] = regions;
    if (first === undefined) continue;
    byFate.set(key, { fate: first.fate, peers: Bits.union(all.map(({ peers }) => peers)) });
  }
  return byFate;
}

function keyOf({ open, allowed, denied, passed }: Fate): string {
  return `${open},${allowed},${denied},${passed}`;
}
