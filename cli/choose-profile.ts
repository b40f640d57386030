import {
  type DetectedProfile,
  detectedProfile,
} from '../functions/assess/reach/profiles/detect.ts';
import {
  type ProfileName,
  profileNamed,
  profileNames,
} from '../functions/assess/reach/profiles/profile.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { oneOfFlag, usage } from './source-options.ts';
import type { Terminal } from './terminal.ts';

/** The flags that say how policies are read, as they are typed. */
export type ProfileFlags = { readonly profile?: string; readonly strict?: boolean };

/** What was asked for; a name that is left out is detected. */
export type ProfileWish = { readonly name: ProfileName | undefined; readonly isStrict: boolean };

/** Engines that can be told to close pods that no policy selects. */
const strictEngines: readonly ProfileName[] = ['aws-vpc-cni', 'cilium'];

export function profileWish({ profile, strict = false }: ProfileFlags): ProfileWish {
  return { name: oneOfFlag('--profile', profile, profileNames), isStrict: strict };
}

/** The profile that was asked for, or the one that the snapshot shows. */
export function chosenProfile(
  snapshot: Snapshot,
  { name, isStrict }: ProfileWish,
): DetectedProfile {
  const chosen =
    name === undefined
      ? detectedProfile(snapshot)
      : { profile: profileNamed(name), why: 'as asked for', doubts: [] };
  if (!isStrict) return chosen;
  const { profile } = chosen;
  if (!strictEngines.includes(profile.name)) {
    const names = strictEngines.map((engine) => `--profile ${engine}`).join(' or ');
    throw usage(`--strict means nothing for profile ${profile.name}`, `Give it with ${names}.`);
  }
  return { ...chosen, profile: profileNamed(profile.name, { strict: true }) };
}

/** Says how policies are read, and what speaks against it. */
export function tellProfile({ profile, why, doubts }: DetectedProfile, terminal: Terminal): void {
  const mode = profile.unselectedPods === 'closed' ? ' (strict)' : '';
  terminal.note(`profile ${profile.name}${mode}: ${why}`);
  for (const doubt of doubts) terminal.note(`warning: another profile may be right: ${doubt}`);
}
