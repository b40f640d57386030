import type { Control } from '../../model/control.ts';
import { workloadReadIds } from '../../model/reads.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import type { Subject } from '../../model/verdict.ts';

/** A workload with the pods that show what it runs. */
export type WorkloadItem = { readonly subject: Subject; readonly pods: readonly Pod[] };

/** A workload is judged by its own pods alone, so missing pods leave workloads unseen. */
export const workloadItemReads = {
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: [],
} as const satisfies Pick<Control, 'subjectReads' | 'judgementReads'>;

/** Many controls ask for the same workloads. */
const known = new WeakMap<Snapshot, readonly WorkloadItem[]>();

export function workloadItems(snapshot: Snapshot): readonly WorkloadItem[] {
  const items = known.get(snapshot) ?? itemsOf(snapshot);
  known.set(snapshot, items);
  return items;
}

function itemsOf({ pods }: Snapshot): readonly WorkloadItem[] {
  const byOwner = Map.groupBy(pods, ({ owner }) => JSON.stringify(owner));
  return [...byOwner.values()].flatMap((owned): readonly WorkloadItem[] => {
    const [first] = owned;
    if (first === undefined) return [];
    const pods = judgedPods(first.owner, owned);
    return pods.length === 0 ? [] : [{ subject: first.owner, pods }];
  });
}

/** Terminated pods run nothing any more; of a finished Job they are all there is to see. */
function judgedPods({ kind }: Subject, pods: readonly Pod[]): readonly Pod[] {
  const running = pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  const isJob = kind === 'Job' || kind === 'CronJob';
  return running.length === 0 && isJob ? pods : running;
}
