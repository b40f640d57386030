import type { ObjectRef } from '../model/snapshot.ts';
import type { OwnerReference } from './projections/metadata.ts';
import type { ListedPod } from './projections/pods.ts';
import type { ListedWorkload } from './projections/workloads.ts';

/** Longer chains than Pod, Job, CronJob and a custom kind above them do not occur. */
const chainLengthMax = 8;

type Owned = {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly controller: OwnerReference | undefined;
};

/** Follows controllers upwards to the object that a person edits. */
export function ownerLookup(workloads: readonly ListedWorkload[]): (object: Owned) => ObjectRef {
  const byRef = new Map(workloads.map((workload) => [keyOf(workload), workload]));
  return (object) => {
    let current: Owned = object;
    for (let step = 0; step < chainLengthMax; step += 1) {
      const { controller, namespace } = current;
      if (controller === undefined || controller.kind === 'Node') break;
      const above = byRef.get(keyOf({ ...controller, namespace }));
      current = above ?? unseenOwner(current, controller);
    }
    return { kind: current.kind, namespace: current.namespace, name: current.name };
  };
}

export function topOwnerOf(pod: ListedPod, lookup: (object: Owned) => ObjectRef): ObjectRef {
  return lookup({ ...pod, kind: 'Pod' });
}

function keyOf({ kind, namespace, name }: Omit<Owned, 'labels' | 'controller'>): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * An owner that was not listed: a custom kind, or a kind whose list failed. A ReplicaSet that a
 * Deployment made ends in the pod's template hash, so the Deployment is known by name all the same,
 * and a rollout does not change who owns the pod.
 */
function unseenOwner(object: Owned, { kind, name }: OwnerReference): Owned {
  const { namespace } = object;
  const hash = object.labels['pod-template-hash'];
  const isMadeByDeployment =
    kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`);
  const owner = isMadeByDeployment
    ? { kind: 'Deployment', name: name.slice(0, -hash.length - 1) }
    : { kind, name };
  return { ...owner, namespace, labels: {}, controller: undefined };
}
