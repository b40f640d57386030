import { portsOf } from '../algebra/port-set.ts';
import type { Direction } from '../policies/policy.ts';
import { Bits } from './bits.ts';
import type { Side } from './blocks.ts';
import type { Compiled } from './compiled.ts';
import { type Answer, type Half, halfOf } from './half.ts';
import { type Acting, type Subject, subjectsOf } from './subjects.ts';
import { decisionsOn, type Tools } from './tiers.ts';

/** What the policies of one direction say, for every class. */
export type Sides = {
  readonly sides: readonly Side[];
  /** The subjects behind the sides, at the same places. */
  readonly subjects: readonly Subject[];
  /** For each class its place in `sides`. */
  readonly placeOf: readonly number[];
  /** What a class says of a peer; who is no class has no policies and allows everything. */
  readonly answer: (place: number, peer: number) => Answer;
};

export function sidesOf(
  direction: Direction,
  compiled: Compiled,
  selections: readonly (readonly Acting[])[],
): Sides {
  const { classes, algebra } = compiled;
  const subjects = subjectsOf(direction, selections, compiled);
  const tools = toolsFor(direction, compiled);
  const sides = subjects.map((subject) => ({
    classes: Bits.of(subject.classes),
    half: halfOf(decisionsOn(subject, tools), algebra),
  }));
  const placeOf: number[] = new Array(classes.length).fill(0);
  subjects.forEach((subject, place) => {
    for (const member of subject.classes) placeOf[member] = place;
  });
  const everything = { allowed: startingPorts(compiled), undefined: algebra.none };
  const nothing = { allowed: algebra.none, undefined: algebra.none };
  return {
    sides,
    subjects,
    placeOf,
    answer: (place, peer) => {
      const side = sides[placeOf[place] ?? -1];
      return side === undefined ? everything : (answerIn(side.half, peer) ?? nothing);
    },
  };
}

/** What a decision on a subject of this direction needs. */
export function toolsFor(direction: Direction, { profile, algebra, readers }: Compiled): Tools {
  return { direction, profile, algebra, rules: readers[direction] };
}

function startingPorts({ profile, algebra }: Compiled): number {
  if (profile.otherProtocols !== 'absent') return algebra.all;
  return algebra.difference(algebra.all, algebra.idOf(portsOf('OTHER')));
}

function answerIn(half: Half, peer: number): Answer | undefined {
  return half.find(({ peers }) => peers.has(peer))?.answer;
}
