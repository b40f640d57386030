import type { SecurityLevel } from '../../../model/pod-security.ts';
import type { Container, PodSpec } from '../../../model/pod-spec.ts';
import type { Pod } from '../../../model/snapshot.ts';
import type { Evidence } from '../../../model/verdict.ts';

/** What the standards look at in a pod: its annotations and its spec, and nothing around it. */
export type StandardsPod = Pick<Pod, 'annotations' | 'spec'>;

/** Where something can be set: in the pod itself, in a container or in a volume. */
export type Place = {
  /** Without generated names: every ephemeral container is `spec.ephemeralContainers[*]`. */
  readonly path: string;
  /** `pod`, `container app`, `volume data`. */
  readonly name: string;
};

export type PlacedContainer = Place & {
  readonly container: Container;
  readonly securityContext: Container['securityContext'];
};

type PlacedPod = Place & { readonly securityContext: PodSpec['securityContext'] };

/** A pod with its containers at their places. */
export type PlacedSpec = StandardsPod & {
  /** Init containers, which sidecars are, then normal ones, then ephemeral ones. */
  readonly containers: readonly PlacedContainer[];
  /** The pod and its containers, for what both of them can set. */
  readonly setters: readonly (PlacedPod | PlacedContainer)[];
};

/** Something that a check forbids: where it stands, its value, and the same for people. */
export type Fault = Evidence & { readonly detail: string };

/** The rule of a check from one minor version on, until the next one takes over. */
type CheckVersion = {
  /** The N of v1.N. */
  readonly since: number;
  /** Baseline checks that are left out where this one is made: it is stricter than they are. */
  readonly overrides?: readonly string[];
  readonly faultsIn: (pod: PlacedSpec) => readonly Fault[];
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
export function ruleAt(
  { versions }: Pick<Check, 'versions'>,
  minor: number,
): CheckVersion | undefined {
  return versions.findLast(({ since }) => since <= minor);
}
