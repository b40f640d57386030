import type { StandardsPod } from '../../functions/assess/pods/standards/standards.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import type { FoundPod } from './security-row.ts';

/** The pods of a cluster and the templates that make pods in it. */
export function foundInSnapshot({ pods, workloads }: Snapshot): readonly FoundPod[] {
  return [
    ...pods
      .filter(({ isRepresentative }) => !isRepresentative)
      .map((pod) => found({ ...pod, kind: 'Pod' }, pod)),
    ...workloads.map((workload) => found(workload, workload.template)),
  ];
}

type Identity = Pick<FoundPod, 'kind' | 'namespace' | 'name'>;

function found({ kind, namespace, name }: Identity, pod: StandardsPod): FoundPod {
  const identity = { file: '', kind, namespace, name };
  return pod.spec.containers.length === 0
    ? { ...identity, unreadable: 'spec.containers: expected a container' }
    : { ...identity, pod };
}
