import { oneLine } from './one-line.ts';
import { kubernetesReads, type ReadId, readIds } from './reads.ts';
import type { Gap, Snapshot } from './snapshot.ts';

const optionalReads: ReadonlySet<ReadId> = new Set(
  kubernetesReads.filter(({ isBuiltIn }) => !isBuiltIn).map(({ id }) => id),
);

/** The gaps of a snapshot that touch these reads. */
export function gapsIn(snapshot: Snapshot, reads: readonly ReadId[]): readonly Gap[] {
  return [...snapshot.gaps, ...neverMade(snapshot)].filter(
    (gap) => reads.includes(gap.read) && !isAbsence(gap),
  );
}

/** A snapshot of an older version, or one that was cut, lacks reads that were never tried. */
function neverMade({ reads, gaps }: Snapshot): readonly Gap[] {
  const tried = new Set([...reads, ...gaps].map(({ read }) => read));
  return readIds
    .filter((read) => !tried.has(read))
    .map((read) => ({
      read,
      reason: 'notCollected',
      detail: 'the snapshot does not have this read',
    }));
}

/** `pods: forbidden, expected 200, got 403`: how a verdict names what was missing. */
export function gapText({ read, reason, detail }: Gap): string {
  return oneLine(detail === '' ? `${read}: ${reason}` : `${read}: ${reason}, ${detail}`);
}

/** A kind that is not built in and not served is not installed: there is nothing of it to read. */
export function isAbsence({ read, reason }: Gap): boolean {
  return reason === 'notServed' && optionalReads.has(read);
}
