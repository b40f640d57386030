import { oneLine } from './one-line.ts';
import { kubernetesReads, type ReadId, readIds } from './reads.ts';
import type { Gap, GapReason, Snapshot } from './snapshot.ts';

const optionalReads: ReadonlySet<ReadId> = new Set(
  kubernetesReads.filter(({ isBuiltIn }) => !isBuiltIn).map(({ id }) => id),
);

/** The gaps of a snapshot that touch these reads. */
export function gapsIn(snapshot: Snapshot, reads: readonly ReadId[]): readonly Gap[] {
  return [...snapshot.gaps, ...neverMade(snapshot)].filter(
    (gap) => reads.includes(gap.read) && !isAbsence(gap),
  );
}

/** The read that a text of `gapText` is about; of any other text its first words. */
export function readNamedIn(text: string): string {
  return text.split(': ')[0] ?? text;
}

/** Whether a text of `gapText` tells of a read that was never going to be made. */
export function saysNotCollected(text: string): boolean {
  const reason: GapReason = 'notCollected';
  return text.startsWith(`${readNamedIn(text)}: ${reason}`);
}

/**
 * What the manifests of an application do not show: it was never going to be read, as `gapText` says of
 * a read that was not made.
 */
export function notAmongManifests(read: ReadId, what: string): string {
  return gapText({ read, reason: 'notCollected', detail: `${what} not among the manifests` });
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
