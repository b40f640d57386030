import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { Engine } from '../engine/engine.ts';
import type { Subject } from '../engine/subjects.ts';
import { type Direction, directions } from '../policies/policy.ts';
import { doubtReasons } from './doubt-reasons.ts';
import { type Crowd, type Everyone, everyoneOf } from './everyone.ts';
import { newPods } from './new-pods.ts';
import { openingSentences } from './opening-policies.ts';
import { beforeBaseline, type Standing, standingOf } from './standing.ts';

/** How the pods of a cluster stand to everyone, worked out once for pods that policies treat alike. */
export type EveryoneStanding = {
  readonly standing: (pod: Pod, direction: Direction) => Standing;
  /** The policies that let all of a crowd through, as sentences. */
  readonly sentences: (
    pod: Pod,
    direction: Direction,
    crowds: readonly Crowd[],
  ) => readonly string[];
  /** Why a standing is not certain. */
  readonly reasons: (pod: Pod, direction: Direction) => readonly string[];
};

const known = new WeakMap<Snapshot, EveryoneStanding>();

export function everyoneStanding(snapshot: Snapshot): EveryoneStanding {
  const standing = known.get(snapshot) ?? buildStanding(snapshot);
  known.set(snapshot, standing);
  return standing;
}

type Sided = {
  readonly engine: Engine;
  readonly direction: Direction;
  readonly everyone: Everyone;
  readonly stranger: number;
};

function buildStanding(snapshot: Snapshot): EveryoneStanding {
  const { reach, strangers } = newPods(snapshot);
  const { engine } = reach;
  const [stranger = 0] = strangers;
  const [ingress, egress] = directions.map((direction) =>
    ofDirection({
      engine,
      direction,
      everyone: everyoneOf(engine, direction, strangers),
      stranger,
    }),
  );
  if (ingress === undefined || egress === undefined) throw new Error('there are two directions');
  const sides = { ingress, egress };
  const classOf = (pod: Pod): number => {
    const place = reach.classOf(pod);
    if (place === undefined) throw new Error(`${pod.namespace}/${pod.name} is no peer`);
    return place;
  };
  return {
    standing: (pod, direction) => sides[direction].standing(classOf(pod)),
    sentences: (pod, direction, crowds) => sides[direction].sentences(classOf(pod), crowds),
    reasons: (pod, direction) => sides[direction].reasons(classOf(pod)),
  };
}

function ofDirection({ engine, direction, everyone, stranger }: Sided) {
  const { subjects, sides, placeOf } = engine.sides[direction];
  const standings = new Map<number, Standing>();
  const told = new Map<string, readonly string[]>();
  const sideOf = (place: number): number => placeOf[place] ?? -1;
  const subjectAt = (place: number): Subject => {
    const subject = subjects[sideOf(place)];
    if (subject === undefined) throw new Error('every class of pods is subject to policies');
    return subject;
  };
  return {
    standing: (place: number): Standing => {
      const side = sideOf(place);
      const before = standings.get(side);
      if (before !== undefined) return before;
      const half = sides[side]?.half ?? [];
      const found = standingOf(engine, direction, { subject: subjectAt(place), half }, everyone);
      standings.set(side, found);
      return found;
    },
    sentences: (place: number, crowds: readonly Crowd[]): readonly string[] => {
      const key = [sideOf(place), ...crowds].join(' ');
      const subject = beforeBaseline(subjectAt(place));
      const found =
        told.get(key) ?? openingSentences({ engine, direction, subject, everyone, crowds });
      told.set(key, found);
      return found;
    },
    reasons: (place: number): readonly string[] =>
      doubtReasons(engine, direction, subjectAt(place), stranger),
  };
}
