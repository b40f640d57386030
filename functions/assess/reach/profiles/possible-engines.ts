import type { Snapshot } from '../../../model/snapshot.ts';
import { pass, unknown, type Verdict } from '../../../model/verdict.ts';
import { type Engine, enforcement } from '../enforcement/enforcement.ts';
import { profileOfEngine } from './detect.ts';
import { type Profile, profileNamed } from './profile.ts';

type EngineName = Engine['profile'];

/** Engines that may be all that enforce policies in a cluster, and how policies then read. */
export type Possibility = {
  /** None, one, or several at once. */
  readonly engines: readonly EngineName[];
  /** That of the engine; the specification's where there is none or more than one. */
  readonly profile: Profile;
};

export type PossibleEngines = {
  /** One where it can be told what enforces. */
  readonly possibilities: readonly Possibility[];
  /** Why it cannot be told. */
  readonly doubts: readonly string[];
};

const everyEngine: readonly EngineName[] = ['aws-vpc-cni', 'calico', 'cilium'];

/**
 * What may enforce policies in a cluster: the engines that surely do, with any of those that perhaps
 * do. Manifests without an engine may be of a cluster with any; they are read as the specification
 * says, whatever it is.
 */
export function possibleEngines(snapshot: Snapshot): PossibleEngines {
  const found = known.get(snapshot) ?? findPossibleEngines(snapshot);
  known.set(snapshot, found);
  return found;
}

const known = new WeakMap<Snapshot, PossibleEngines>();

function findPossibleEngines(snapshot: Snapshot): PossibleEngines {
  const { engines, candidates, undetermined } = enforcement(snapshot);
  if (engines.length === 0 && snapshot.source === 'manifests') {
    const profile = profileNamed('spec');
    const sets: readonly (readonly EngineName[])[] = [[], ...everyEngine.map((name) => [name])];
    return {
      possibilities: sets.map((names) => ({ engines: names, profile })),
      doubts: ['the manifests show no engine', ...undetermined],
    };
  }
  const sure = engines.map(({ profile }) => profile);
  const all = candidates.reduce(
    (sets: readonly (readonly EngineName[])[], { profile }) =>
      sets.concat(sets.map((names) => [...names, profile])),
    [sure],
  );
  return {
    possibilities: all.map((names) => ({ engines: names, profile: profileOf(snapshot, names) })),
    doubts: undetermined,
  };
}

function profileOf(snapshot: Snapshot, [first, ...more]: readonly EngineName[]): Profile {
  return first === undefined || more.length > 0
    ? profileNamed('spec')
    : profileOfEngine(snapshot, first);
}

type Verdicts = Verdict | readonly Verdict[];

/**
 * The verdicts that hold whichever engine enforces: unknown where a failure hangs on it, and not
 * applicable where it hangs on it whether there is anything to judge.
 */
export function verdictsForEvery(
  { possibilities, doubts }: PossibleEngines,
  judge: (possibility: Possibility) => Verdicts,
): readonly Verdict[] {
  const judged = possibilities.map((possibility) => [judge(possibility)].flat());
  const failures = judged.flatMap((verdicts) => verdicts.find(hasFailed) ?? []);
  const isSure = failures.length === judged.length;
  const missing = new Set([
    ...judged.flat().flatMap((verdict) => ('missing' in verdict ? verdict.missing : [])),
    ...(isSure || failures.length === 0 ? [] : doubts),
  ]);
  const [first, ...more] = missing;
  const found = [
    ...(isSure ? failures.slice(0, 1) : []),
    ...(first === undefined ? [] : [unknown(first, ...more)]),
  ];
  if (found.length > 0) return found;
  const idle = judged.flat().find(({ outcome }) => outcome === 'notApplicable');
  return [idle ?? pass];
}

function hasFailed({ outcome }: Verdict): boolean {
  return outcome === 'fail';
}
