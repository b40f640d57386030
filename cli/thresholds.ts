import type { Assessment } from '../functions/model/assessment.ts';
import { type Severity, severities } from '../functions/model/verdict.ts';

export type Thresholds = {
  /** Broken by a finding of this severity or a worse one. */
  readonly failOn?: Severity | undefined;
  /** Broken by a headline score below this, or by no score at all. */
  readonly minScore?: number | undefined;
};

/** What was asked for and is not met, one line each. */
export function brokenThresholds(
  { findings, score }: Pick<Assessment, 'findings' | 'score'>,
  { failOn, minScore }: Thresholds,
): readonly string[] {
  const broken: string[] = [];
  if (failOn !== undefined) {
    const worst = severities.slice(0, severities.indexOf(failOn) + 1);
    const count = findings.filter(({ severity }) => worst.includes(severity)).length;
    if (count > 0) broken.push(`${count} findings are ${failOn} or worse (--fail-on ${failOn})`);
  }
  if (minScore !== undefined && score === null) {
    broken.push(`nothing could be evaluated, so there is no score (--min-score ${minScore})`);
  }
  if (minScore !== undefined && score !== null && score.headline < minScore) {
    broken.push(`the score is ${score.headline} (--min-score ${minScore})`);
  }
  return broken;
}
