import type { Container } from '../../model/pod-spec.ts';

/**
 * Capabilities that lead out of the container, and what each of them gives (capabilities(7)). Those
 * that Baseline refuses as well and that give less than the node are not among them.
 */
const dangerous: Readonly<Record<string, string>> = {
  ALL: 'everything that root may do',
  AUDIT_CONTROL: 'turns the audit log of the kernel off',
  BPF: 'loads programs into the kernel',
  CHECKPOINT_RESTORE: 'reads the memory maps of other processes',
  DAC_READ_SEARCH: 'opens files of the node by their handles',
  LINUX_IMMUTABLE: 'makes files that nobody can delete',
  MAC_ADMIN: 'changes the mandatory access control of the node',
  MAC_OVERRIDE: 'goes past the mandatory access control of the node',
  NET_ADMIN: 'changes routes and filters, and reaches much of the kernel',
  PERFMON: 'reads what the kernel and other processes do',
  SYS_ADMIN: 'mounts file systems and leaves the container',
  SYS_BOOT: 'restarts the node or loads another kernel',
  SYS_MODULE: 'loads modules into the kernel',
  SYS_PTRACE: 'reads and changes other processes',
  SYS_RAWIO: 'reads and writes memory and devices of the node',
  SYS_TIME: 'sets the clock of the node',
  SYSLOG: 'reads addresses and messages of the kernel',
};

type Capabilities = Container['securityContext']['capabilities'];

/**
 * `SYS_ADMIN` for `sys_admin` and `CAP_SYS_ADMIN`. Runtimes ignore case; CRI-O takes the prefix as
 * well, while containerd puts another one before it and then knows no such capability.
 */
export function capabilityName(written: string): string {
  return written.toUpperCase().replace(/^CAP_/, '');
}

/** What a capability gives beyond the container; undefined for one that gives less. */
export function dangerOf(written: string): string | undefined {
  return dangerous[capabilityName(written)];
}

/**
 * Why a container has NET_RAW; undefined where it has not. Runtimes give it unless it is dropped;
 * they take `ALL` first and the single names after it, what is added before what is dropped.
 */
export function rawSocketsOf(capabilities: Capabilities): string | undefined {
  const { add = [], drop = [] } = capabilities ?? {};
  // A prefix that one of the runtimes does not take drops nothing.
  const dropped = drop.map((name) => name.toUpperCase());
  if (dropped.includes('NET_RAW')) return undefined;
  const added = add.map(capabilityName);
  if (added.includes('NET_RAW')) return 'NET_RAW added';
  if (dropped.includes('ALL')) return undefined;
  return added.includes('ALL') ? 'ALL added' : 'NET_RAW not dropped';
}
