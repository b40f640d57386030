import type { Assessment, Finding, Score } from '../model/assessment.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Catalogue } from './catalog.ts';
import { type Judged, judgeSnapshot } from './judge.ts';
import { scoreOf } from './score.ts';

/** The assessment before this one, with its snapshot where the catalogue has changed since. */
export type Previous = {
  readonly assessment: Assessment;
  readonly snapshot?: Snapshot;
  /** Why a snapshot that is needed is not there. */
  readonly snapshotMissing?: string;
};

/** The assessment before this one was written by a version whose artifacts this one cannot read. */
export type Unreadable = { readonly unreadable: string };

/** The previous state of the cluster under today's catalogue: what changes are measured against. */
export type Baseline = {
  readonly assessment: Assessment;
  readonly judged: Judged;
  readonly score: Score;
  readonly isRescored: boolean;
  readonly notComparable?: string;
};

/** Judges the previous snapshot again where the rules changed, so that a new rule is no change. */
export function baselineOf(previous: Previous, catalogue: Catalogue): Baseline {
  const { assessment, snapshot } = previous;
  if (!needsRescore(assessment, catalogue)) {
    return { assessment, judged: assessment, score: assessment.score, isRescored: false };
  }
  if (snapshot === undefined) {
    const why = previous.snapshotMissing ?? 'the previous snapshot is missing';
    const notComparable =
      `catalogue ${assessment.catalogue.version} was replaced by ${catalogue.version}, and ` +
      `the previous snapshot cannot be judged again: ${why}`;
    return {
      assessment,
      judged: assessment,
      score: assessment.score,
      isRescored: false,
      notComparable,
    };
  }
  const judged = judgeSnapshot(snapshot, catalogue);
  return { assessment, judged, score: scoreOf(judged), isRescored: true };
}

export function needsRescore(assessment: Assessment, catalogue: Catalogue): boolean {
  return assessment.catalogue.version !== catalogue.version;
}

/**
 * When each problem was first seen. One that only today's rules find in the previous snapshot was
 * there at that time.
 */
export function firstSeenTimes({ assessment, judged }: Baseline): ReadonlyMap<string, string> {
  const known = assessment.findings.map(
    ({ fingerprint, firstSeenAt }: Finding) => [fingerprint, firstSeenAt] as const,
  );
  const rejudged = judged.findings.map(
    ({ fingerprint }) => [fingerprint, assessment.takenAt] as const,
  );
  return new Map([...rejudged, ...known]);
}
