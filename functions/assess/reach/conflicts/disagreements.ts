import type { Snapshot } from '../../../model/snapshot.ts';
import {
  hasNoPorts,
  intersectionOfPorts,
  type PortSet,
  portsWithout,
  unionOfPorts,
} from '../algebra/port-set.ts';
import type { Bits } from '../engine/bits.ts';
import { buildEngine, type Engine } from '../engine/engine.ts';
import { joined } from '../engine/half.ts';
import type { PortsId } from '../engine/port-algebra.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Reach } from '../reach.ts';
import { type PairedRegion, type PairedSide, ReadingPair } from './paired-sides.ts';
import {
  asSpecified,
  type ReadingDifference,
  readingDifferences,
  specifiedProfile,
  withReading,
} from './reading-differences.ts';

/** Connections about which an engine and the specification disagree, both of them for sure. */
export type Disagreement = {
  /** `opened`: the engine lets through what the specification denies. `closed`: the reverse. */
  readonly kind: 'opened' | 'closed';
  /** Places in the map of the engine. */
  readonly sources: Bits;
  readonly destinations: Bits;
  readonly ports: PortSet;
  /** How the engine reads policies otherwise: any of these alone makes the difference. */
  readonly because: readonly ReadingDifference[];
};

const known = new WeakMap<Reach, readonly Disagreement[]>();

/**
 * Where the engine of a map enforces something else than the specification says. What the
 * specification leaves open is no disagreement.
 */
export function disagreements(reach: Reach, snapshot: Snapshot): readonly Disagreement[] {
  const found = known.get(reach) ?? findDisagreements(reach, snapshot);
  known.set(reach, found);
  return found;
}

function findDisagreements(reach: Reach, snapshot: Snapshot): readonly Disagreement[] {
  const differences = readingDifferences(reach);
  if (differences.length === 0) return [];
  const specified = specifiedProfile(reach.profile);
  const policies = reach.policies.map((policy) => asSpecified(policy, reach.profile));
  const read = (profile: Profile): Engine => buildEngine(snapshot, profile, { policies });
  const blocks = [...differingBlocks(reach.engine, read(specified))];
  const alone = differences.map((difference) => ({
    difference,
    engine: lazily(() => read(withReading(specified, difference, reach.profile))),
  }));
  return blocks.map((block) => ({ ...block, because: becauseOf(block, alone) }));
}

type DifferingBlock = Omit<Disagreement, 'because'>;
type Alone = { readonly difference: ReadingDifference; readonly engine: () => Engine };

/** Asked for one pair of a block: all of its pairs have the same answers under both readings. */
function becauseOf(block: DifferingBlock, alone: readonly Alone[]): readonly ReadingDifference[] {
  const all = alone.map(({ difference }) => difference);
  const [source] = block.sources;
  const [destination] = block.destinations;
  if (all.length === 1 || source === undefined || destination === undefined) return all;
  const enough = alone.filter(({ engine }) => {
    const { algebra, answer } = engine();
    const given = answer(source, destination);
    const allowed = algebra.setOf(given.allowed);
    const possible = unionOfPorts(allowed, algebra.setOf(given.undefined));
    const made =
      block.kind === 'opened'
        ? intersectionOfPorts(block.ports, allowed)
        : portsWithout(block.ports, possible);
    return !hasNoPorts(made);
  });
  return enough.length === 0 ? all : enough.map(({ difference }) => difference);
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function* differingBlocks(engine: Engine, spec: Engine): Generator<DifferingBlock> {
  const pair = new ReadingPair(engine, spec);
  const [egress, ingress] = [pair.sides('egress'), pair.sides('ingress')];
  const changed = ingress.filter(({ differing }) => differing.length > 0);
  for (const from of egress) {
    yield* toOutside(pair, from, engine);
    for (const to of from.differing.length > 0 ? ingress : changed) {
      yield* betweenPods(pair, from, to);
    }
  }
  for (const to of changed) yield* fromOutside(pair, to, engine);
}

function* betweenPods(
  pair: ReadingPair,
  from: PairedSide,
  to: PairedSide,
): Generator<DifferingBlock> {
  for (const out of from.regions) {
    if (!out.peers.meets(to.classes)) continue;
    for (const into of out.differs ? to.regions : to.differing) {
      if (!into.peers.meets(from.classes)) continue;
      const engine = joined(out.engine, into.engine, pair.algebra);
      const spec = joined(out.spec, into.spec, pair.algebra);
      const places = {
        sources: into.peers.and(from.classes),
        destinations: out.peers.and(to.classes),
      };
      yield* blocksOf(pair, { engine, spec }, places);
    }
  }
}

/** Whoever is no pod has no policies of its own: one end decides. */
function* toOutside(
  pair: ReadingPair,
  { classes, differing }: PairedSide,
  { spaces }: Engine,
): Generator<DifferingBlock> {
  for (const region of differing) {
    const destinations = region.peers.minus(spaces.egress.units);
    yield* blocksOf(pair, region, { sources: classes, destinations });
  }
}

function* fromOutside(
  pair: ReadingPair,
  { classes, differing }: PairedSide,
  { spaces }: Engine,
): Generator<DifferingBlock> {
  for (const region of differing) {
    const sources = region.peers.minus(spaces.ingress.units);
    yield* blocksOf(pair, region, { sources, destinations: classes });
  }
}

function* blocksOf(
  pair: ReadingPair,
  { engine, spec }: Pick<PairedRegion, 'engine' | 'spec'>,
  places: Pick<Disagreement, 'sources' | 'destinations'>,
): Generator<DifferingBlock> {
  if (places.sources.isEmpty || places.destinations.isEmpty) return;
  const block = (kind: Disagreement['kind'], ports: PortsId): readonly DifferingBlock[] =>
    ports === pair.algebra.none ? [] : [{ ...places, kind, ports: pair.algebra.setOf(ports) }];
  yield* block('opened', pair.surplus(engine, spec));
  yield* block('closed', pair.surplus(spec, engine));
}
