import type { Profile } from '../profiles/profile.ts';

/** What lines are made of a map, which is a matter of taste and not of what is reachable. */
export type LineReading = {
  /** Pods are named after what controls them, not after the workload that owns it. */
  readonly namesControllers: boolean;
  /** Neighbouring address ranges with the same connection are one line. */
  readonly joinsRanges: boolean;
  /** Pods of one workload that reach each other are a line. */
  readonly tellsOwnPairs: boolean;
};

const ours: LineReading = { namesControllers: false, joinsRanges: true, tellsOwnPairs: true };

/** The list of the analyser whose reading the profile is. */
const analyser: LineReading = { namesControllers: true, joinsRanges: false, tellsOwnPairs: false };

export function lineReading({ name }: Profile): LineReading {
  return name === 'external-ipblocks' ? analyser : ours;
}
