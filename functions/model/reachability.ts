import * as z from 'zod';
import { subjectSchema } from './verdict.ts';

const count = z.number().int().nonnegative();
const certainty = z.enum(['yes', 'no', 'undefined']);

/** How many for sure, and how many more of which the reading of policies leaves it undefined. */
const workloadsCounted = z.strictObject({ workloads: count, undefined: count });
const namespacesCounted = z.strictObject({ namespaces: count, undefined: count });
const podsCounted = z.strictObject({ pods: count, undefined: count });

/** What policies let a workload do, and what they let others do to it. */
const workloadReachabilitySchema = z.strictObject({
  workload: subjectSchema,
  pods: count,
  /** Pods that are denied in a direction what no rule allows. */
  isolated: z.strictObject({ ingress: podsCounted, egress: podsCounted }),
  reachedBy: workloadsCounted,
  /** The blast radius: others that it reaches on some port, directly, and over any number of steps. */
  reaches: workloadsCounted.extend({ transitively: count }),
  internet: z.strictObject({
    /** Whether it reaches some address of the internet. */
    reached: certainty,
    /** Whether something of the internet reaches it, by a Service, an Ingress or a route. */
    exposed: certainty,
  }),
});

const namespaceReachabilitySchema = z.strictObject({
  namespace: z.string(),
  workloads: count,
  /** Workloads all of whose pods are isolated: all of them where a default deny stands. */
  isolated: z.strictObject({ ingress: count, egress: count }),
  /** Other namespaces. */
  reachedBy: namespacesCounted,
  reaches: namespacesCounted,
  /** Workloads that the internet reaches. */
  exposed: workloadsCounted,
});

/** Who can talk to whom, in numbers; or why that is not known. */
export const reachabilitySchema = z.union([
  z.strictObject({
    /** The reading of policies that it rests on. */
    profile: z.string(),
    why: z.string(),
    /** What could not be seen, so that the numbers may be others. */
    doubts: z.array(z.string()),
    workloads: z.array(workloadReachabilitySchema),
    namespaces: z.array(namespaceReachabilitySchema),
  }),
  z.strictObject({ notKnown: z.string() }),
]);

export type Reachability = Readonly<z.infer<typeof reachabilitySchema>>;
export type WorkloadReachability = Readonly<z.infer<typeof workloadReachabilitySchema>>;
export type NamespaceReachability = Readonly<z.infer<typeof namespaceReachabilitySchema>>;
