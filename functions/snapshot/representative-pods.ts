import type { ObjectRef, Pod } from '../model/snapshot.ts';
import type { ListedWorkload } from './projections/workloads.ts';

/**
 * The pod that each template would make, where no running pod shows it. A pod that has ended shows
 * what ran once; what the template says will run next.
 */
export function representativePods(
  workloads: readonly ListedWorkload[],
  livePods: readonly Pod[],
  ownerOf: (workload: ListedWorkload) => ObjectRef,
): Pod[] {
  const running = livePods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  const shown = new Set(running.map(({ owner }) => refKey(owner)));
  return workloads.flatMap((workload) => {
    const owner = ownerOf(workload);
    return workload.isFinished || shown.has(refKey(owner)) ? [] : [podOf(workload, owner)];
  });
}

/** It is named after its workload. */
function podOf({ namespace, name, template }: ListedWorkload, owner: ObjectRef): Pod {
  return {
    namespace,
    name,
    labels: template.labels,
    annotations: template.annotations,
    owner,
    isRepresentative: true,
    podIPs: [],
    spec: template.spec,
  };
}

function refKey({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}
