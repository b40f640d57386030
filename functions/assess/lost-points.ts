import type { Fix, LostPoints } from '../model/assessment.ts';
import type { Judged } from './judge.ts';
import { coverageOf, isCovered, type Loss, lossesOf, scoreOf, toTenth } from './score.ts';

/**
 * Where the points of the headline went, in tenths that add up to exactly 100 minus the headline:
 * what rounding down leaves over goes to the largest remainders. `points` holds `pointsUnknown`.
 */
export function lostPointsOf(judged: Judged): LostPoints[] {
  const score = scoreOf(judged);
  if (score === null) return [];
  const losses = lossesOf(judged).map((loss) => ({
    ...loss,
    unknown: isCovered(score.coverage) ? 0 : loss.unknown,
  }));
  const tenths = apportion(losses, Math.round((100 - score.headline) * 10));
  const counts = Map.groupBy(judged.findings, ({ controlId }) => controlId);
  return losses
    .map(({ controlId, known, unknown }, index) => {
      const points = tenths[index] ?? 0;
      const pointsKnown = unknown === 0 ? points : Math.min(points, Math.round(known * 10));
      return {
        controlId,
        points: points / 10,
        findings: counts.get(controlId)?.length ?? 0,
        pointsUnknown: (points - pointsKnown) / 10,
      };
    })
    .filter(({ points, findings }) => points > 0 || findings > 0)
    .sort((one, other) => other.points - one.points);
}

/**
 * The controls to mend, the largest gain first. Controls lose points apart from each other, so the
 * order of gains does not change as fixes are made.
 */
export function topFixesOf(judged: Judged): Fix[] {
  const counts = Map.groupBy(judged.findings, ({ controlId }) => controlId);
  const gains = gainsOf(judged);
  const order = [...counts.keys()].sort((a, b) => (gains.get(b) ?? 0) - (gains.get(a) ?? 0));
  const fixes: Fix[] = [];
  let rest = judged;
  for (const controlId of order) {
    const before = scoreOf(rest)?.headline ?? 0;
    rest = withoutFindingsOf(rest, controlId);
    const scoreAfter = scoreOf(rest)?.headline ?? before;
    const gain = toTenth(scoreAfter - before);
    fixes.push({ controlId, findings: counts.get(controlId)?.length ?? 0, gain, scoreAfter });
  }
  return fixes;
}

/** Mending findings gains nothing where the unknown rest of the control costs all the same. */
function gainsOf(judged: Judged): ReadonlyMap<string, number> {
  const isUpperShown = isCovered(coverageOf(judged.results));
  return new Map(
    lossesOf(judged).map(({ controlId, known, unknown }) => [
      controlId,
      isUpperShown || unknown === 0 ? known : 0,
    ]),
  );
}

function withoutFindingsOf({ results, findings }: Judged, fixedId: string): Judged {
  return { results, findings: findings.filter(({ controlId }) => controlId !== fixedId) };
}

function apportion(losses: readonly Loss[], total: number): readonly number[] {
  const exact = losses.map(({ known, unknown }) => (known + unknown) * 10);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder)
    .slice(0, Math.max(0, left));
  for (const { index } of byRemainder) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
