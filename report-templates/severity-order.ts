import { type Severity, severities } from '../functions/model/verdict.ts';

type Ranked = { readonly severity: Severity; readonly id: string };

/** Worst severity first, then by control id. */
export function bySeverity(left: Ranked, right: Ranked): number {
  const rank = severities.indexOf(left.severity) - severities.indexOf(right.severity);
  if (rank !== 0) return rank;
  return left.id < right.id ? -1 : Number(left.id > right.id);
}
