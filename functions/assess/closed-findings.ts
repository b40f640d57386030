import type { Changes, ClosedFinding, Finding } from '../model/assessment.ts';
import type { Baseline } from './baseline.ts';

/** More are forgotten, the oldest first, and counted. */
const closedMax = 2_000;

type Gone = {
  readonly resolved: readonly Finding[];
  /** Gone, but nobody can say whether it is mended: what it was found in was not seen. */
  readonly outOfSight: readonly Finding[];
};

/** What is remembered of findings that are gone, so that they are known again when they are back. */
export function closedFindings(
  baseline: Baseline,
  { resolved, outOfSight }: Gone,
  now: { readonly takenAt: string; readonly prints: ReadonlySet<string> },
): Pick<Changes, 'closed' | 'forgotten'> {
  const { closed, forgotten } = baseline.assessment.changes;
  const all = [
    ...resolved.map((finding) => ({ ...rememberedOf(finding), resolvedAt: now.takenAt })),
    ...outOfSight.map(rememberedOf),
    ...closed,
  ].filter(({ fingerprint }) => !now.prints.has(fingerprint));
  const kept = onePerPrint(all).slice(0, closedMax);
  return { closed: kept, forgotten: forgotten + Math.max(0, all.length - closedMax) };
}

function rememberedOf({ fingerprint, firstSeenAt }: Finding): ClosedFinding {
  return { fingerprint, firstSeenAt };
}

function onePerPrint(closed: readonly ClosedFinding[]): ClosedFinding[] {
  const byPrint = new Map<string, ClosedFinding>();
  for (const item of closed) {
    if (!byPrint.has(item.fingerprint)) byPrint.set(item.fingerprint, item);
  }
  return [...byPrint.values()];
}
