import type { SecurityLevel } from '../../../model/pod-security.ts';
import { type Check, type Fault, type PlacedSpec, ruleAt } from './check.ts';
import { allowPrivilegeEscalation } from './checks/allow-privilege-escalation.ts';
import { appArmorProfile } from './checks/app-armor-profile.ts';
import { capabilitiesBaseline } from './checks/capabilities-baseline.ts';
import { capabilitiesRestricted } from './checks/capabilities-restricted.ts';
import { hostNamespaces } from './checks/host-namespaces.ts';
import { hostPathVolumes } from './checks/host-path-volumes.ts';
import { hostPorts } from './checks/host-ports.ts';
import { hostProbesAndHostLifecycle } from './checks/host-probes-and-host-lifecycle.ts';
import { privileged } from './checks/privileged.ts';
import { procMount } from './checks/proc-mount.ts';
import { procMountRestricted } from './checks/proc-mount-restricted.ts';
import { restrictedVolumes } from './checks/restricted-volumes.ts';
import { runAsNonRoot } from './checks/run-as-non-root.ts';
import { runAsUser } from './checks/run-as-user.ts';
import { seLinuxOptions } from './checks/se-linux-options.ts';
import { seccompProfileBaseline } from './checks/seccomp-profile-baseline.ts';
import { seccompProfileRestricted } from './checks/seccomp-profile-restricted.ts';
import { sysctls } from './checks/sysctls.ts';
import { windowsHostProcess } from './checks/windows-host-process.ts';

/** The newest minor version whose checks are known. */
export const newestMinor = 37;

/** Every check, in the order of results: baseline before restricted, each in order of ids. */
export const securityChecks: readonly Check[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** A check as it is made at one version. */
export type MadeCheck = Pick<Check, 'id' | 'reason'> & {
  readonly faultsIn: (pod: PlacedSpec) => readonly Fault[];
};

/**
 * The checks of a level at a version. Restricted makes those of baseline too, but for the ones that a
 * stricter check of its own stands in for.
 */
export function checksOf(level: SecurityLevel, minor: number): readonly MadeCheck[] {
  const made = securityChecks
    .filter((check) => level === 'restricted' || check.level === level)
    .flatMap(({ id, reason, versions }) => {
      const rule = ruleAt({ versions }, minor);
      return rule === undefined ? [] : [{ id, reason, ...rule }];
    });
  const overridden = new Set(made.flatMap(({ overrides = [] }) => overrides));
  return made.filter(({ id }) => !overridden.has(id));
}
