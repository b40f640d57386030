import type { Changes, Finding, Score } from '../model/assessment.ts';
import type { Baseline } from './baseline.ts';
import { type Current, compareFindings } from './compare-findings.ts';
import type { Judged } from './judge.ts';
import { regressionsOf } from './regressions.ts';
import { scoreOf } from './score.ts';

type Comparison = {
  readonly current: Current;
  /** Today's judgement without what an exception in force accepts. */
  readonly net: Judged;
  /** The judgement before, without what today's exceptions accept. */
  readonly netBefore: Judged;
  /** Exceptions that ended since the scan before, one line each. */
  readonly ended: readonly string[];
};

/** Nothing to compare with: the first assessment of a cluster. */
export const noChanges: Changes = {
  new: [],
  resolved: [],
  reopened: [],
  unchanged: 0,
  notComparable: [],
  regressions: [],
  closed: [],
  forgotten: 0,
};

/** What is different from the previous assessment. */
export function changesOf(comparison: Comparison, baseline: Baseline): Changes {
  const { current, net, netBefore, ended } = comparison;
  const compared = compareFindings(current, baseline);
  const reopened = compared.reopened.filter((finding) => !isFlap(finding, current, baseline));
  return {
    previous: previousOf(current, baseline),
    ...compared,
    // Where the two cannot be compared nothing is known to be worse.
    regressions:
      baseline.notComparable === undefined
        ? regressionsOf({
            before: netBefore,
            now: net,
            added: compared.new.filter(isOpen),
            reopened: reopened.filter(isOpen),
            ended,
          })
        : [],
  };
}

const isOpen = ({ exceptionId }: Finding): boolean => exceptionId === undefined;

/** A problem that is back within a day was told when it first came. */
const flapMs = 24 * 60 * 60 * 1_000;

function isFlap({ fingerprint }: Finding, { takenAt }: Current, { assessment }: Baseline): boolean {
  const closed = assessment.changes.closed.find((item) => item.fingerprint === fingerprint);
  if (closed?.resolvedAt === undefined) return false;
  return Date.parse(takenAt) - Date.parse(closed.resolvedAt) < flapMs;
}

function previousOf(current: Current, baseline: Baseline): Changes['previous'] {
  const { assessment, score, isRescored, notComparable } = baseline;
  const rulesEffect = difference(assessment.score, score);
  const clusterEffect = difference(score, scoreOf(current));
  return {
    scanId: assessment.scanId,
    takenAt: assessment.takenAt,
    catalogueVersion: assessment.catalogue.version,
    score: assessment.score,
    ...(isRescored && { rescored: { score, ...(rulesEffect !== undefined && { rulesEffect }) } }),
    ...(notComparable === undefined
      ? clusterEffect !== undefined && { clusterEffect }
      : { notComparable }),
  };
}

/** Points won, below zero where they were lost; undefined where one of the two has no score. */
function difference(before: Score, after: Score): number | undefined {
  if (before === null || after === null) return undefined;
  return Math.round((after.headline - before.headline) * 10) / 10;
}
