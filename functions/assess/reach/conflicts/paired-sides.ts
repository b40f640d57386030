import { Bits } from '../engine/bits.ts';
import type { Engine } from '../engine/engine.ts';
import type { Answer, Half } from '../engine/half.ts';
import { PortAlgebra, type PortsId } from '../engine/port-algebra.ts';
import type { Direction } from '../policies/policy.ts';

/** Peers with the answer of either reading, in the numbers of one algebra. */
export type PairedRegion = {
  readonly peers: Bits;
  readonly engine: Answer;
  readonly spec: Answer;
  /** Whether one of the two surely allows what the other surely denies. */
  readonly differs: boolean;
};

/** Classes that fare alike under both readings of their policies in one direction. */
export type PairedSide = {
  readonly classes: Bits;
  readonly regions: readonly PairedRegion[];
  readonly differing: readonly PairedRegion[];
};

/** Two readings of the same policies side by side; both part the peers of a map alike. */
export class ReadingPair {
  readonly algebra = new PortAlgebra();
  private readonly engine: Engine;
  private readonly spec: Engine;
  private readonly numbers = new Map<Engine, Map<PortsId, PortsId>>();

  constructor(engine: Engine, spec: Engine) {
    const isAlike = (['ingress', 'egress'] as const).every(
      (direction) => engine.spaces[direction].size === spec.spaces[direction].size,
    );
    if (!isAlike || engine.classes.length !== spec.classes.length) {
      throw new Error('two readings of the same policies part peers alike');
    }
    this.engine = engine;
    this.spec = spec;
  }

  sides(direction: Direction): readonly PairedSide[] {
    const [ours, theirs] = [this.engine.sides[direction], this.spec.sides[direction]];
    const groups = new Map<string, { readonly places: [number, number]; members: number[] }>();
    this.engine.classes.forEach((_, place) => {
      const places: [number, number] = [ours.placeOf[place] ?? 0, theirs.placeOf[place] ?? 0];
      const group = groups.get(places.join()) ?? { places, members: [] };
      groups.set(places.join(), group);
      group.members.push(place);
    });
    const everyone = this.engine.spaces[direction].everything;
    return [...groups.values()].map(({ places: [our, their], members }) => {
      const regions = this.overlaid(
        this.translated(this.engine, ours.sides[our]?.half ?? [], everyone),
        this.translated(this.spec, theirs.sides[their]?.half ?? [], everyone),
      );
      const differing = regions.filter(({ differs }) => differs);
      return { classes: Bits.of(members), regions, differing };
    });
  }

  /** What the first answer surely allows and the second surely denies. */
  surplus(one: Answer, other: Answer): PortsId {
    const { algebra } = this;
    return algebra.difference(one.allowed, algebra.union(other.allowed, other.undefined));
  }

  private overlaid(ours: Half, theirs: Half): readonly PairedRegion[] {
    return ours.flatMap(({ peers, answer: engine }) =>
      theirs.flatMap((region): readonly PairedRegion[] => {
        const both = peers.and(region.peers);
        if (both.isEmpty) return [];
        const spec = region.answer;
        const surplus = [this.surplus(engine, spec), this.surplus(spec, engine)];
        const differs = surplus.some((ports) => ports !== this.algebra.none);
        return [{ peers: both, engine, spec, differs }];
      }),
    );
  }

  /** With the numbers of the common algebra, and with a region for who is denied everything. */
  private translated(from: Engine, half: Half, everyone: Bits): Half {
    const regions = half.map(({ peers, answer }) => ({
      peers,
      answer: {
        allowed: this.numberOf(from, answer.allowed),
        undefined: this.numberOf(from, answer.undefined),
      },
    }));
    const rest = everyone.minus(Bits.union(half.map(({ peers }) => peers)));
    const { none } = this.algebra;
    return [...regions, { peers: rest, answer: { allowed: none, undefined: none } }];
  }

  private numberOf(from: Engine, id: PortsId): PortsId {
    const known = this.numbers.get(from) ?? new Map<PortsId, PortsId>();
    this.numbers.set(from, known);
    const number = known.get(id) ?? this.algebra.idOf(from.algebra.setOf(id));
    known.set(id, number);
    return number;
  }
}
