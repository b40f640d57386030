import type { Changes, ControlResult, Finding } from '../model/assessment.ts';
import { readNamedIn } from '../model/gaps.ts';
import { type Subject, subjectText } from '../model/verdict.ts';
import { type Baseline, firstSeenTimes } from './baseline.ts';
import { closedFindings } from './closed-findings.ts';

export type Current = {
  readonly results: readonly ControlResult[];
  readonly findings: readonly Finding[];
  readonly takenAt: string;
};

type Compared = Omit<Changes, 'previous' | 'previousUnreadable' | 'regressions'>;

/** Sorts findings by what became of them since the assessment before. */
export function compareFindings(current: Current, baseline: Baseline): Compared {
  const before = baselineFindings(baseline);
  const beforePrints = printsOf(before);
  const prints = printsOf(current.findings);
  const isComparable = baseline.notComparable === undefined;
  const standing = standingBlindSpots(baseline.judged.results, current.results);
  const sawBefore = seenBy(baseline.judged.results, standing);
  const seesNow = seenBy(current.results);
  const appeared = current.findings.filter(({ fingerprint }) => !beforePrints.has(fingerprint));
  const gone = before.filter(({ fingerprint }) => !prints.has(fingerprint));
  const closedBefore = resolvedBefore(baseline);
  const [newlySeen, notSeenBefore] = parted(appeared, (item) => isComparable && sawBefore(item));
  const [resolved, outOfSight] = parted(gone, (item) => isComparable && seesNow(item));
  const [reopened, added] = parted(newlySeen, ({ fingerprint }) => closedBefore.has(fingerprint));
  return {
    new: added,
    resolved,
    reopened,
    unchanged: current.findings.length - appeared.length,
    notComparable: [...notSeenBefore, ...outOfSight],
    ...closedFindings(baseline, { resolved, outOfSight }, { takenAt: current.takenAt, prints }),
  };
}

function baselineFindings(baseline: Baseline): readonly Finding[] {
  const firstSeen = firstSeenTimes(baseline);
  return baseline.judged.findings.map((finding) => ({
    ...finding,
    firstSeenAt: firstSeen.get(finding.fingerprint) ?? baseline.assessment.takenAt,
  }));
}

/** Fingerprints of what was mended in an earlier scan; what only went out of sight was not. */
function resolvedBefore({ assessment }: Baseline): ReadonlySet<string> {
  const { closed } = assessment.changes;
  return new Set(
    closed.flatMap(({ fingerprint, resolvedAt }) => (resolvedAt === undefined ? [] : fingerprint)),
  );
}

function printsOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(({ fingerprint }) => fingerprint));
}

function parted<Item>(
  items: readonly Item[],
  isFirst: (item: Item) => boolean,
): readonly [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
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
