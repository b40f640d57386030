import type { Container } from '../../model/pod-spec.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import {
  type Evidence,
  judgeParts,
  type PartsFound,
  type Reach,
  type Verdict,
} from '../../model/verdict.ts';
import { withoutEksContainers } from './eks-add-ons.ts';
import { containersIn } from './standards/setters.ts';
import type { WorkloadItem } from './workload-items.ts';

type Pods = Pick<WorkloadItem, 'pods'>;

/** Judges a workload by its pods, without the containers that EKS runs in them. */
export function judgePods(
  item: Pods,
  reach: Reach,
  evidenceIn: (pod: Pod) => readonly Evidence[],
): readonly Verdict[] {
  return judgePodParts(item, reach, (pod) => ({ evidence: evidenceIn(pod), missing: [] }));
}

/** The same where something about a pod may not be known. */
export function judgePodParts(
  { pods }: Pods,
  reach: Reach,
  partsIn: (pod: Pod) => PartsFound,
): readonly Verdict[] {
  const judged = distinct(pods).flatMap((pod) => withoutEksContainers(pod) ?? []);
  if (judged.length === 0) {
    return [{ outcome: 'notApplicable', why: 'no container but those of Amazon EKS' }];
  }
  const evidence = new Map<string, Evidence>();
  const missing = new Set<string>();
  for (const pod of judged) {
    if (isEmpty(pod)) missing.add('spec.containers: the pod has none');
    const found = partsIn(pod);
    for (const item of found.evidence) evidence.set(`${item.path}=${item.value}`, item);
    for (const text of found.missing) missing.add(text);
  }
  return judgeParts({ evidence: [...evidence.values()], missing: [...missing] }, reach);
}

/** Something wrong in a container: a field in it, such as `securityContext.privileged`. */
export type Problem = { readonly field: string; readonly value: string };

/** Judges a workload by every container of its pods: init and ephemeral containers run too. */
export function judgeContainers(
  item: Pods,
  reach: Reach,
  problemsIn: (container: Container, pod: Pod) => readonly Problem[],
): readonly Verdict[] {
  return judgePods(item, reach, (pod) =>
    containersIn(pod.spec).flatMap(({ path, container }) =>
      problemsIn(container, pod).map(({ field, value }) => ({ path: `${path}.${field}`, value })),
    ),
  );
}

/** Leaves out pods for Windows, where the kernel has no such setting. */
export function judgedOnLinux<Item extends Pods>(
  judge: (item: Item, snapshot: Snapshot) => readonly Verdict[],
) {
  return (item: Item, snapshot: Snapshot): readonly Verdict[] => {
    const pods = item.pods.filter(({ spec }) => spec.os?.name !== 'windows');
    if (pods.length > 0) return judge({ ...item, pods }, snapshot);
    return [{ outcome: 'notApplicable', why: 'all pods are for Windows' }];
  };
}

/**
 * Replicas share one spec: what is wrong with one of them is wrong with all. Annotations are a pod's
 * own, and so is the claim that an ephemeral volume makes.
 */
function distinct(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<Pod['spec']>();
  return pods.filter(({ spec, annotations }) => {
    const isAlike = seen.has(spec) && Object.keys(annotations).length === 0;
    seen.add(spec);
    return !isAlike || spec.volumes.some(({ type }) => type === 'ephemeral');
  });
}

/** An API server refuses a pod without containers, so what was given is not all of it. */
function isEmpty({ spec }: Pod): boolean {
  return containersIn(spec).length === 0;
}
