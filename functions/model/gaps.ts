import { kubernetesReads, type ReadId } from './reads.ts';
import type { Gap, Snapshot } from './snapshot.ts';

const optionalReads: ReadonlySet<ReadId> = new Set(
  kubernetesReads.filter(({ isBuiltIn }) => !isBuiltIn).map(({ id }) => id),
);

/** The gaps of a snapshot that touch these reads. */
export function gapsIn({ gaps }: Snapshot, reads: readonly ReadId[]): readonly Gap[] {
  return gaps.filter((gap) => reads.includes(gap.read) && !isAbsence(gap));
}

/** `pods: forbidden, expected 200, got 403`: how a verdict names what was missing. */
export function gapText({ read, reason, detail }: Gap): string {
  return detail === '' ? `${read}: ${reason}` : `${read}: ${reason}, ${detail}`;
}

/** A kind that is not built in and not served is not installed: there is nothing of it to read. */
export function isAbsence({ read, reason }: Gap): boolean {
  return reason === 'notServed' && optionalReads.has(read);
}
