import type { Assessment, Finding, Score } from '../model/assessment.ts';
import type { Snapshot, SnapshotSource } from '../model/snapshot.ts';
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

/**
 * Judges the previous snapshot again where the rules changed, so that a new rule is no change. What
 * was read from another kind of source is no earlier state of the same thing.
 */
export function baselineOf(
  previous: Previous,
  catalogue: Catalogue,
  source: SnapshotSource,
): Baseline {
  const { assessment, snapshot } = previous;
  if (assessment.source !== source) {
    const notComparable = `the scan before read ${sourceWords[assessment.source]}, and this one ${sourceWords[source]}`;
    return asItWas(assessment, notComparable);
  }
  if (!needsRescore(assessment, catalogue)) return asItWas(assessment);
  if (snapshot === undefined) {
    const why = previous.snapshotMissing ?? 'the previous snapshot is missing';
    const notComparable =
      `catalogue ${assessment.catalogue.version} was replaced by ${catalogue.version}, and ` +
      `the previous snapshot cannot be judged again: ${why}`;
    return asItWas(assessment, notComparable);
  }
  const judged = judgeSnapshot(snapshot, catalogue);
  return { assessment, judged, score: scoreOf(judged), isRescored: true };
}

const sourceWords: Readonly<Record<SnapshotSource, string>> = {
  eks: 'an EKS cluster with its AWS side',
  kubeconfig: 'a cluster through a kubeconfig',
  manifests: 'manifests',
};

function asItWas(assessment: Assessment, notComparable?: string): Baseline {
  return {
    assessment,
    judged: assessment,
    score: assessment.score,
    isRescored: false,
    ...(notComparable !== undefined && { notComparable }),
  };
}

export function needsRescore(assessment: Assessment, catalogue: Catalogue): boolean {
  return assessment.catalogue.version !== catalogue.version;
}

/**
 * When each problem was first seen. One that only today's rules find in the previous snapshot was
 * there at that time; one that is back is as old as when it first came.
 */
export function firstSeenTimes({ assessment, judged }: Baseline): ReadonlyMap<string, string> {
  const known = assessment.findings.map(
    ({ fingerprint, firstSeenAt }: Finding) => [fingerprint, firstSeenAt] as const,
  );
  const rejudged = judged.findings.map(
    ({ fingerprint }) => [fingerprint, assessment.takenAt] as const,
  );
  const closed = assessment.changes.closed.map(
    ({ fingerprint, firstSeenAt }) => [fingerprint, firstSeenAt] as const,
  );
  return new Map([...closed, ...rejudged, ...known]);
}
