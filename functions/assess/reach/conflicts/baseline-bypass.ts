import { type Half, halfOf } from '../engine/half.ts';
import type { PortAlgebra } from '../engine/port-algebra.ts';
import { toolsFor } from '../engine/sides.ts';
import type { Subject } from '../engine/subjects.ts';
import { decisionsOn } from '../engine/tiers.ts';
import {
  type Direction,
  directions,
  networkPolicyFamilies,
  type Policy,
  tiers,
} from '../policies/policy.ts';
import type { Reach } from '../reach.ts';

/**
 * What baseline policies would deny to pods, if a NetworkPolicy of the other direction did not keep
 * them away (point 59).
 */
export type BaselineBypass = {
  readonly direction: Direction;
  /** Policies that would deny. */
  readonly baseline: readonly Policy[];
  /** Policies that select the pods in the other direction alone. */
  readonly instead: readonly Policy[];
  /** Not where it is not certain what is selected or denied. */
  readonly isSure: boolean;
};

/** Bypasses by the places of classes in a map. */
export type BaselineBypasses = {
  readonly byClass: ReadonlyMap<number, readonly BaselineBypass[]>;
  /** Classes on which baseline policies act. */
  readonly subjects: ReadonlySet<number>;
};

const known = new WeakMap<Reach, BaselineBypasses>();

/** Where it matters that a NetworkPolicy of one direction may end baseline policies in both. */
export function baselineBypasses(reach: Reach): BaselineBypasses {
  const found = known.get(reach) ?? findBypasses(reach);
  known.set(reach, found);
  return found;
}

function findBypasses(reach: Reach): BaselineBypasses {
  const byClass = new Map<number, BaselineBypass[]>();
  const subjects = new Set<number>();
  for (const direction of directions) {
    for (const subject of reach.engine.sides[direction].subjects) {
      const baseline = subject.acting
        .map(({ policy }) => policy)
        .filter(({ tier }) => tier.order >= tiers.baseline.order);
      if (baseline.length === 0) continue;
      const difference = differenceFor(subject, direction, reach);
      for (const place of subject.classes) {
        subjects.add(place);
        if (difference === 'none') continue;
        const bypass = {
          direction,
          baseline: baseline.filter((policy) => hasDenials(policy, direction)),
          instead: networkPoliciesOn(place, reach),
          isSure: difference === 'sure',
        };
        byClass.set(place, [...(byClass.get(place) ?? []), bypass]);
      }
    }
  }
  return { byClass, subjects };
}

function hasDenials(policy: Policy, direction: Direction): boolean {
  return (policy[direction]?.rules ?? []).some(({ action }) => action === 'deny');
}

function networkPoliciesOn(place: number, { engine }: Reach): readonly Policy[] {
  return (engine.selections[place] ?? [])
    .map(({ policy }) => policy)
    .filter(({ ref }) => networkPolicyFamilies.includes(ref.family));
}

type Difference = 'sure' | 'possible' | 'none';

/** Decides twice: once as if baseline policies acted all the same, and once as if they did not. */
function differenceFor(subject: Subject, direction: Direction, { engine }: Reach): Difference {
  if (subject.isNetworkPolicySubject === 'no') return 'none';
  const { algebra, profile } = engine;
  const [acting, skipped] = (['yes', 'no'] as const).map((baselineBesideNetworkPolicy) =>
    halfOf(
      decisionsOn(subject, {
        ...toolsFor(direction, engine),
        profile: { ...profile, baselineBesideNetworkPolicy },
      }),
      algebra,
    ),
  );
  return moreIn(skipped ?? [], acting ?? [], algebra);
}

/** Whether one half lets through what the other does not. */
function moreIn(wide: Half, narrow: Half, algebra: PortAlgebra): Difference {
  const { none } = algebra;
  let isPossible = false;
  for (const region of wide) {
    let rest = region.peers;
    const { allowed, undefined: open } = region.answer;
    for (const { peers, answer } of narrow) {
      if (!region.peers.meets(peers)) continue;
      rest = rest.minus(peers);
      const possible = algebra.union(answer.allowed, answer.undefined);
      if (algebra.difference(allowed, possible) !== none) return 'sure';
      isPossible ||= algebra.difference(allowed, answer.allowed) !== none;
      isPossible ||= algebra.difference(open, possible) !== none;
    }
    if (rest.isEmpty) continue;
    if (allowed !== none) return 'sure';
    isPossible ||= open !== none;
  }
  return isPossible ? 'possible' : 'none';
}
