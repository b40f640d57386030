import type { Changes, ControlResult, Finding } from '../model/assessment.ts';
import { readNamedIn } from '../model/gaps.ts';
import { type Subject, subjectText } from '../model/verdict.ts';
import { type Baseline, firstSeenTimes } from './baseline.ts';
import { regressionsOf } from './regressions.ts';

type Current = {
  readonly results: readonly ControlResult[];
  readonly findings: readonly Finding[];
};

/** What is different from the previous assessment; the first one of a cluster has no changes. */
export function changesOf(current: Current, baseline: Baseline | undefined): Changes {
  if (baseline === undefined) {
    return { new: [], resolved: [], unchanged: 0, notComparable: [], regressions: [] };
  }
  const compared = compareFindings(current, baseline);
  const { assessment, score, isRescored, notComparable } = baseline;
  return {
    previous: {
      scanId: assessment.scanId,
      takenAt: assessment.takenAt,
      catalogueVersion: assessment.catalogue.version,
      score: assessment.score,
      ...(isRescored && { rescored: { score } }),
      ...(notComparable !== undefined && { notComparable }),
    },
    ...compared,
    // Where the rules cannot be compared nothing is known to be worse.
    regressions:
      notComparable === undefined
        ? regressionsOf({ before: baseline.judged, now: current, added: compared.new })
        : [],
  };
}

function compareFindings(current: Current, baseline: Baseline) {
  const before = baselineFindings(baseline);
  const beforePrints = new Set(before.map(({ fingerprint }) => fingerprint));
  const currentPrints = new Set(current.findings.map(({ fingerprint }) => fingerprint));
  const isComparable = baseline.notComparable === undefined;
  const standing = standingBlindSpots(baseline.judged.results, current.results);
  const sawBefore = seenBy(baseline.judged.results, standing);
  const seesNow = seenBy(current.results);
  const appeared = current.findings.filter(({ fingerprint }) => !beforePrints.has(fingerprint));
  const gone = before.filter(({ fingerprint }) => !currentPrints.has(fingerprint));
  const isNew = (finding: Finding): boolean => isComparable && sawBefore(finding);
  const isResolved = (finding: Finding): boolean => isComparable && seesNow(finding);
  return {
    new: appeared.filter(isNew),
    resolved: gone.filter(isResolved),
    unchanged: current.findings.length - appeared.length,
    notComparable: [
      ...appeared.filter((finding) => !isNew(finding)),
      ...gone.filter((finding) => !isResolved(finding)),
    ],
  };
}

function baselineFindings(baseline: Baseline): readonly Finding[] {
  const firstSeen = firstSeenTimes(baseline);
  return baseline.judged.findings.map((finding) => ({
    ...finding,
    firstSeenAt: firstSeen.get(finding.fingerprint) ?? baseline.assessment.takenAt,
  }));
}

/**
 * Whether an assessment could see a finding if it was there: its control was in the catalogue, and
 * neither the subject was unknown to it nor, as an unknown for the cluster says, unseen subjects.
 */
function seenBy(
  results: readonly ControlResult[],
  standing: ReadonlySet<string> = new Set(),
): (finding: Finding) => boolean {
  const unseen = new Map(
    results.map(({ id, unknowns }) => [id, unknowns.map(({ subject }) => subject)]),
  );
  return ({ controlId, subject }) => {
    const subjects = unseen.get(controlId);
    const hidden = standing.has(controlId)
      ? subjects?.filter(({ kind }) => kind !== 'Cluster')
      : subjects;
    return hidden !== undefined && !hidden.some((given) => hides(given, subject));
  };
}

/**
 * The controls for which both scans lack the same reads. What appears beside a gap that stays the
 * same is new: otherwise one list that may never be read would silence its controls for good.
 */
function standingBlindSpots(
  before: readonly ControlResult[],
  now: readonly ControlResult[],
): ReadonlySet<string> {
  const missingBefore = new Map(before.map((result) => [result.id, missingReads(result)]));
  return new Set(
    now
      .filter((result) => missingReads(result) === missingBefore.get(result.id))
      .map(({ id }) => id),
  );
}

/** The reads that the cluster as a whole lacks, without what was answered this time. */
function missingReads({ unknowns }: ControlResult): string {
  const forCluster = unknowns.filter(({ subject }) => subject.kind === 'Cluster');
  const reads = forCluster.flatMap(({ missing }) => missing.map(readNamedIn));
  return [...new Set(reads)].sort().join(' ');
}

function hides(hidden: Subject, subject: Subject): boolean {
  return hidden.kind === 'Cluster' || subjectText(hidden) === subjectText(subject);
}
