import type { RegressionReason } from '../model/assessment.ts';
import { oneLine } from '../model/one-line.ts';
import { type Domain, domains, severities, subjectText } from '../model/verdict.ts';
import type { FreshFinding, Judged } from './judge.ts';
import { lossesOf, partOf, scoreOf, toTenth } from './score.ts';

/** From how many points on a lower score is worth telling. */
const dropMin = { overall: 3, domain: 3 } as const;

type Compared = {
  readonly before: Judged;
  readonly now: Judged;
  /** The findings that are new. */
  readonly added: readonly FreshFinding[];
};

/** What got worse, worst first: problems, then points, then what can no longer be seen. */
export function regressionsOf({ before, now, added }: Compared): RegressionReason[] {
  const byDomain = domains
    .map((domain) => dropOf({ before, now, domain }))
    .toSorted((one, other) => other.points - one.points);
  return [
    ...newFindingReasons(added, now),
    ...dropReason(dropOf({ before, now }), 'scoreDrop', dropMin.overall),
    ...byDomain.flatMap((drop) => dropReason(drop, 'domainDrop', dropMin.domain)),
    ...coverageReason(before, now),
  ];
}

function newFindingReasons(
  added: readonly FreshFinding[],
  { results }: Judged,
): readonly RegressionReason[] {
  const titles = new Map(results.map(({ id, title }) => [id, title]));
  return added
    .filter(isAlarming)
    .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity))
    .map(({ severity, controlId, subject, values }) => ({
      kind: 'newFinding',
      text:
        `New ${severity} finding ${controlId} for ${subjectText(subject)}: ${oneLine(values.join(', '))} ` +
        `(${titles.get(controlId) ?? controlId})`,
    }));
}

function isAlarming({ severity, reach }: FreshFinding): boolean {
  if (severity === 'critical') return true;
  return severity === 'high' && (reach === 'cluster' || reach === 'account');
}

type Drop = { readonly points: number; readonly text: string };

type Part = { readonly before: Judged; readonly now: Judged; readonly domain?: Domain };

/**
 * How far a score fell. Where the two could not evaluate the same controls, only those that both
 * could count: what one of them could not see is a matter of coverage and no drop.
 */
function dropOf({ before, now, domain }: Part): Drop {
  const name = domain === undefined ? 'Score' : `Score of domain ${domain}`;
  const parts = { before: partOf(before, domain), now: partOf(now, domain) };
  const [then, today] = [scoreOf(parts.before), scoreOf(parts.now)];
  if (then === null || today === null) return { points: 0, text: '' };
  if (isSameCoverage(parts.before, parts.now)) {
    const text = `${name} fell from ${then.headline} to ${today.headline}`;
    return { points: toTenth(then.headline - today.headline), text };
  }
  const points = toTenth(lostToFindings(parts.now, before) - lostToFindings(parts.before, now));
  return { points, text: `${name} fell by ${points} over the controls that both scans evaluated` };
}

/** The points that findings cost, over the controls that the other assessment evaluated as well. */
function lostToFindings(judged: Judged, other: Judged): number {
  const comparable = new Set(evaluatedIds(judged).filter((id) => evaluatedIds(other).includes(id)));
  return lossesOf(judged)
    .filter(({ controlId }) => comparable.has(controlId))
    .reduce((total, { known }) => total + known, 0);
}

function dropReason(
  { points, text }: Drop,
  kind: 'scoreDrop' | 'domainDrop',
  min: number,
): readonly RegressionReason[] {
  return points >= min ? [{ kind, text }] : [];
}

function coverageReason(before: Judged, now: Judged): readonly RegressionReason[] {
  const evaluated = evaluatedIds(now);
  const lost = evaluatedIds(before).filter((id) => !evaluated.includes(id));
  if (lost.length === 0) return [];
  const text =
    `${lost.join(', ')} could not be evaluated any more; ` +
    `${evaluated.length} of ${now.results.length} controls could`;
  return [{ kind: 'coverageLost', text }];
}

function evaluatedIds({ results }: Judged): readonly string[] {
  return results.filter(({ isEvaluated }) => isEvaluated).map(({ id }) => id);
}

function isSameCoverage(one: Judged, other: Judged): boolean {
  return evaluatedIds(one).join() === evaluatedIds(other).join();
}
