import type { Snapshot } from '../../../model/snapshot.ts';

/** Whether a DaemonSet is there in the namespace where it belongs: a name alone tells nothing. */
export function hasDaemonSet(
  { workloads }: Snapshot,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): boolean {
  return workloads.some(
    (workload) =>
      workload.kind === 'DaemonSet' && workload.namespace === namespace && workload.name === name,
  );
}
