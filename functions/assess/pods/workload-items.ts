import type { Control } from '../../model/control.ts';
import type { Container } from '../../model/pod-spec.ts';
import { workloadReadIds } from '../../model/reads.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import {
  type Evidence,
  judgeBy,
  type Reach,
  type Subject,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { isOfEks } from './eks-add-ons.ts';

/** A workload with the pods that show what it runs. */
export type WorkloadItem = { readonly subject: Subject; readonly pods: readonly Pod[] };

/** A workload is judged by its own pods alone, so missing pods leave workloads unseen. */
export const workloadItemReads = {
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: [],
} as const satisfies Pick<Control, 'subjectReads' | 'judgementReads'>;

export function workloadItems({ pods }: Snapshot): readonly WorkloadItem[] {
  const byOwner = Map.groupBy(pods, ({ owner }) => JSON.stringify(owner));
  return [...byOwner.values()].flatMap((owned): readonly WorkloadItem[] => {
    const [first] = owned;
    const judged = judgedPods(owned);
    return first === undefined || judged.length === 0
      ? []
      : [{ subject: first.owner, pods: judged }];
  });
}

/** A field of a container's security context, and what was wrong with it. */
type Problem = { readonly field: string; readonly value: string };

/** Judges a workload by every container of its pods: init and ephemeral containers run too. */
export function judgeContainers(
  { pods }: WorkloadItem,
  reach: Reach,
  problemOf: (container: Container, pod: Pod) => Problem | undefined,
): Verdict {
  const evidence = new Map<string, Evidence>();
  let judged = 0;
  for (const pod of pods) {
    for (const { path, container } of containersOf(pod)) {
      if (isOfEks(pod, container.name)) continue;
      judged += 1;
      const found = problemOf(container, pod);
      if (found === undefined) continue;
      const item = { path: `${path}.securityContext.${found.field}`, value: found.value };
      evidence.set(`${item.path}=${item.value}`, item);
    }
  }
  if (judged === 0 && pods.every((pod) => containersOf(pod).length === 0)) {
    return unknown('spec.containers: the workload has none');
  }
  if (judged === 0)
    return { outcome: 'notApplicable', why: 'no container but those of Amazon EKS' };
  return judgeBy([...evidence.values()], reach);
}

/** Leaves out pods for Windows, where the kernel has no such setting. */
export function judgedOnLinux(judge: (item: WorkloadItem) => Verdict) {
  return (item: WorkloadItem): Verdict => {
    const pods = item.pods.filter(({ spec }) => spec.os?.name !== 'windows');
    if (pods.length > 0) return judge({ ...item, pods });
    return { outcome: 'notApplicable', why: 'all pods are for Windows' };
  };
}

/** Terminated pods run nothing any more; of a finished Job they are all there is to see. */
function judgedPods(pods: readonly Pod[]): readonly Pod[] {
  const running = pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  const isJob = pods.some(({ owner }) => owner.kind === 'Job' || owner.kind === 'CronJob');
  return running.length === 0 && isJob ? pods : running;
}

/** Ephemeral containers have generated names, which no path may hold. */
function containersOf({
  spec,
}: Pod): readonly { readonly path: string; readonly container: Container }[] {
  const named = (list: string, containers: readonly Container[]) =>
    containers.map((container) => ({ path: `spec.${list}[name=${container.name}]`, container }));
  return [
    ...named('initContainers', spec.initContainers),
    ...named('containers', spec.containers),
    ...spec.ephemeralContainers.map((container) => ({
      path: 'spec.ephemeralContainers[*]',
      container,
    })),
  ];
}
