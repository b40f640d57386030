import { type Severity, severities } from '../functions/model/verdict.ts';
import type { ExceptionsFile } from '../functions/model/world.ts';
import type { ScanRequest } from './commands/scan.ts';
import { type SourceFlags, sourceOf, usage } from './source-options.ts';

/** The flags of `scan` as they are typed. */
export type ScanFlags = SourceFlags & {
  readonly store: string;
  readonly exceptions?: string;
  readonly failOn?: string;
  readonly minScore?: string;
  readonly json?: boolean;
};

/** Turns flags into a request. Throws BAD_INPUT for what does not go together. */
export async function scanRequest(
  flags: ScanFlags,
  slackAddress: string | undefined,
): Promise<ScanRequest> {
  const failOn = severityOf(flags.failOn);
  const minScore = scoreOf(flags.minScore);
  if (flags.store === '') throw usage('--store names no folder', 'Name one, or leave it out.');
  return {
    exceptions: await checkedExceptions(flags.exceptions),
    source: await sourceOf(flags, 'a scan'),
    storeFolder: flags.store,
    isJson: flags.json ?? false,
    failOn,
    minScore,
    slackAddress,
  };
}

/** A file that is not valid is told before the cluster is read, which may take its time. */
async function checkedExceptions(path: string | undefined): Promise<ExceptionsFile> {
  const { exceptionsFile } = await import('../functions/platform/exceptions-file.ts');
  const file = exceptionsFile(path);
  if (path === undefined) return file;
  const { catalogue } = await import('../functions/assess/catalog.ts');
  const { readExceptions } = await import('../functions/assess/exceptions/read-exceptions.ts');
  await readExceptions(
    file,
    catalogue.controls.map(({ id }) => id),
  );
  return file;
}

function severityOf(text: string | undefined): Severity | undefined {
  const severity = severities.find((given) => given === text);
  if (text === undefined || severity !== undefined) return severity;
  throw usage(`--fail-on "${text}" is no severity`, `Give one of ${severities.join(', ')}.`);
}

function scoreOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const score = text.trim() === '' ? Number.NaN : Number(text);
  if (score >= 0 && score <= 100) return score;
  throw usage(`--min-score "${text}" is no score`, 'Give a number from 0 to 100.');
}
