import type { Assessment, Finding, Score } from './assessment.ts';
import type { ExceptionUse } from './exceptions.ts';

/** Exceptions that count on the day of the snapshot, those that match nothing included. */
export function exceptionsInForce(register: readonly ExceptionUse[]): readonly ExceptionUse[] {
  return register.filter(({ state }) => state === 'active' || state === 'unused');
}

/** The score without accepted findings; undefined where no exception is in force, and none is told. */
export function toldNetScore({
  exceptions,
  netScore,
}: Pick<Assessment, 'exceptions' | 'netScore'>): Score | undefined {
  return exceptionsInForce(exceptions).length === 0 ? undefined : netScore;
}

/** Findings that no exception in force accepts. */
export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ exceptionId }) => exceptionId === undefined);
}

export function acceptedFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ exceptionId }) => exceptionId !== undefined);
}
