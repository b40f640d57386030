import {
  type StandardsPod,
  strictestLevelOf,
  type Violation,
  violationsOf,
} from '../../functions/assess/pods/standards/standards.ts';
import { type SecurityLevel, securityLevels } from '../../functions/model/pod-security.ts';

/** A pod or a template, as it was found. */
export type FoundPod = {
  /** As it was reached from the path that was given; empty for what a cluster holds. */
  readonly file: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
} & ({ readonly pod: StandardsPod } | { readonly unreadable: string });

/** The levels that can be asked for: every pod is allowed at the other one. */
export const askedLevels = ['baseline', 'restricted'] as const;
export type AskedLevel = (typeof askedLevels)[number];

export type SecurityRow = Pick<FoundPod, 'file' | 'kind' | 'namespace' | 'name'> & {
  /** The level that was asked for, or else the strictest one passed; undefined where unreadable. */
  readonly level: SecurityLevel | undefined;
  readonly allowed: boolean;
  /** What keeps the pod from the level, or else from the next stricter one than it passes. */
  readonly violations: readonly Violation[];
};

type Question = {
  /** Undefined where the strictest level passed is asked for. */
  readonly level: AskedLevel | undefined;
  /** The N of v1.N. */
  readonly minor: number;
};

export function securityRow(found: FoundPod, { level, minor }: Question): SecurityRow {
  const { file, kind, namespace, name } = found;
  const place = { file, kind, namespace, name };
  if ('unreadable' in found) {
    return { ...place, level, allowed: false, violations: [unreadable(found.unreadable)] };
  }
  const { pod } = found;
  if (level !== undefined) {
    const violations = violationsOf(pod, level, minor);
    return { ...place, level, allowed: violations.length === 0, violations };
  }
  const passed = strictestLevelOf(pod, minor);
  return { ...place, level: passed, allowed: true, violations: beyond(passed, pod, minor) };
}

function beyond(passed: SecurityLevel, pod: StandardsPod, minor: number): readonly Violation[] {
  const next = securityLevels[securityLevels.indexOf(passed) + 1];
  return next === undefined ? [] : violationsOf(pod, next, minor);
}

/** What could not be read is never allowed. */
function unreadable(why: string): Violation {
  return { check: 'unreadable', reason: 'unreadable', details: [why], evidence: [] };
}
