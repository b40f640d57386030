import type { ControlResult, Grade, KnownScore, Score } from '../model/assessment.ts';
import { type Domain, domains, type Reach, type Severity } from '../model/verdict.ts';
import type { FreshFinding, Judged } from './judge.ts';

/** Every number of the formula. */
export const weights = {
  /** What a control can cost at most, relative to the others. */
  cost: { critical: 10, high: 5, medium: 2, low: 0.5 },
  /** How fast findings use that up. */
  pace: { critical: 0.35, high: 0.2, medium: 0.12, low: 0.06 },
  /** How much wider a failure counts than one in a single namespace. */
  blast: { nothing: 0, namespace: 1, node: 2, cluster: 4, account: 6 },
  /** Below this coverage the score to show is the lower bound. */
  coverageMin: 0.95,
  /** The lowest score of each grade. */
  grades: { A: 90, B: 80, C: 70, D: 60 },
} as const satisfies {
  cost: Record<Severity, number>;
  pace: Record<Severity, number>;
  blast: Record<Reach, number>;
  coverageMin: number;
  grades: Record<string, number>;
};

/** The share of points that a control lost, out of 100, before any rounding. */
export type Loss = {
  readonly controlId: string;
  /** Lost to its findings. */
  readonly known: number;
  /** Lost on top of that if everything that is unknown about it failed. */
  readonly unknown: number;
};

/**
 * The score of a whole judgement, or of one domain. A control loses the share
 * 1 - exp(-pace * log2(1 + findings) * widest blast) of its cost; the sum of all costs is the
 * catalogue's and not the population's, so more clean objects change nothing.
 */
export function scoreOf(judged: Judged, domain?: Domain): Score {
  const part = partOf(judged, domain);
  if (!part.results.some(hasJudged)) return null;
  const losses = lossesOf(part);
  const known = sum(losses.map((loss) => loss.known));
  const unknown = sum(losses.map((loss) => loss.unknown));
  const bounds = { lower: toTenth(100 - known - unknown), upper: toTenth(100 - known) };
  const coverage = coverageOf(part.results);
  const headline = isCovered(coverage) ? bounds.upper : bounds.lower;
  const hasCritical = part.findings.some(({ severity }) => severity === 'critical');
  return { ...bounds, headline, grade: gradeOf(headline, hasCritical), coverage };
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

export function lossesOf({ results, findings }: Judged): readonly Loss[] {
  const total = sum(results.map(({ severity }) => weights.cost[severity]));
  const byControl = Map.groupBy(findings, ({ controlId }) => controlId);
  return results.map(({ id, severity, isEvaluated }) => {
    const worth = (100 * weights.cost[severity]) / total;
    const share = lostShare(severity, byControl.get(id) ?? []);
    return {
      controlId: id,
      known: worth * share,
      // What is unknown may be any number of failures of any reach: all that is left.
      unknown: isEvaluated ? 0 : worth * (1 - share),
    };
  });
}

export function isCovered({ evaluated, total }: KnownScore['coverage']): boolean {
  return evaluated >= weights.coverageMin * total;
}

/** Far above the noise of sums in floating point, and far below what anybody can see. */
const noise = 1e-6;

/**
 * Scores have one decimal, rounded half up, so that no rounding turns an order around. Shares of losses
 * often come to exactly half a tenth, and the order of a sum must not decide how it is rounded.
 */
export function toTenth(points: number): number {
  return Math.round(Math.min(100, Math.max(0, points)) * 10 + noise) / 10;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function partOf({ results, findings }: Judged, domain: Domain | undefined): Judged {
  if (domain === undefined) return { results, findings };
  const inDomain = results.filter((result) => result.domain === domain);
  const ids = new Set(inDomain.map(({ id }) => id));
  return { results: inDomain, findings: findings.filter(({ controlId }) => ids.has(controlId)) };
}

function lostShare(severity: Severity, findings: readonly FreshFinding[]): number {
  const widest = Math.max(0, ...findings.map(({ reach }) => weights.blast[reach]));
  return 1 - Math.exp(-weights.pace[severity] * Math.log2(1 + findings.length) * widest);
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

function gradeOf(headline: number, hasCritical: boolean): Grade {
  if (headline < weights.grades.D) return 'F';
  if (headline < weights.grades.C) return 'D';
  // One open critical finding keeps the best grades away.
  if (hasCritical || headline < weights.grades.B) return 'C';
  return headline < weights.grades.A ? 'B' : 'A';
}
