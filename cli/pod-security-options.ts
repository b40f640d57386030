import { newestMinor, parseVersion } from '../functions/assess/pods/standards/standards.ts';
import type { NamespaceRequest, PodRequest } from './commands/pod-security.ts';
import type { PodSource } from './pod-security/pod-source.ts';
import { askedLevels } from './pod-security/security-row.ts';
import { podSecurityFormats } from './present/pod-security-formats.ts';
import {
  namedSource,
  namespaceOf,
  oneOfFlag,
  type SourceFlags,
  sourceGiven,
  sourceOf,
  usage,
} from './source-options.ts';

/** The flags of `pod-security` as they are typed. */
export type PodSecurityFlags = SourceFlags & {
  readonly level?: string;
  readonly version?: string;
  readonly by?: string;
  readonly failOnViolation?: boolean;
  readonly format?: string;
  readonly output?: string;
};

export type PodSecurityRequest =
  | { readonly by: 'pod'; readonly request: PodRequest }
  | { readonly by: 'namespace'; readonly request: NamespaceRequest };

const reader = 'a judgement';

/** Turns flags into a request. Throws BAD_INPUT for what does not go together. */
export async function podSecurityRequest(
  path: string | undefined,
  flags: PodSecurityFlags,
): Promise<PodSecurityRequest> {
  const format = oneOfFlag('--format', flags.format, podSecurityFormats) ?? 'table';
  const { output } = flags;
  if (oneOfFlag('--by', flags.by, ['namespace']) !== undefined) {
    refusePodFlags(flags);
    const cluster = await sourceGiven(path, flags, reader);
    return { by: 'namespace', request: { cluster, format, output } };
  }
  const level = oneOfFlag('--level', flags.level, askedLevels);
  const failsOnViolation = flags.failOnViolation ?? false;
  if (failsOnViolation && level === undefined) {
    throw usage('--fail-on-violation needs --level', `Give one of ${askedLevels.join(', ')}.`);
  }
  const version = versionOf(flags.version);
  const source = await podSource(path, flags);
  return { by: 'pod', request: { source, level, version, failsOnViolation, format, output } };
}

function refusePodFlags({ level, version, failOnViolation }: PodSecurityFlags): void {
  if ((level ?? version ?? failOnViolation) === undefined) return;
  throw usage(
    '--by namespace judges by the labels of the namespaces',
    'Leave out --level, --version and --fail-on-violation.',
  );
}

function versionOf(text = 'latest'): string {
  if (parseVersion(text) !== undefined) return text;
  throw usage(`--version "${text}" is not known`, `Give latest, or one such as v1.${newestMinor}.`);
}

async function podSource(path: string | undefined, flags: SourceFlags): Promise<PodSource> {
  const named = await namedSource(path, flags, reader);
  return named.kind === 'manifests'
    ? { paths: named.flags.manifests ?? [], namespace: namespaceOf(named.flags) }
    : { cluster: await sourceOf(named.flags, reader) };
}
