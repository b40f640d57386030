import type { Snapshot } from '../../functions/model/snapshot.ts';
import type { FoundPod } from './security-row.ts';

/** The pods of a cluster and the templates that make pods in it. */
export function foundInSnapshot({ pods, workloads }: Snapshot): readonly FoundPod[] {
  return [
    ...pods
      .filter(({ isRepresentative }) => !isRepresentative)
      .map((pod) => ({ file: '', kind: 'Pod', namespace: pod.namespace, name: pod.name, pod })),
    ...workloads.map(({ kind, namespace, name, template }) => ({
      file: '',
      kind,
      namespace,
      name,
      pod: template,
    })),
  ];
}
