import type { Command } from 'commander';
import { StageError } from '../functions/model/errors.ts';
import type { ScanSource } from './sources/scan-source.ts';

/** The flags that say what is read, as they are typed. */
export type SourceFlags = {
  readonly manifests?: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly eks?: string;
  readonly region?: string;
  readonly roleArn?: string;
  readonly snapshot?: string;
  readonly clusterName?: string;
  readonly namespace?: string;
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

/** Declares the flags of a source, the same for every command that reads a cluster. */
export function withSourceFlags(command: Command): Command {
  return command
    .option('--manifests <path>', 'a file or folder of manifests, read as one cluster', collected)
    .option('--kubeconfig <file>', 'a cluster that a kubeconfig leads to')
    .option('--context <name>', 'the context of the kubeconfig (default: its current one)')
    .option('--eks <name>', 'an EKS cluster, with the AWS credentials of this machine')
    .option('--region <region>', 'the region of the EKS cluster')
    .option('--role-arn <arn>', 'a role to take for the EKS cluster')
    .option('--snapshot <file>', 'a snapshot.json.gz that was stored before')
    .option('--cluster-name <name>', 'the name to file manifests or a kubeconfig under')
    .option('--namespace <ns>', 'where manifests without a namespace go (default: "default")');
}

/** A flag that is given several times keeps all of its values. */
function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * The one source that the flags name; `reader` says who reads it, such as `a scan`. Throws BAD_INPUT
 * for flags that do not go together.
 */
export async function sourceOf(flags: SourceFlags, reader: string): Promise<ScanSource> {
  return openers[oneSource(flags, reader)](flags);
}

/** The source at a path, or else the one that the flags name. */
export async function sourceGiven(
  path: string | undefined,
  flags: SourceFlags,
  reader: string,
): Promise<ScanSource> {
  const named = await namedSource(path, flags, reader);
  return openers[named.kind](named.flags);
}

/**
 * Which source a path or the flags name, and the flags with the path among them. Throws BAD_INPUT
 * for flags that do not go together.
 */
export async function namedSource(
  path: string | undefined,
  flags: SourceFlags,
  reader: string,
): Promise<{ readonly kind: SourceFlag; readonly flags: SourceFlags }> {
  if (path === undefined) return { kind: oneSource(flags, reader), flags };
  const given = sourceFlags.find((flag) => flags[flag] !== undefined);
  if (given !== undefined) {
    throw usage(`${path} and --${given} cannot be read in one ${lastWord(reader)}`, 'Give one.');
  }
  const { pathFlags } = await import('./sources/path-flags.ts');
  const all = { ...flags, ...(await pathFlags(path)) };
  return { kind: oneSource(all, reader), flags: all };
}

function oneSource(flags: SourceFlags, reader: string): SourceFlag {
  const given = sourceFlags.filter((flag) => flags[flag] !== undefined);
  const [source] = given;
  if (source === undefined || given.length > 1) throw notOneSource(given, reader);
  const stray = companions.find(
    (companion) =>
      flags[companion.flag] !== undefined && !companion.sources.some((name) => name === source),
  );
  if (stray !== undefined) throw strayFlag(stray.text, stray.sources);
  return source;
}

/** A DNS label (RFC 1123), as Kubernetes asks for. */
const namespaceForm = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Where manifests without a namespace go. Throws BAD_INPUT for what cannot be the name of one. */
export function namespaceOf({ namespace = 'default' }: SourceFlags): string {
  if (namespaceForm.test(namespace)) return namespace;
  const what = `"${namespace}" cannot be the name of a namespace`;
  throw usage(what, 'Use lower case letters, digits and "-", such as shop.');
}

type Opener = (flags: SourceFlags) => Promise<ScanSource>;

/** Each source is loaded when it is asked for: manifests must not wait for the clients of AWS. */
const openers: Readonly<Record<SourceFlag, Opener>> = {
  manifests: async ({ manifests = [], clusterName, ...flags }) => {
    const namespace = namespaceOf(flags);
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

function notOneSource(given: readonly SourceFlag[], reader: string): StageError {
  const names = sourceFlags.map((flag) => `--${flag}`).join(', ');
  const what =
    given.length === 0
      ? `${reader} needs something to read`
      : `${given.map((flag) => `--${flag}`).join(' and ')} cannot be read in one ${lastWord(reader)}`;
  return usage(what, `Give one of ${names}.`);
}

/** `a map` is a map. */
function lastWord(text: string): string {
  return text.split(' ').at(-1) ?? text;
}

function strayFlag(flag: string, sources: readonly string[]): StageError {
  const names = sources.map((source) => `--${source}`).join(' or ');
  return usage(`${flag} goes with ${names} only`, 'Leave it out.');
}

/** The option that a flag names; undefined where the flag is not given. */
export function oneOfFlag<const Option extends string>(
  flag: string,
  text: string | undefined,
  options: readonly Option[],
): Option | undefined {
  const option = options.find((given) => given === text);
  if (text === undefined || option !== undefined) return option;
  throw usage(`${flag} "${text}" is not known`, `Give one of ${options.join(', ')}.`);
}

/** A fault of what was typed. */
export function usage(message: string, remedy: string): StageError {
  return new StageError('BAD_INPUT', message, { remedy });
}
