import type { SecurityLevel } from '../../../model/pod-security.ts';
import type { Pod } from '../../../model/snapshot.ts';
import type { Evidence } from '../../../model/verdict.ts';

/** What the standards look at in a pod: its annotations and its spec, and nothing around it. */
export type StandardsPod = Pick<Pod, 'annotations' | 'spec'>;

/** Something that a check forbids: where it stands, its value, and the same for people. */
export type Fault = Evidence & { readonly detail: string };

/** The rule of a check from one minor version on, until the next one takes over. */
type CheckVersion = {
  /** The N of v1.N. */
  readonly since: number;
  /** Baseline checks that are left out where this one is made: it is stricter than they are. */
  readonly overrides?: readonly string[];
  readonly faultsIn: (pod: StandardsPod) => readonly Fault[];
};

/** A check of the Pod Security Standards, under the id that Kubernetes gives it. */
export type Check = {
  readonly id: string;
  readonly level: Exclude<SecurityLevel, 'privileged'>;
  /** What is wrong with a pod that fails, in a few words. */
  readonly reason: string;
  /** In order; before the first of them the check does not exist. */
  readonly versions: readonly [CheckVersion, ...CheckVersion[]];
};

/** The rule that holds at a version; undefined where the check did not exist yet. */
export function ruleAt({ versions }: Check, minor: number): CheckVersion | undefined {
  return versions.findLast(({ since }) => since <= minor);
}
