import type { Control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { trafficReadIds, workloadReadIds } from '../../../model/reads.ts';
import type { ObjectRef, Pod, Snapshot } from '../../../model/snapshot.ts';
import { clusterReach, reachReads } from '../cluster-reach.ts';
import { engineDoubts } from '../engine-doubts.ts';
import { policyDoubts } from '../policy-doubts.ts';
import { type Reach, reachOf } from '../reach.ts';
import { type EntranceKind, entranceText } from './entrance.ts';
import { type Exposure, exposureOf, type WorkloadExposure } from './exposure.ts';
import type { Judgement } from './judgement.ts';
import { entrancesByWorkload } from './proxy-origins.ts';
import { workloadText } from './service-backends.ts';

/** What leads traffic is weighed for each workload: what is not read may lead to it as well. */
export const exposureReads = {
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: reachReads.judgementReads,
  consultedReads: [...reachReads.consultedReads, ...trafficReadIds],
} as const satisfies Pick<Control, 'subjectReads' | 'judgementReads' | 'consultedReads'>;

/** A way into the cluster that gets to a workload at a port of its pods. */
export type WayIn = {
  /** `NodePort of Service shop/web`. */
  readonly entrance: string;
  readonly kind: EntranceKind;
  readonly object: ObjectRef;
  readonly protocol: string;
  readonly port: number;
  /** Whose packets come this way, and why policies let them in or may do so. */
  readonly why: string;
};

/** Ways into a cluster from one origin that get to a workload. */
export type WaysIn = {
  readonly sure: readonly WayIn[];
  readonly perhaps: readonly WayIn[];
  /** What could not be read, so that there may be other ways. */
  readonly missing: readonly string[];
};

type ClusterExposure = {
  readonly workloads: ReadonlyMap<string, WorkloadExposure>;
  readonly fromNodes: ReadonlyMap<string, readonly Claimed[]>;
  readonly gaps: readonly string[];
};

const known = new WeakMap<Snapshot, ClusterExposure>();

/** Whether pods without an owner are left out is told by a control of its own. */
function exposureReach(snapshot: Snapshot): Reach {
  const { reach } = clusterReach(snapshot);
  if (!reach.profile.leavesOut.unowned) return reach;
  const leavesOut = { ...reach.profile.leavesOut, unowned: false };
  return reachOf(snapshot, { ...reach.profile, leavesOut });
}

function clusterExposure(snapshot: Snapshot): ClusterExposure {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const exposure = exposureOf(exposureReach(snapshot), snapshot);
  const found = {
    workloads: new Map(exposure.workloads.map((each) => [workloadText(each.workload), each])),
    fromNodes: claimedFromNodes(exposure),
    gaps: gapsIn(snapshot, trafficReadIds).map(gapText),
  };
  known.set(snapshot, found);
  return found;
}

/** Who on the internet can get to a workload. */
export function waysFromInternet(
  workload: ObjectRef,
  pods: readonly Pod[],
  snapshot: Snapshot,
): WaysIn {
  const { workloads, gaps } = clusterExposure(snapshot);
  const from = workloads.get(workloadText(workload))?.from;
  if (from === undefined) return { sure: [], perhaps: [], missing: [] };
  const { internet: fact, vpc } = from;
  const ways = waysOf(fact.ways, pods, snapshot);
  const isUntold = fact.answer === 'undefined' && ways.perhaps.length + ways.sure.length === 0;
  const doubts = ways.sure.length > 0 ? policyDoubts(pods, 'ingress', snapshot) : [];
  // Nothing shows that these ports are open: the nodes have no external address, or none was read.
  const isHidden =
    snapshot.nodes.every(({ externalIPs }) => externalIPs.length === 0) &&
    pods.every(({ spec }) => !spec.hostNetwork);
  const internal = isHidden ? vpc.ways.filter(({ certainty }) => certainty === 'yes') : [];
  return {
    sure: ways.sure,
    perhaps: withoutOwnNodePorts(ways.perhaps, [...ways.sure, ...internal]),
    missing: [...gaps, ...doubts, ...(isUntold ? [fact.reason] : [])],
  };
}

/** Node ports that a load balancer has opened for itself are told with the load balancer. */
function withoutOwnNodePorts(
  ways: readonly WayIn[],
  sure: readonly Pick<WayIn, 'kind' | 'object'>[],
): readonly WayIn[] {
  const balanced = new Set(
    sure.flatMap(({ kind, object }) => (kind === 'LoadBalancer' ? workloadText(object) : [])),
  );
  return ways.filter(
    ({ kind, object }) => kind !== 'NodePort' || !balanced.has(workloadText(object)),
  );
}

/** Who gets to a workload from any node, by a port of the node. */
export function waysFromNodes(
  workload: ObjectRef,
  pods: readonly Pod[],
  snapshot: Snapshot,
): WaysIn {
  const { fromNodes, gaps } = clusterExposure(snapshot);
  return { ...waysOf(fromNodes.get(workloadText(workload)) ?? [], pods, snapshot), missing: gaps };
}

type Claimed = Judgement & {
  readonly kind: EntranceKind;
  readonly object: ObjectRef;
  readonly certainty: 'yes' | 'undefined';
  readonly why: string;
  readonly protocol: string;
  readonly port: number;
};

function claimedFromNodes({ entrances }: Exposure): ReadonlyMap<string, readonly Claimed[]> {
  const ofNodes = entrances.filter(({ from }) => from === 'nodes');
  return new Map(
    [...entrancesByWorkload(ofNodes)].map(([workload, ways]) => [
      workload,
      ways.map(({ entrance, backend }) => ({ ...entrance, ...backend })),
    ]),
  );
}

function waysOf(
  claimed: readonly Claimed[],
  pods: readonly Pod[],
  snapshot: Snapshot,
): Pick<WaysIn, 'sure' | 'perhaps'> {
  const open = claimed.filter(({ verdict }) => verdict !== 'denied');
  const isSure = ({ certainty, verdict }: Claimed): boolean =>
    certainty === 'yes' && verdict === 'allowed';
  // Another engine may keep out what this one lets in, and let in what this one keeps out.
  const doubts = claimed.length === 0 ? [] : engineDoubts(pods, 'ingress', snapshot);
  if (doubts.length > 0) {
    return { sure: [], perhaps: claimed.map((way) => ({ ...wayIn(way), why: doubts.join('; ') })) };
  }
  return {
    sure: open.filter(isSure).map(wayIn),
    perhaps: open.filter((way) => !isSure(way)).map(wayIn),
  };
}

function wayIn({ kind, object, protocol, port, why, verdict, reason }: Claimed): WayIn {
  const entrance = entranceText({ kind, object });
  const told = verdict === 'undefined' ? reason : why;
  return { entrance, kind, object, protocol, port, why: told };
}
