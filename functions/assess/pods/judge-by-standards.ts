import type { SecurityLevel } from '../../model/pod-security.ts';
import type { Pod } from '../../model/snapshot.ts';
import type { Evidence } from '../../model/verdict.ts';
import { newestMinor, violationsOf } from './standards/standards.ts';

/**
 * What some checks of the Pod Security Standards find in a pod. The newest version counts, whatever
 * the cluster runs: a check that came later names a harm that was there before it, a value that was
 * allowed later is no harm, and an upgrade of the cluster makes no findings.
 */
export function foundByChecks(
  pod: Pod,
  level: SecurityLevel,
  checks: readonly string[],
): readonly Evidence[] {
  return violationsOf(pod, level, newestMinor)
    .filter(({ check }) => checks.includes(check))
    .flatMap(({ evidence }) => evidence);
}
