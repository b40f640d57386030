import type { ObjectRef, Pod } from '../../../model/snapshot.ts';
import type { Reach } from '../reach.ts';

/** A workload, its pods that are peers, and the places of their classes in a map. */
export type ClassedWorkload = {
  readonly owner: ObjectRef;
  readonly pods: readonly Pod[];
  readonly classes: readonly number[];
};

/** The workloads of a map. */
export type WorkloadClasses = {
  readonly workloads: readonly ClassedWorkload[];
  /** For each class the places of the workloads with a pod in it. */
  readonly byClass: readonly (readonly number[])[];
  /** Of a workload none of whose pods is a peer: none. */
  readonly classesOf: (owner: ObjectRef) => readonly number[];
};

const known = new WeakMap<Reach, WorkloadClasses>();

export function workloadClasses(reach: Reach): WorkloadClasses {
  const found = known.get(reach) ?? findWorkloads(reach);
  known.set(reach, found);
  return found;
}

type Found = { readonly owner: ObjectRef; readonly pods: Pod[]; readonly classes: Set<number> };

function findWorkloads({ sources }: Reach): WorkloadClasses {
  const places = new Map<string, number>();
  const found: Found[] = [];
  const byClass = sources.map((peer, place) => {
    if (peer.kind !== 'pods') return [];
    const members = new Set<number>();
    for (const pod of peer.pods) {
      const key = keyOf(pod.owner);
      const member = places.get(key) ?? found.length;
      const workload = found[member] ?? { owner: pod.owner, pods: [], classes: new Set() };
      places.set(key, member);
      found[member] = workload;
      workload.pods.push(pod);
      workload.classes.add(place);
      members.add(member);
    }
    return [...members];
  });
  const workloads = found.map(({ classes, ...rest }) => ({ ...rest, classes: [...classes] }));
  return {
    workloads,
    byClass,
    classesOf: (owner) => workloads[places.get(keyOf(owner)) ?? -1]?.classes ?? [],
  };
}

function keyOf({ kind, namespace = '', name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}
