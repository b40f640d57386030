import type { Fix, LostPoints } from '../model/assessment.ts';
import type { Judged } from './judge.ts';
import { type Loss, lossesOf, lossOf } from './losses.ts';
import { coverageOf, isCovered, scoreOf, shownLoss, sum, toTenth } from './score.ts';

/**
 * Where the points of the headline went, in tenths that add up to exactly 100 minus the headline. Each
 * control takes the part of them that it has in the sum of costs: the score is a function of that sum,
 * so no other division treats controls of equal cost alike and adds up.
 */
export function lostPointsOf(judged: Judged): LostPoints[] {
  const score = scoreOf(judged);
  if (score === null) return [];
  const isUpperShown = isCovered(score.coverage);
  const losses = lossesOf(judged).map((loss) => ({
    ...loss,
    unknown: isUpperShown ? 0 : loss.unknown,
  }));
  const tenths = apportion(losses, Math.round((100 - score.headline) * 10));
  const counts = Map.groupBy(judged.findings, ({ controlId }) => controlId);
  return losses
    .map((loss, index) => {
      const points = tenths[index] ?? 0;
      const findings = counts.get(loss.controlId)?.length ?? 0;
      return {
        controlId: loss.controlId,
        points: points / 10,
        findings,
        pointsUnknown: unknownPart(loss, points) / 10,
      };
    })
    .filter(({ points, findings }) => points > 0 || findings > 0)
    .sort((one, other) => other.points - one.points);
}

function unknownPart({ known, unknown }: Loss, tenths: number): number {
  if (unknown === 0) return 0;
  return known === 0 ? tenths : Math.round((tenths * unknown) / (known + unknown));
}

/**
 * The controls to mend, the largest gain first. Controls cost apart from each other, so the order does
 * not change as fixes are made.
 */
export function topFixesOf(judged: Judged): Fix[] {
  const counts = Map.groupBy(judged.findings, ({ controlId }) => controlId);
  const gains = gainsOf(judged);
  const order = [...counts.keys()].sort((a, b) => (gains.get(b) ?? 0) - (gains.get(a) ?? 0));
  const today = scoreOf(judged)?.headline ?? 0;
  const fixes: Fix[] = [];
  let rest = judged;
  for (const controlId of order) {
    const alone = scoreOf(withoutFindingsOf(judged, controlId))?.headline ?? today;
    rest = withoutFindingsOf(rest, controlId);
    const scoreAfter = scoreOf(rest)?.headline ?? today;
    const findings = counts.get(controlId)?.length ?? 0;
    fixes.push({ controlId, findings, gain: toTenth(alone - today), scoreAfter });
  }
  return fixes;
}

/** What mending all findings of a control takes off the costs that the headline shows. */
function gainsOf(judged: Judged): ReadonlyMap<string, number> {
  const isUpperShown = isCovered(coverageOf(judged.results));
  const losses = lossesOf(judged);
  return new Map(
    judged.results.map((result, index) => {
      const loss = losses[index] ?? { controlId: result.id, known: 0, unknown: 0 };
      const mended = lossOf(result, []);
      return [result.id, shownLoss(loss, isUpperShown) - shownLoss(mended, isUpperShown)];
    }),
  );
}

function withoutFindingsOf({ results, findings }: Judged, fixedId: string): Judged {
  return { results, findings: findings.filter(({ controlId }) => controlId !== fixedId) };
}

/** Divides tenths of points by cost; what rounding down leaves over goes to the largest remainders. */
function apportion(losses: readonly Loss[], total: number): readonly number[] {
  const costs = losses.map(({ known, unknown }) => known + unknown);
  const all = sum(costs);
  if (all === 0) return costs.map(() => 0);
  const exact = costs.map((cost) => (total * cost) / all);
  const shares = exact.map(Math.floor);
  const left = total - sum(shares);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder)
    .slice(0, Math.max(0, left));
  for (const { index } of byRemainder) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
