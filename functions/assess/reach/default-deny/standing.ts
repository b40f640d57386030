import type { Region } from '../engine/decision-map.ts';
import type { Engine } from '../engine/engine.ts';
import type { Half } from '../engine/half.ts';
import { toolsFor } from '../engine/sides.ts';
import type { Subject } from '../engine/subjects.ts';
import { decidedByPolicies } from '../engine/tiers.ts';
import { type Direction, type Policy, tiers } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';
import { doubtsOf } from './doubt-reasons.ts';
import { type Everyone, exceeds, isOpen, noOpening, type Opening, type Part } from './everyone.ts';

/** How a pod stands to everyone in one direction. */
export type Standing = {
  /** Whether everyone gets through although no rule lets them, for policies leave it undecided. */
  readonly byDefault: Certainty;
  /** Whom rules let through for sure. */
  readonly byRules: Opening;
  /** Whom rules let through for sure or perhaps. */
  readonly perhapsByRules: Opening;
  /** The same by policies alone that are not understood in full, whatever others let through. */
  readonly doubtful: Opening;
};

export type Side = { readonly subject: Subject; readonly half: Half };

const closed: Standing = {
  byDefault: 'no',
  byRules: noOpening,
  perhapsByRules: noOpening,
  doubtful: noOpening,
};

export function standingOf(
  engine: Engine,
  direction: Direction,
  { subject, half }: Side,
  everyone: Everyone,
): Standing {
  const { algebra } = engine;
  const sure = half.map(({ peers, answer }) => ({ peers, ports: answer.allowed }));
  const perhaps = half.map(({ peers, answer }) => ({
    peers,
    ports: algebra.union(answer.allowed, answer.undefined),
  }));
  const possible = everyone.opening(perhaps);
  // Whatever a rule may allow is possible, so that there is nothing more to tell of the others.
  if (!isOpen(possible)) return closed;
  const tools = toolsFor(direction, engine);
  const ruled = beforeBaseline(subject);
  const doubtful = ruled.acting.filter((acting) => doubtsOf(acting, direction).length > 0);
  const decided = decidedByPolicies(ruled, tools).regions;
  const undecided = decided.map(({ peers, fate }) => ({ peers, ports: fate.open }));
  const byRules = everyone.opening(without(sure, undecided, engine));
  return {
    byDefault: certainty(
      exceeds(everyone.opening(sure), byRules),
      exceeds(possible, everyone.opening(without(perhaps, undecided, engine))),
    ),
    byRules,
    perhapsByRules: everyone.opening(allowedIn(decided)),
    doubtful:
      doubtful.length === 0
        ? noOpening
        : everyone.opening(
            allowedIn(decidedByPolicies({ ...ruled, acting: doubtful }, tools).regions),
          ),
  };
}

function allowedIn(regions: readonly Region[]): readonly Part[] {
  return regions.map(({ peers, fate }) => ({ peers, ports: fate.allowed }));
}

/** What a baseline decides is the default, for any policy of a namespace takes its place. */
export function beforeBaseline(subject: Subject): Subject {
  const isBefore = (policy: Policy): boolean => policy.tier.order < tiers.baseline.order;
  return { ...subject, acting: subject.acting.filter(({ policy }) => isBefore(policy)) };
}

function certainty(isSure: boolean, isPossible: boolean): Certainty {
  if (isSure) return 'yes';
  return isPossible ? 'undefined' : 'no';
}

/** What is left of parts without the ports that others leave undecided for the same peers. */
function without(
  parts: readonly Part[],
  undecided: readonly Part[],
  { algebra }: Engine,
): readonly Part[] {
  return parts.flatMap((part) =>
    undecided.flatMap((open): readonly Part[] => {
      const peers = part.peers.and(open.peers);
      const ports = algebra.difference(part.ports, open.ports);
      return peers.isEmpty || ports === algebra.none ? [] : [{ peers, ports }];
    }),
  );
}
