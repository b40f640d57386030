import type { ControlResult } from '../model/assessment.ts';
import type { Reach, Severity, Subject } from '../model/verdict.ts';
import type { FreshFinding, Judged } from './judge.ts';
import { weights } from './weights.ts';

/** What a control costs, in the units of `weights.cost`. */
export type Loss = {
  readonly controlId: string;
  /** Lost to its findings. */
  readonly known: number;
  /** Lost on top of that if everything that is unknown about it failed. */
  readonly unknown: number;
};

/** What each control costs, in the order of the results. */
export function lossesOf({ results, findings }: Judged): readonly Loss[] {
  const byControl = Map.groupBy(findings, ({ controlId }) => controlId);
  return results.map((result) => lossOf(result, byControl.get(result.id) ?? []));
}

/**
 * A control loses the share `1 - exp(-pace * log2(1 + subjects that fail) * widest reach)` of its cost.
 * Subjects are counted and not findings: splitting what one subject has wrong changes nothing.
 */
export function lossOf(result: ControlResult, findings: readonly FreshFinding[]): Loss {
  const { id: controlId, severity } = result;
  const cost = weights.cost[severity];
  const failing = new Set(findings.map(({ subject }) => keyOf(subject)));
  const reach = widest(findings.map((finding) => finding.reach));
  const known = cost * shareOf(severity, failing.size, reach);
  const worst = cost * worstShare(result, failing, reach);
  return { controlId, known, unknown: Math.max(0, worst - known) };
}

/**
 * What is unknown may fail as widely as the control can. A subject that could not be judged is one more
 * that fails; where a read is missing there may be any number of them.
 */
function worstShare(
  { severity, hasUnseen, unknowns, reachMax }: ControlResult,
  failing: ReadonlySet<string>,
  reach: number,
): number {
  if (unknowns.length === 0) return shareOf(severity, failing.size, reach);
  const widestPossible = Math.max(reach, weights.blast[reachMax]);
  if (hasUnseen) return widestPossible === 0 ? 0 : 1;
  const possible = new Set([...failing, ...unknowns.map(({ subject }) => keyOf(subject))]);
  return shareOf(severity, possible.size, widestPossible);
}

function shareOf(severity: Severity, subjects: number, reach: number): number {
  return 1 - Math.exp(-weights.pace[severity] * Math.log2(1 + subjects) * reach);
}

function widest(reaches: readonly Reach[]): number {
  return reaches.reduce((most, reach) => Math.max(most, weights.blast[reach]), 0);
}

function keyOf({ kind, namespace, name }: Subject): string {
  return JSON.stringify([kind, namespace, name]);
}
