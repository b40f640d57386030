import { minorAsked } from '../../functions/assess/pods/standards/cluster-minor.ts';
import { namespaceSecurity } from '../../functions/assess/pods/standards/namespace-security.ts';
import { newestMinor } from '../../functions/assess/pods/standards/standards.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { clusterSnapshot, findPods, type PodSource } from '../pod-security/pod-source.ts';
import { type AskedLevel, type SecurityRow, securityRow } from '../pod-security/security-row.ts';
import {
  namespaceTelling,
  type PodSecurityFormat,
  podSecurityLines,
  rowTelling,
} from '../present/pod-security-formats.ts';
import { tellWarnings } from '../source-warnings.ts';
import type { ScanSource } from '../sources/scan-source.ts';
import type { Terminal } from '../terminal.ts';
import { writeResult } from '../write-result.ts';

type Look = { readonly format: PodSecurityFormat; readonly output: string | undefined };

export type PodRequest = Look & {
  readonly source: PodSource;
  /** Undefined where the strictest level passed is asked for. */
  readonly level: AskedLevel | undefined;
  /** `latest` or `v1.N`. */
  readonly version: string;
  readonly failsOnViolation: boolean;
};

/** Tells which level of the Pod Security Standards each pod and template passes. */
export async function podSecurityCommand(
  { source, level, version, failsOnViolation, format, output }: PodRequest,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { pods, clusterMinor, isPartial } = await findPods(source, terminal);
  const minor = Math.min(minorAsked(version, clusterMinor), newestMinor);
  const rows = pods.map((found) => securityRow(found, { level, minor }));
  await writeResult(await podSecurityLines(rows, rowTelling, format), output, terminal);
  terminal.note(`note: ${judgedText(rows, { level, minor })}`);
  return failsOnViolation ? statusOf(rows, isPartial, terminal) : exitStatus.done;
}

function judgedText(
  rows: readonly SecurityRow[],
  { level, minor }: { readonly level: AskedLevel | undefined; readonly minor: number },
): string {
  const judged = `pods and templates judged by v1.${minor}: ${rows.length}`;
  if (level === undefined) return judged;
  return `${judged}; allowed at ${level}: ${rows.filter(({ allowed }) => allowed).length}`;
}

/** What could not be seen could hide what was asked about, so it breaks the threshold. */
function statusOf(
  rows: readonly SecurityRow[],
  isPartial: boolean,
  terminal: Terminal,
): ExitStatus {
  const refused = rows.filter(({ allowed }) => !allowed).length;
  const broken = [
    ...(refused === 0 ? [] : [`${refused} of ${rows.length} are not allowed`]),
    ...(isPartial ? ['not everything could be read'] : []),
  ];
  for (const line of broken) terminal.note(`threshold broken: ${line} (--fail-on-violation)`);
  return broken.length === 0 ? exitStatus.done : exitStatus.thresholdBroken;
}

export type NamespaceRequest = Look & { readonly cluster: ScanSource };

/** Tells what each namespace enforces, and what it could enforce today. */
export async function namespaceSecurityCommand(
  { cluster, format, output }: NamespaceRequest,
  terminal: Terminal,
): Promise<ExitStatus> {
  const rows = namespaceSecurity(await clusterSnapshot(cluster, terminal));
  await writeResult(await podSecurityLines(rows, namespaceTelling, format), output, terminal);
  const unseen = rows.flatMap(({ namespace, missing }) =>
    missing.length === 0 ? [] : [`${namespace} was not seen in full: ${missing.join('; ')}`],
  );
  const faults = rows.flatMap(({ namespace, faults: given }) =>
    given.map((fault) => `${namespace}: ${fault}`),
  );
  tellWarnings([...faults, ...unseen].map(oneLine), terminal);
  return exitStatus.done;
}
