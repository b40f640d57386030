import * as z from 'zod';
import { type PodSpec, podSpecSchema } from './pod-spec.ts';
import { podSchema, type Snapshot, snapshotSchema, workloadSchema } from './snapshot.ts';

/*
 * The stored form of a snapshot: pod specs stand once in a table, and pods and templates name them by
 * their place in it, because most pods of a cluster are replicas of one another.
 */

const place = z.number().int().nonnegative();
const { template } = workloadSchema.shape;

const storedShape = z.strictObject({
  ...snapshotSchema.shape,
  podSpecs: z.array(podSpecSchema),
  workloads: z.array(workloadSchema.extend({ template: template.extend({ spec: place }) })),
  pods: z.array(podSchema.extend({ spec: place })),
});

type StoredSnapshot = z.infer<typeof storedShape>;

/** Parses the stored form and gives the snapshot, in which equal specs are one object. */
export const storedSnapshotSchema = storedShape.transform(
  ({ podSpecs, pods, workloads, ...rest }, context): Snapshot => {
    const specAt = (index: number): PodSpec => {
      const spec = podSpecs[index];
      if (spec !== undefined) return spec;
      context.addIssue({ code: 'custom', path: ['podSpecs', index], message: 'is missing' });
      return z.NEVER;
    };
    return {
      ...rest,
      workloads: workloads.map((workload) => ({
        ...workload,
        template: { ...workload.template, spec: specAt(workload.template.spec) },
      })),
      pods: pods.map((pod) => ({ ...pod, spec: specAt(pod.spec) })),
    };
  },
);

/** The stored form of a snapshot. The same snapshot has the same form. */
export function storedSnapshot({ pods, workloads, ...rest }: Snapshot): StoredSnapshot {
  const places = new Map<PodSpec, number>();
  const placeOf = (spec: PodSpec): number => {
    const known = places.get(spec) ?? places.size;
    places.set(spec, known);
    return known;
  };
  const storedPods = pods.map((pod) => ({ ...pod, spec: placeOf(pod.spec) }));
  const storedWorkloads = workloads.map((workload) => ({
    ...workload,
    template: { ...workload.template, spec: placeOf(workload.template.spec) },
  }));
  return { ...rest, podSpecs: [...places.keys()], workloads: storedWorkloads, pods: storedPods };
}
