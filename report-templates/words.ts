import type { Changes, KnownScore, Outcome, Score } from '../functions/model/assessment.ts';
import type { ExceptionState } from '../functions/model/exceptions.ts';
import type { RequirementOutcome } from '../functions/model/framework.ts';
import type { SecurityLevel } from '../functions/model/pod-security.ts';
import type { GapReason, SnapshotSource } from '../functions/model/snapshot.ts';
import type { Domain, Reach, Severity } from '../functions/model/verdict.ts';
import type { Tone } from './theme.ts';

export const domainWords = {
  network: 'Network',
  pod: 'Pod security',
  rbac: 'RBAC',
  identity: 'AWS identity',
  platform: 'Platform',
} as const satisfies Readonly<Record<Domain, string>>;

export const severityWords = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
} as const satisfies Readonly<Record<Severity, string>>;

export const outcomeWords = {
  fail: 'Failed',
  unknown: 'Not evaluated',
  pass: 'Passed',
  notApplicable: 'Not applicable',
} as const satisfies Readonly<Record<Outcome, string>>;

export const outcomeTones = {
  fail: 'critical',
  unknown: 'high',
  pass: 'good',
  notApplicable: 'muted',
} as const satisfies Readonly<Record<Outcome, Tone>>;

export const requirementWords = {
  satisfied: 'Satisfied',
  notSatisfied: 'Not satisfied',
  notEvaluated: 'Not evaluated',
  notApplicable: 'Not applicable',
  notVisible: 'Not visible',
} as const satisfies Readonly<Record<RequirementOutcome, string>>;

export const requirementTones = {
  satisfied: 'good',
  notSatisfied: 'critical',
  notEvaluated: 'high',
  notApplicable: 'muted',
  notVisible: 'muted',
} as const satisfies Readonly<Record<RequirementOutcome, Tone>>;

export const exceptionStateWords = {
  active: 'In force',
  unused: 'Unused',
  expired: 'Expired',
  pending: 'Granted for later',
  otherCluster: 'For another cluster',
} as const satisfies Readonly<Record<ExceptionState, string>>;

export const levelWords = {
  privileged: 'Privileged',
  baseline: 'Baseline',
  restricted: 'Restricted',
} as const satisfies Readonly<Record<SecurityLevel, string>>;

export const reachWords = {
  nothing: 'Nothing',
  namespace: 'Namespace',
  node: 'Node',
  cluster: 'Cluster',
  account: 'AWS account',
} as const satisfies Readonly<Record<Reach, string>>;

export const gapWords = {
  forbidden: 'Access denied',
  notServed: 'Not served',
  timeout: 'Timed out',
  cutOff: 'Answer cut off',
  expired: 'List expired',
  throttled: 'Throttled',
  unreadable: 'Answer not readable',
  notCollected: 'Not collected',
  failed: 'Failed',
} as const satisfies Readonly<Record<GapReason, string>>;

export const sourceWords = {
  eks: 'The Amazon EKS cluster itself, over its Kubernetes API and the AWS API',
  kubeconfig: 'The cluster itself, over its Kubernetes API, with a kubeconfig',
  manifests: 'Manifests, read as one cluster; no live cluster was asked',
} as const satisfies Readonly<Record<SnapshotSource, string>>;

/** `2026-11-23 13:45:00 UTC`. */
export function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Whole days from one time to another, never below zero. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / dayMs));
}

/** `1 finding`, `2 findings`, `1,204 findings`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.slice(-1).join('')}`;
}

export function pointsText(points: number): string {
  return points.toFixed(1);
}

/** `+3.4`, `-0.2`, `0.0`. */
export function signedPoints(points: number): string {
  return `${points > 0 ? '+' : ''}${pointsText(points)}`;
}

/** `72.4 (grade C)`, or that there is none. */
export function scoreText(score: Score): string {
  return score === null ? 'no score' : `${pointsText(score.headline)} (grade ${score.grade})`;
}

/** How many controls were evaluated fully: `11 of 12`. */
export function coverageText(results: readonly { readonly isEvaluated: boolean }[]): string {
  return `${results.filter(({ isEvaluated }) => isEvaluated).length} of ${results.length}`;
}

/** Evaluated controls in percent, rounded down: 94.9 % is not 95 %. */
export function coveragePercent({ coverage }: KnownScore): number {
  return coverage.total === 0 ? 0 : Math.floor((coverage.evaluated / coverage.total) * 100);
}

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** `2 findings new, 1 reopened, 0 resolved, 30 unchanged, 0 not comparable`. */
export function changeCounts(changes: Changes): string {
  const { new: added, reopened, resolved, unchanged, notComparable } = changes;
  return (
    `${counted(added.length, 'finding')} new, ${grouped(reopened.length)} reopened, ` +
    `${grouped(resolved.length)} resolved, ${grouped(unchanged)} unchanged, ` +
    `${grouped(notComparable.length)} not comparable`
  );
}

/** What to say where there is no regression: not that all is well, if that is not known. */
export function nothingWorse({ previous }: Changes): string {
  return previous?.notComparable === undefined
    ? 'Nothing got worse.'
    : 'Whether anything got worse is not known.';
}

/** Why there is no scan before. */
export function nothingToCompare({ previousUnreadable }: Changes): string {
  return previousUnreadable === undefined
    ? 'This is the first scan of the cluster: there is nothing to compare.'
    : `The scan before cannot be compared: ${previousUnreadable}.`;
}
