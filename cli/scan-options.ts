import { StageError } from '../functions/model/errors.ts';
import { type Severity, severities } from '../functions/model/verdict.ts';
import type { ScanRequest } from './commands/scan.ts';
import type { ScanSource } from './sources/scan-source.ts';

/** The flags of `scan` as they are typed. */
export type ScanFlags = {
  readonly manifests?: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly eks?: string;
  readonly region?: string;
  readonly roleArn?: string;
  readonly snapshot?: string;
  readonly clusterName?: string;
  readonly namespace?: string;
  readonly store: string;
  readonly failOn?: string;
  readonly minScore?: string;
  readonly json?: boolean;
};

type SourceFlag = 'manifests' | 'kubeconfig' | 'eks' | 'snapshot';

const sourceFlags: readonly SourceFlag[] = ['manifests', 'kubeconfig', 'eks', 'snapshot'];

/** Flags that mean something with one source only. */
const companions = [
  { flag: 'context', text: '--context', sources: ['kubeconfig'] },
  { flag: 'region', text: '--region', sources: ['eks'] },
  { flag: 'roleArn', text: '--role-arn', sources: ['eks'] },
  { flag: 'namespace', text: '--namespace', sources: ['manifests'] },
  { flag: 'clusterName', text: '--cluster-name', sources: ['manifests', 'kubeconfig'] },
] as const;

/** Turns flags into a request. Throws BAD_INPUT for what does not go together. */
export async function scanRequest(
  flags: ScanFlags,
  slackAddress: string | undefined,
): Promise<ScanRequest> {
  const failOn = severityOf(flags.failOn);
  const minScore = scoreOf(flags.minScore);
  if (flags.store === '') throw usage('--store names no folder', 'Name one, or leave it out.');
  return {
    source: await sourceOf(flags),
    storeFolder: flags.store,
    isJson: flags.json ?? false,
    failOn,
    minScore,
    slackAddress,
  };
}

async function sourceOf(flags: ScanFlags): Promise<ScanSource> {
  const given = sourceFlags.filter((flag) => flags[flag] !== undefined);
  const [source] = given;
  if (source === undefined || given.length > 1) throw notOneSource(given);
  const stray = companions.find(
    (companion) =>
      flags[companion.flag] !== undefined && !companion.sources.some((name) => name === source),
  );
  if (stray !== undefined) throw strayFlag(stray.text, stray.sources);
  return openers[source](flags);
}

type Opener = (flags: ScanFlags) => Promise<ScanSource>;

/** Each source is loaded when it is asked for: manifests must not wait for the clients of AWS. */
const openers: Readonly<Record<SourceFlag, Opener>> = {
  manifests: async ({ manifests = [], clusterName, namespace = 'default' }) => {
    const { manifestSource } = await import('./sources/manifest-source.ts');
    return manifestSource(manifests, { clusterName, namespace });
  },
  kubeconfig: async ({ kubeconfig: file = '', context, clusterName }) => {
    const { kubeconfigSource } = await import('./sources/kubeconfig-source.ts');
    return kubeconfigSource(file, { context, clusterName });
  },
  eks: async ({ eks: name = '', region, roleArn }) => {
    if (region === undefined) {
      throw usage('--eks needs --region', 'Add --region, such as eu-west-1.');
    }
    const { eksSource } = await import('./sources/eks-source.ts');
    return eksSource(name, { region, roleArn });
  },
  snapshot: async ({ snapshot: file = '' }) => {
    const { snapshotSource } = await import('./sources/snapshot-source.ts');
    return snapshotSource(file);
  },
};

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

function notOneSource(given: readonly SourceFlag[]): StageError {
  const names = sourceFlags.map((flag) => `--${flag}`).join(', ');
  const what =
    given.length === 0
      ? 'a scan needs something to read'
      : `${given.map((flag) => `--${flag}`).join(' and ')} cannot be read in one scan`;
  return usage(what, `Give one of ${names}.`);
}

function strayFlag(flag: string, sources: readonly string[]): StageError {
  const names = sources.map((source) => `--${source}`).join(' or ');
  return usage(`${flag} goes with ${names} only`, 'Leave it out.');
}

function usage(message: string, remedy: string): StageError {
  return new StageError('BAD_INPUT', message, { remedy });
}
