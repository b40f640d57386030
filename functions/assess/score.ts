import type { ControlResult, Grade, KnownScore, Score } from '../model/assessment.ts';
import { type Domain, domains } from '../model/verdict.ts';
import type { Judged } from './judge.ts';
import { type Loss, lossesOf } from './losses.ts';
import { weights } from './weights.ts';

/**
 * The score of a whole judgement, or of one domain: `100 * exp(-costs / scale)`. What a control costs
 * depends on its own failures alone: not on how many objects or other controls there are. The score of
 * a cluster is therefore the product of those of its domains.
 */
export function scoreOf(judged: Judged, domain?: Domain): Score {
  const part = partOf(judged, domain);
  if (!part.results.some(hasJudged)) return null;
  const losses = lossesOf(part);
  const known = sum(losses.map((loss) => loss.known));
  const unknown = sum(losses.map((loss) => loss.unknown));
  const bounds = { lower: toTenth(pointsAt(known + unknown)), upper: toTenth(pointsAt(known)) };
  const coverage = coverageOf(part.results);
  const headline = isCovered(coverage) ? bounds.upper : bounds.lower;
  return { ...bounds, headline, grade: gradeOf(headline, part), coverage };
}

export function domainScoresOf(judged: Judged): Record<Domain, Score> {
  const [network, pod, rbac, identity, platform] = domains.map((domain) => scoreOf(judged, domain));
  return {
    network: network ?? null,
    pod: pod ?? null,
    rbac: rbac ?? null,
    identity: identity ?? null,
    platform: platform ?? null,
  };
}

/** The points that are left where this much was lost, in the units of `weights.cost`. */
export function pointsAt(lost: number): number {
  return 100 * Math.exp(-lost / weights.scale);
}

/** What the headline of a judgement has lost to a control. */
export function shownLoss({ known, unknown }: Loss, isUpperShown: boolean): number {
  return isUpperShown ? known : known + unknown;
}

export function isCovered({ evaluated, total }: KnownScore['coverage']): boolean {
  return evaluated >= weights.coverageMin * total;
}

/** Far above the noise of sums in floating point, and far below what anybody can see. */
const noise = 1e-6;

/**
 * Scores have one decimal, rounded half up, so that no rounding turns an order around. Losses can come
 * to exactly half a tenth, and the order of a sum must not decide how it is rounded.
 */
export function toTenth(points: number): number {
  return Math.round(Math.min(100, Math.max(0, points)) * 10 + noise) / 10;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function partOf({ results, findings }: Judged, domain: Domain | undefined): Judged {
  if (domain === undefined) return { results, findings };
  const inDomain = results.filter((result) => result.domain === domain);
  const ids = new Set(inDomain.map(({ id }) => id));
  return { results: inDomain, findings: findings.filter(({ controlId }) => ids.has(controlId)) };
}

function hasJudged({ subjects }: ControlResult): boolean {
  return subjects.pass + subjects.fail > 0;
}

export function coverageOf(results: readonly ControlResult[]): KnownScore['coverage'] {
  return {
    evaluated: results.filter(({ isEvaluated }) => isEvaluated).length,
    total: results.length,
  };
}

/** One open critical finding keeps the two best grades away; one that was accepted, the best. */
function gradeOf(headline: number, { results, findings }: Judged): Grade {
  if (headline < weights.grades.D) return 'F';
  if (headline < weights.grades.C) return 'D';
  const hasOpen = findings.some(({ severity }) => severity === 'critical');
  if (hasOpen || headline < weights.grades.B) return 'C';
  const hasAccepted = results.some(
    ({ severity, subjects }) => severity === 'critical' && subjects.fail > 0,
  );
  return hasAccepted || headline < weights.grades.A ? 'B' : 'A';
}
