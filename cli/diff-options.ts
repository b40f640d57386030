import { type ProfileFlags, profileWish } from './choose-profile.ts';
import type { DiffRequest } from './commands/diff.ts';
import { changeFormats } from './present/change-formats.ts';
import { oneOfFlag, sourceGiven } from './source-options.ts';

/** The flags of `diff` as they are typed. */
export type DiffFlags = ProfileFlags & {
  readonly format?: string;
  readonly output?: string;
  readonly failOnAdded?: boolean;
};

/** Turns flags into a request. Throws BAD_INPUT for what is not known. */
export async function diffRequest(
  [before, after]: readonly [string, string],
  flags: DiffFlags,
): Promise<DiffRequest> {
  return {
    profile: profileWish(flags),
    format: oneOfFlag('--format', flags.format, changeFormats) ?? 'table',
    output: flags.output,
    failsOnAdded: flags.failOnAdded ?? false,
    before: await sourceGiven(before, {}, 'a comparison'),
    after: await sourceGiven(after, {}, 'a comparison'),
  };
}
