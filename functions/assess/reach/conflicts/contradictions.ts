import type { DecisionMap, Region } from '../engine/decision-map.ts';
import type { PortAlgebra, PortsId } from '../engine/port-algebra.ts';
import { toolsFor } from '../engine/sides.ts';
import type { Subject } from '../engine/subjects.ts';
import { decisionsOn } from '../engine/tiers.ts';
import type { UnorderedRank } from '../engine/unordered-rank.ts';
import { type Direction, directions, type Policy } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';

/** Two policies of one tier and priority that decide otherwise about the same connections. */
export type Contradiction = {
  readonly policies: readonly [Policy, Policy];
  readonly direction: Direction;
  /** Places of the classes that both select. */
  readonly classes: readonly number[];
  /** Not where a field that is not understood, or an address that is not known, decides. */
  readonly isSure: boolean;
};

const known = new WeakMap<Reach, readonly Contradiction[]>();

/**
 * Where the answer hangs on the order of policies that have none. Network policy API: if "two (or
 * more) policies in the same tier with the same priority could match a connection, then the
 * implementation can apply any of the matching policies".
 */
export function contradictions(reach: Reach): readonly Contradiction[] {
  const found = known.get(reach) ?? directions.flatMap((direction) => foundIn(reach, direction));
  known.set(reach, found);
  return found;
}

function foundIn({ engine }: Reach, direction: Direction): readonly Contradiction[] {
  const { algebra, sides } = engine;
  const found: Contradiction[] = [];
  for (const subject of sides[direction].subjects) {
    if (!hasEqualPriorities(subject)) continue;
    const onUnordered = (rank: UnorderedRank): void => {
      for (const pair of pairsIn(rank, algebra)) {
        found.push({ ...pair, direction, classes: subject.classes });
      }
    };
    decisionsOn(subject, { ...toolsFor(direction, engine), onUnordered });
  }
  return found;
}

function hasEqualPriorities({ acting }: Subject): boolean {
  const places = acting.map(({ policy: { tier, priority, tieBreak = '' } }) =>
    [tier.order, priority, tieBreak].join(' '),
  );
  return new Set(places).size < places.length;
}

type Pair = Pick<Contradiction, 'policies' | 'isSure'>;

function pairsIn({ policies, maps }: UnorderedRank, algebra: PortAlgebra): readonly Pair[] {
  return policies.flatMap((one, first) =>
    policies.slice(first + 1).flatMap((other, offset): readonly Pair[] => {
      const difference = differenceOf(maps[first], maps[first + 1 + offset], algebra);
      if (difference === 'none') return [];
      return [{ policies: [one, other], isSure: difference === 'sure' }];
    }),
  );
}

type Difference = 'sure' | 'possible' | 'none';

function differenceOf(
  one: DecisionMap | undefined,
  other: DecisionMap | undefined,
  algebra: PortAlgebra,
): Difference {
  let widest: Difference = 'none';
  for (const { peers, fate } of one?.regions ?? []) {
    for (const region of other?.regions ?? []) {
      if (!peers.meets(region.peers)) continue;
      const difference = fatesDiffer(fate, region.fate, algebra);
      if (difference === 'sure') return 'sure';
      if (difference === 'possible') widest = 'possible';
    }
  }
  return widest;
}

type Fate = Region['fate'];
const outcomes = ['allowed', 'denied', 'passed'] as const;

function fatesDiffer(one: Fate, other: Fate, algebra: PortAlgebra): Difference {
  const pairs = outcomes.flatMap((mine) =>
    outcomes.flatMap((theirs) => (mine === theirs ? [] : [{ mine, theirs }])),
  );
  const overlap = (a: PortsId, b: PortsId): boolean => algebra.intersection(a, b) !== algebra.none;
  const areSure = pairs.some(({ mine, theirs }) =>
    overlap(surely(one, mine, algebra), surely(other, theirs, algebra)),
  );
  if (areSure) return 'sure';
  return pairs.some(({ mine, theirs }) => overlap(one[mine], other[theirs])) ? 'possible' : 'none';
}

/** Ports with this outcome and no other. */
function surely(fate: Fate, outcome: (typeof outcomes)[number], algebra: PortAlgebra): PortsId {
  const others = [fate.open, ...outcomes.flatMap((each) => (each === outcome ? [] : fate[each]))];
  return others.reduce((ports, set) => algebra.difference(ports, set), fate[outcome]);
}
