import { type SecurityLevel, securityLevels } from '../../../model/pod-security.ts';
import type { PodSpec } from '../../../model/pod-spec.ts';
import type { Evidence } from '../../../model/verdict.ts';
import type { Fault, StandardsPod } from './check.ts';
import { checksOf, type MadeCheck, newestMinor } from './security-checks.ts';
import { placedSpec } from './setters.ts';

export type { StandardsPod };
export { newestMinor };

/** A check that a pod fails. */
export type Violation = {
  /** The id that Kubernetes gives the check, such as `capabilities_restricted`. */
  readonly check: string;
  readonly reason: string;
  /** Everything that is wrong, by the name of its container or volume, in the order of the spec. */
  readonly details: readonly string[];
  readonly evidence: readonly Evidence[];
};

const versionForm = /^v1\.(?<minor>0|[1-9][0-9]*)$/;

/**
 * The minor version that `latest` or `v1.N` stands for; undefined for any other text. What is newer
 * than is known is judged by the newest that is known, as an API server does.
 */
export function parseVersion(text: string): number | undefined {
  if (text === 'latest') return newestMinor;
  const minor = versionForm.exec(text)?.groups?.['minor'];
  return minor === undefined ? undefined : Math.min(Number(minor), newestMinor);
}

/**
 * Everything that keeps a pod from a level, as Pod Security Admission finds it; empty where it is
 * allowed. `minor` is the N of v1.N.
 */
export function violationsOf(
  pod: StandardsPod,
  level: SecurityLevel,
  minor: number,
): readonly Violation[] {
  const known = answersFor(pod.spec).violations;
  const question = JSON.stringify([level, minor, pod.annotations]);
  const answer = known.get(question) ?? violationsIn(pod, level, minor);
  known.set(question, answer);
  return answer;
}

/** The strictest level that allows a pod. */
export function strictestLevelOf(pod: StandardsPod, minor: number): SecurityLevel {
  const known = answersFor(pod.spec).levels;
  const question = JSON.stringify([minor, pod.annotations]);
  const answer = known.get(question) ?? strictestAllowed(pod, minor);
  known.set(question, answer);
  return answer;
}

type Answers = {
  readonly violations: Map<string, readonly Violation[]>;
  readonly levels: Map<string, SecurityLevel>;
};

/** Replicas share one spec, and every control that rests on a check asks again. */
const answersBySpec = new WeakMap<PodSpec, Answers>();

function answersFor(spec: PodSpec): Answers {
  const known = answersBySpec.get(spec) ?? { violations: new Map(), levels: new Map() };
  answersBySpec.set(spec, known);
  return known;
}

const none: readonly Violation[] = [];

function violationsIn(
  pod: StandardsPod,
  level: SecurityLevel,
  minor: number,
): readonly Violation[] {
  const placed = placedSpec(pod);
  const found = madeChecks(level, minor).flatMap(({ id, reason, faultsIn }) => {
    const faults = faultsIn(placed);
    return faults.length === 0 ? [] : [violation(id, reason, faults)];
  });
  return found.length === 0 ? none : found;
}

function strictestAllowed(pod: StandardsPod, minor: number): SecurityLevel {
  const placed = placedSpec(pod);
  const isAllowed = (level: SecurityLevel): boolean =>
    madeChecks(level, minor).every(({ faultsIn }) => faultsIn(placed).length === 0);
  return securityLevels.findLast(isAllowed) ?? 'privileged';
}

const checksByQuestion = new Map<string, readonly MadeCheck[]>();

function madeChecks(level: SecurityLevel, minorAsked: number): readonly MadeCheck[] {
  const minor = Math.min(minorAsked, newestMinor);
  const question = `${level} ${minor}`;
  const checks = checksByQuestion.get(question) ?? checksOf(level, minor);
  checksByQuestion.set(question, checks);
  return checks;
}

function violation(check: string, reason: string, faults: readonly Fault[]): Violation {
  const byPlace = new Map(
    faults.map(({ path, value }) => [`${path}=${value}`, { path, value }] as const),
  );
  return {
    check,
    reason,
    details: [...new Set(faults.map(({ detail }) => detail))],
    evidence: [...byPlace.values()],
  };
}
