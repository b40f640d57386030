import type { RegressionReason } from '../model/assessment.ts';
import { oneLine } from '../model/one-line.ts';
import { type Domain, domains, severities, subjectText } from '../model/verdict.ts';
import type { FreshFinding, Judged } from './judge.ts';
import { lossesOf } from './losses.ts';
import { partOf, pointsAt, scoreOf, sum, toTenth } from './score.ts';

/** From which loss on a lower score is worth telling, as a share of the score before, in percent. */
const dropMin = { overall: 3, domain: 3 } as const;

type Compared = {
  readonly before: Judged;
  readonly now: Judged;
  /** The findings that are new. */
  readonly added: readonly FreshFinding[];
  /** The findings that were mended once, and are back. */
  readonly reopened: readonly FreshFinding[];
  /** Exceptions that ended since the scan before, one line each. */
  readonly ended: readonly string[];
};

/** What got worse, worst first: problems, then points, then what can no longer be seen. */
export function regressionsOf(compared: Compared): RegressionReason[] {
  const { before, now, added, reopened, ended } = compared;
  const byDomain = domains
    .map((domain) => dropOf({ before, now, domain }))
    .toSorted((one, other) => other.percent - one.percent);
  return [
    ...findingReasons([...told('New', added), ...told('Reopened', reopened)], now),
    ...ended.map((text) => ({ kind: 'exceptionExpired' as const, text })),
    ...dropReason(dropOf({ before, now }), 'scoreDrop', dropMin.overall),
    ...byDomain.flatMap((drop) => dropReason(drop, 'domainDrop', dropMin.domain)),
    ...coverageReason(before, now),
  ];
}

type Told = { readonly word: 'New' | 'Reopened'; readonly finding: FreshFinding };

function told(word: Told['word'], findings: readonly FreshFinding[]): readonly Told[] {
  return findings.map((finding) => ({ word, finding }));
}

function findingReasons(given: readonly Told[], { results }: Judged): readonly RegressionReason[] {
  const titles = new Map(results.map(({ id, title }) => [id, title]));
  return given
    .filter(({ finding }) => isAlarming(finding))
    .toSorted((one, other) => rankOf(one) - rankOf(other))
    .map(({ word, finding: { severity, controlId, subject, values } }) => ({
      kind: 'newFinding',
      text:
        `${word} ${severity} finding ${controlId} for ${subjectText(subject)}: ${oneLine(values.join(', '))} ` +
        `(${titles.get(controlId) ?? controlId})`,
    }));
}

const rankOf = ({ finding }: Told): number => severities.indexOf(finding.severity);

function isAlarming({ severity, reach }: FreshFinding): boolean {
  if (severity === 'critical') return true;
  return severity === 'high' && (reach === 'cluster' || reach === 'account');
}

type Drop = { readonly percent: number; readonly text: string };

type Part = { readonly before: Judged; readonly now: Judged; readonly domain?: Domain };

/**
 * How far a score fell, over the controls that both could evaluate: what one of them could not see is
 * a matter of coverage and no drop. As a share of what was there before, so that a cluster with a low
 * score is heard as well as one with a high one.
 */
function dropOf({ before, now, domain }: Part): Drop {
  const name = domain === undefined ? 'Score' : `Score of domain ${domain}`;
  const parts = { before: partOf(before, domain), now: partOf(now, domain) };
  const [then, today] = [scoreOf(parts.before), scoreOf(parts.now)];
  if (then === null || today === null) return { percent: 0, text: '' };
  const lost = costOver(parts.now, before) - costOver(parts.before, now);
  const percent = toTenth(100 - pointsAt(lost));
  const text = isSameCoverage(parts.before, parts.now)
    ? `${name} fell from ${then.headline} to ${today.headline}`
    : `${name} fell by ${percent} % over the controls that both scans evaluated`;
  return { percent, text };
}

/** What findings cost, over the controls that the other assessment could evaluate as far. */
function costOver(judged: Judged, other: Judged): number {
  const wasEvaluated = new Map(other.results.map(({ id, isEvaluated }) => [id, isEvaluated]));
  const comparable = new Set(
    judged.results
      .filter(({ id, isEvaluated }) => wasEvaluated.get(id) === isEvaluated)
      .map(({ id }) => id),
  );
  return sum(
    lossesOf(judged).map(({ controlId, known }) => (comparable.has(controlId) ? known : 0)),
  );
}

function dropReason(
  { percent, text }: Drop,
  kind: 'scoreDrop' | 'domainDrop',
  min: number,
): readonly RegressionReason[] {
  return percent >= min ? [{ kind, text }] : [];
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
