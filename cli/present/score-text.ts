import type { Score } from '../../functions/model/assessment.ts';

/** `74.2 C`, and the interval where not everything could be evaluated. */
export function scoreText(score: Score): string {
  if (score === null) return 'no score';
  const { headline, grade, lower, upper } = score;
  const interval = lower === upper ? '' : ` (${lower.toFixed(1)} to ${upper.toFixed(1)})`;
  return `${headline.toFixed(1)} ${grade}${interval}`;
}

/** `-12.4` against an earlier score; a dash where there is nothing to compare. */
export function changeText(score: Score, before: Score | undefined): string {
  if (score === null || before === null || before === undefined) return '-';
  const change = score.headline - before.headline;
  if (Math.abs(change) < 0.05) return 'same';
  return `${change > 0 ? '+' : ''}${change.toFixed(1)}`;
}
