import type { Direction } from '../policies/policy.ts';
import { Bits } from './bits.ts';
import { type Answer, type Half, type HalfRegion, joined } from './half.ts';
import type { PortAlgebra } from './port-algebra.ts';

/**
 * Sources that all reach the same destinations in the same way. Every pair of peers that is not
 * wholly denied is in exactly one block.
 */
export type Block = {
  readonly sources: Bits;
  readonly destinations: Bits;
  readonly answer: Answer;
};

/** Classes with one half, and that half. */
export type Side = { readonly classes: Bits; readonly half: Half };

type Given = {
  readonly sides: Readonly<Record<Direction, readonly Side[]>>;
  readonly units: Bits;
  readonly algebra: PortAlgebra;
};

/** All connections, in blocks; the pairs behind them are never listed one by one. */
export function* blocksOf(given: Given): Generator<Block> {
  const destinations = destinationsOf(given);
  for (const side of given.sides.egress) yield* fromPods(side, destinations, given);
  // Who is no unit has no policies of its own: its side allows everything.
  for (const { classes, half } of given.sides.ingress) {
    for (const { peers, answer } of half) {
      const sources = peers.minus(given.units);
      if (!sources.isEmpty) yield { sources, destinations: classes, answer };
    }
  }
}

/**
 * Ingress sides that give most sources the same answer, joined; and for each source the sides that
 * treat it otherwise. A source then meets a few groups and its own exceptions, not every side.
 */
type Destinations = {
  readonly groups: readonly Side[];
  readonly exceptionsOf: ReadonlyMap<number, readonly Side[]>;
};

function destinationsOf({ sides, units, algebra }: Given): Destinations {
  const groups = new Map<string, { readonly answer: Answer; readonly classes: Bits[] }>();
  const exceptionsOf = new Map<number, Side[]>();
  for (const side of sides.ingress) {
    const { peers, answer } = backgroundOf(side.half, units, algebra);
    const key = `${answer.allowed} ${answer.undefined}`;
    const group = groups.get(key) ?? { answer, classes: [] };
    group.classes.push(side.classes);
    groups.set(key, group);
    units.minus(peers).forEach((source) => {
      const known = exceptionsOf.get(source);
      if (known === undefined) exceptionsOf.set(source, [side]);
      else known.push(side);
    });
  }
  return {
    groups: [...groups.values()].map(({ answer, classes }) => ({
      classes: Bits.union(classes),
      half: [{ peers: units, answer }],
    })),
    exceptionsOf,
  };
}

/** The answer that most classes of pods get; those in no region are denied everything. */
function backgroundOf(half: Half, units: Bits, algebra: PortAlgebra): HalfRegion {
  const regions = half.map(({ peers, answer }) => ({ peers: peers.and(units), answer }));
  const rest = regions.reduce((left, { peers }) => left.minus(peers), units);
  const denied = { peers: rest, answer: { allowed: algebra.none, undefined: algebra.none } };
  return regions.reduce(
    (widest, region) => (region.peers.size > widest.peers.size ? region : widest),
    denied,
  );
}

function* fromPods(
  { classes, half }: Side,
  { groups, exceptionsOf }: Destinations,
  { units, algebra }: Given,
): Generator<Block> {
  const exceptions = new Set<Side>();
  classes.forEach((source) => {
    for (const side of exceptionsOf.get(source) ?? []) exceptions.add(side);
  });
  const excepted = Bits.union([...exceptions].map((side) => side.classes));
  for (const region of half) {
    const outside = region.peers.minus(units);
    if (!outside.isEmpty) yield { sources: classes, destinations: outside, answer: region.answer };
    const inside = { peers: region.peers.and(units), answer: region.answer };
    const ordinary = { ...inside, peers: inside.peers.minus(excepted) };
    for (const group of groups) yield* meeting(classes, ordinary, group, algebra);
    for (const side of exceptions) yield* meeting(classes, inside, side, algebra);
  }
}

function* meeting(
  from: Bits,
  egress: HalfRegion,
  side: Side,
  algebra: PortAlgebra,
): Generator<Block> {
  if (!egress.peers.meets(side.classes)) return;
  for (const ingress of side.half) {
    if (!ingress.peers.meets(from)) continue;
    const answer = joined(egress.answer, ingress.answer, algebra);
    if (answer.allowed === algebra.none && answer.undefined === algebra.none) continue;
    yield {
      sources: ingress.peers.and(from),
      destinations: egress.peers.and(side.classes),
      answer,
    };
  }
}
