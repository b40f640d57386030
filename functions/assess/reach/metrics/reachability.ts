import { gapsIn, gapText } from '../../../model/gaps.ts';
import type {
  NamespaceReachability,
  Reachability,
  WorkloadReachability,
} from '../../../model/reachability.ts';
import { trafficReadIds, workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { subjectText } from '../../../model/verdict.ts';
import { clusterReach, reachReads } from '../cluster-reach.ts';
import type { Direction } from '../policies/policy.ts';
import type { Certainty } from '../profiles/profile.ts';
import type { Reach } from '../reach.ts';
import { exposureOf } from '../ways/exposure.ts';
import { groupCounts } from './group-counts.ts';
import { isIsolated } from './isolated-pods.ts';
import { namespaceCounts } from './namespace-graph.ts';
import { type ClassedWorkload, workloadClasses } from './workload-classes.ts';
import { workloadGraph } from './workload-graph.ts';

/** The numbers of a cluster: who can talk to whom, under the reading of the engine that enforces. */
export function reachabilityOf(snapshot: Snapshot): Reachability {
  const [unread] = gapsIn(snapshot, ['pods', ...reachReads.judgementReads]);
  if (unread !== undefined) return { notKnown: gapText(unread) };
  const { reach, detected, doubts } = clusterReach(snapshot);
  const unseen = gapsIn(snapshot, [...workloadReadIds, ...trafficReadIds]).map(gapText);
  const workloads = workloadNumbers(reach, snapshot);
  return {
    profile: detected.profile.name,
    why: detected.why,
    doubts: [...new Set([...detected.doubts, ...doubts.texts, ...unseen])],
    workloads,
    namespaces: namespaceNumbers(reach, snapshot, workloads),
  };
}

function workloadNumbers(reach: Reach, snapshot: Snapshot): WorkloadReachability[] {
  const { workloads } = workloadClasses(reach);
  const graph = workloadGraph(reach);
  const counts = groupCounts(graph);
  const internet = internetOf(reach, snapshot);
  const rows = graph.groups.flatMap((members, group) =>
    members.flatMap((member): readonly WorkloadReachability[] => {
      const workload = workloads[member];
      const numbers = counts[group];
      if (workload === undefined || numbers === undefined) return [];
      return [
        {
          workload: { ...workload.owner },
          pods: workload.pods.length,
          isolated: {
            ingress: isolatedPods(reach, workload, 'ingress'),
            egress: isolatedPods(reach, workload, 'egress'),
          },
          ...numbers,
          internet: internet(workload),
        },
      ];
    }),
  );
  return rows.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** By namespace, then by kind and name. */
function keyOf({ workload }: WorkloadReachability): string {
  return `${workload.namespace ?? ''} ${subjectText(workload)}`;
}

function isolatedPods(reach: Reach, { pods }: ClassedWorkload, direction: Direction) {
  const counts = { yes: 0, no: 0, undefined: 0 };
  for (const pod of pods) {
    const place = reach.classOf(pod);
    if (place !== undefined) counts[isIsolated(reach, place, direction)] += 1;
  }
  return { pods: counts.yes, undefined: counts.undefined };
}

type Internet = WorkloadReachability['internet'];

function internetOf(reach: Reach, snapshot: Snapshot): (workload: ClassedWorkload) => Internet {
  const known = new Map(
    exposureOf(reach, snapshot).workloads.map(({ workload, from, to }) => [
      subjectText(workload),
      { reached: to.internet.answer, exposed: from.internet.answer },
    ]),
  );
  return ({ owner }) =>
    known.get(subjectText(owner)) ?? { reached: 'undefined', exposed: 'undefined' };
}

const nobody = { namespaces: 0, undefined: 0 } as const;

function namespaceNumbers(
  reach: Reach,
  { namespaces }: Snapshot,
  workloads: readonly WorkloadReachability[],
): NamespaceReachability[] {
  const counts = namespaceCounts(reach);
  const inside = Map.groupBy(workloads, ({ workload }) => workload.namespace);
  return namespaces
    .map(({ name }) => name)
    .sort()
    .map((namespace) => {
      const own = inside.get(namespace) ?? [];
      const { reachedBy = nobody, reaches = nobody } = counts.get(namespace) ?? {};
      return {
        namespace,
        workloads: own.length,
        isolated: {
          ingress: own.filter((each) => isWhole(each, 'ingress')).length,
          egress: own.filter((each) => isWhole(each, 'egress')).length,
        },
        reachedBy,
        reaches,
        exposed: {
          workloads: exposedAmong(own, 'yes'),
          undefined: exposedAmong(own, 'undefined'),
        },
      };
    });
}

function isWhole({ pods, isolated }: WorkloadReachability, direction: Direction): boolean {
  return isolated[direction].pods === pods;
}

function exposedAmong(workloads: readonly WorkloadReachability[], answer: Certainty): number {
  return workloads.filter(({ internet }) => internet.exposed === answer).length;
}
