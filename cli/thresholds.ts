import type { Assessment } from '../functions/model/assessment.ts';
import { isAbsence } from '../functions/model/gaps.ts';
import { type Severity, severities } from '../functions/model/verdict.ts';

export type Thresholds = {
  /** Broken by a finding of this severity or a worse one. */
  readonly failOn?: Severity | undefined;
  /** Broken by a headline score below this, or by no score at all. */
  readonly minScore?: number | undefined;
};

/** What was asked for and is not met, and what it could not be asked of; one line each. */
export type ThresholdAnswer = {
  readonly broken: readonly string[];
  readonly unanswered: readonly string[];
};

type Judged = Pick<Assessment, 'findings' | 'score' | 'results' | 'gaps'>;

export function thresholdAnswer(judged: Judged, thresholds: Thresholds): ThresholdAnswer {
  const { failOn, minScore } = thresholds;
  const severe = failOn === undefined ? nothing : answerOnSeverity(judged, failOn);
  const scored = minScore === undefined ? [] : answerOnScore(judged, minScore);
  return { broken: [...severe.broken, ...scored], unanswered: severe.unanswered };
}

const nothing: ThresholdAnswer = { broken: [], unanswered: [] };

/**
 * A control that a failed read left open could hide what was asked about, so it breaks the threshold.
 * What was never going to be read, such as the AWS side of plain manifests, is said and no more.
 */
function answerOnSeverity({ findings, results, gaps }: Judged, failOn: Severity): ThresholdAnswer {
  const severe = severities.slice(0, severities.indexOf(failOn) + 1);
  const count = findings.filter(({ severity }) => severe.includes(severity)).length;
  const open = results.filter(
    ({ severity, isEvaluated }) => severe.includes(severity) && !isEvaluated,
  );
  const found =
    count === 0 ? [] : [`${count} findings are ${failOn} or worse (--fail-on ${failOn})`];
  if (open.length === 0) return { broken: found, unanswered: [] };
  const ids = open.map(({ id }) => id).join(', ');
  const failedReads = gaps.filter((gap) => gap.reason !== 'notCollected' && !isAbsence(gap));
  const line = `${ids} could not be evaluated (--fail-on ${failOn})`;
  return failedReads.length === 0
    ? { broken: found, unanswered: [line] }
    : { broken: [...found, `${line}, because reads failed`], unanswered: [] };
}

function answerOnScore({ score }: Judged, minScore: number): readonly string[] {
  if (score === null) {
    return [`nothing could be evaluated, so there is no score (--min-score ${minScore})`];
  }
  return score.headline < minScore
    ? [`the score is ${score.headline} (--min-score ${minScore})`]
    : [];
}
