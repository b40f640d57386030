import { hasNoPorts } from '../../functions/assess/reach/algebra/port-set.ts';
import { connectionChanges, type MapSide } from '../../functions/assess/reach/difference.ts';
import { changeExplainer } from '../../functions/assess/reach/difference-reasons.ts';
import type { DetectedProfile } from '../../functions/assess/reach/profiles/detect.ts';
import { reachOf } from '../../functions/assess/reach/reach.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import { chosenProfile, type ProfileWish, tellProfile } from '../choose-profile.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { type ChangeFormat, changeFormatters } from '../present/change-formats.ts';
import { tellLimits } from '../reach-remarks.ts';
import { tellWarnings } from '../source-warnings.ts';
import type { ScanSource } from '../sources/scan-source.ts';
import { snapshotOfSource } from '../sources/source-snapshot.ts';
import type { Terminal } from '../terminal.ts';
import { writeResult } from '../write-result.ts';

export type DiffRequest = {
  readonly before: ScanSource;
  readonly after: ScanSource;
  readonly profile: ProfileWish;
  readonly format: ChangeFormat;
  readonly output: string | undefined;
  readonly failsOnAdded: boolean;
};

/** Tells which connections differ between two snapshots, and why. */
export async function diffCommand(request: DiffRequest, terminal: Terminal): Promise<ExitStatus> {
  const old = await read(request.before, terminal);
  const now = await read(request.after, terminal);
  const { profile } = profileOfBoth(old, now, request.profile, terminal);
  const before: MapSide = { snapshot: old, reach: reachOf(old, profile) };
  const after: MapSide = { snapshot: now, reach: reachOf(now, profile) };
  tellLimits(before.reach, old, terminal, 'before');
  tellLimits(after.reach, now, terminal, 'after');
  const changes = connectionChanges(before, after);
  const reasonsOf = changeExplainer(before, after);
  const told = changes.map((change) => ({ change, reasons: reasonsOf(change) }));
  await writeResult(changeFormatters[request.format](told), request.output, terminal);
  const added = changes.filter(({ gained }) => !hasNoPorts(gained));
  terminal.note(`connections that differ: ${changes.length}; that allow more: ${added.length}`);
  if (!request.failsOnAdded || added.length === 0) return exitStatus.done;
  terminal.note('threshold broken: a connection was added (--fail-on-added)');
  return exitStatus.thresholdBroken;
}

async function read(source: ScanSource, terminal: Terminal): Promise<Snapshot> {
  tellWarnings(source.warnings, terminal);
  return terminal.progress.during('reading a cluster', () => snapshotOfSource(source));
}

/** Both sides are read alike, or else what differs would be the reading. */
function profileOfBoth(
  before: Snapshot,
  after: Snapshot,
  wish: ProfileWish,
  terminal: Terminal,
): DetectedProfile {
  const chosen = chosenProfile(after, wish);
  tellProfile(chosen, terminal);
  const other = chosenProfile(before, wish);
  if (JSON.stringify(other.profile) !== JSON.stringify(chosen.profile)) {
    terminal.note(
      `warning: before it was profile ${other.profile.name}: ${other.why}; ` +
        `both are read as ${chosen.profile.name}, --profile chooses another one`,
    );
  }
  return chosen;
}
