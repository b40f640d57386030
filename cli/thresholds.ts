import type { Assessment, ControlResult } from '../functions/model/assessment.ts';
import { openFindings, toldNetScore } from '../functions/model/exceptions-in-force.ts';
import { saysNotCollected } from '../functions/model/gaps.ts';
import { type Severity, severities } from '../functions/model/verdict.ts';

export type Thresholds = {
  /** Broken by an open finding of this severity or a worse one: what is accepted breaks nothing. */
  readonly failOn?: Severity | undefined;
  /** Broken by a headline score below this, the net one where exceptions are in force, or by none. */
  readonly minScore?: number | undefined;
};

/** What was asked for and is not met, and what it could not be asked of; one line each. */
export type ThresholdAnswer = {
  readonly broken: readonly string[];
  readonly unanswered: readonly string[];
};

type Judged = Pick<Assessment, 'findings' | 'score' | 'netScore' | 'exceptions' | 'results'>;

export function thresholdAnswer(judged: Judged, thresholds: Thresholds): ThresholdAnswer {
  const { failOn, minScore } = thresholds;
  const severe = failOn === undefined ? nothing : answerOnSeverity(judged, failOn);
  const scored = minScore === undefined ? [] : answerOnScore(judged, minScore);
  return { broken: [...severe.broken, ...scored], unanswered: severe.unanswered };
}

const nothing: ThresholdAnswer = { broken: [], unanswered: [] };

/**
 * A control that could not be evaluated could hide what was asked about, so it breaks the threshold.
 * What was never going to be read, such as the AWS side of plain manifests, is said and no more.
 */
function answerOnSeverity({ findings, results }: Judged, failOn: Severity): ThresholdAnswer {
  const severe = severities.slice(0, severities.indexOf(failOn) + 1);
  const count = openFindings(findings).filter(({ severity }) => severe.includes(severity)).length;
  const noun = count === 1 ? 'finding is' : 'findings are';
  const found = count === 0 ? [] : [`${count} ${noun} ${failOn} or worse (--fail-on ${failOn})`];
  const open = results.filter(
    ({ severity, isEvaluated }) => severe.includes(severity) && !isEvaluated,
  );
  const line = (results: readonly ControlResult[]): readonly string[] => {
    const ids = results.map(({ id }) => id).join(', ');
    return ids === '' ? [] : [`${ids} could not be evaluated (--fail-on ${failOn})`];
  };
  return {
    broken: [...found, ...line(open.filter((result) => !isOutsideTheSource(result)))],
    unanswered: line(open.filter(isOutsideTheSource)),
  };
}

/** Whether all that is missing was never going to be read. */
function isOutsideTheSource({ unknowns }: ControlResult): boolean {
  return unknowns.every(({ missing }) => missing.every(saysNotCollected));
}

function answerOnScore(judged: Judged, minScore: number): readonly string[] {
  const net = toldNetScore(judged);
  const score = net ?? judged.score;
  const name = net === undefined ? 'score' : 'net score';
  if (score === null) {
    return [`nothing could be evaluated, so there is no score (--min-score ${minScore})`];
  }
  return score.headline < minScore
    ? [`the ${name} is ${score.headline} (--min-score ${minScore})`]
    : [];
}
