import type { Subject } from '../engine/subjects.ts';
import type { Direction } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';
import type { Reach } from '../reach.ts';

/**
 * Whether the pods of a class are denied in a direction what no rule allows: a policy that acts on
 * them isolates them (NetworkPolicy: isolation is per pod and per direction), or the engine is strict
 * and no policy selects them.
 */
export function isIsolated({ engine }: Reach, place: number, direction: Direction): Certainty {
  const { subjects, placeOf } = engine.sides[direction];
  const subject = subjects[placeOf[place] ?? -1];
  if (subject === undefined || subject.isEnforced === 'no') return 'no';
  const isolation = byPolicies(subject, direction);
  const strictly = engine.profile.unselectedPods === 'closed' ? unselected(subject) : 'no';
  const isolated = isolation === 'no' ? strictly : isolation;
  return isolated === 'yes' && subject.isEnforced === 'undefined' ? 'undefined' : isolated;
}

function byPolicies({ acting }: Subject, direction: Direction): Certainty {
  const isolating = acting.filter(({ policy }) => policy[direction]?.isolates === true);
  if (isolating.length === 0) return 'no';
  return isolating.some(({ isSure }) => isSure) ? 'yes' : 'undefined';
}

function unselected({ isSelected }: Subject): Certainty {
  const opposite = { yes: 'no', no: 'yes', undefined: 'undefined' } as const;
  return opposite[isSelected];
}
