import { gapsIn, gapText } from '../../../model/gaps.ts';
import { trafficReadIds } from '../../../model/reads.ts';
import type { ObjectRef, Pod, Snapshot } from '../../../model/snapshot.ts';
import { hasNoPorts, noPorts, portsOf, unionOfPorts } from '../algebra/port-set.ts';
import { hasEnded } from '../engine/units.ts';
import type { Reach } from '../reach.ts';
import { type Entrance, type EntranceKind, entranceText, type Origin } from './entrance.ts';
import { entrancesOf } from './entrances.ts';
import { type Exit, exitsOf } from './exits.ts';
import { anyFact, type Fact, factOf, type OpenFact } from './fact.ts';
import { policiesText, portsTo } from './half-answers.ts';
import { nodePlaces } from './judge-source.ts';
import { type Judgement, pointOf } from './judgement.ts';
import { nodeClaims } from './node-claims.ts';
import { type EntrancesTo, type EntranceTo, entrancesByWorkload } from './proxy-origins.ts';
import { workloadText } from './service-backends.ts';
import { toApiServer } from './to-api-server.ts';
import { toDns } from './to-dns.ts';
import {
  type Leaving,
  otherText,
  toInstanceMetadata,
  toInternet,
  withoutOther,
} from './ways-out.ts';

/** How a cluster is exposed. Ready for JSON. */
export type Exposure = {
  readonly profile: string;
  readonly entrances: readonly Entrance[];
  readonly exits: readonly Exit[];
  readonly workloads: readonly WorkloadExposure[];
};

/** Security groups, routes and network ACLs of the VPC are not read: they may narrow all of it. */
export type WorkloadExposure = {
  readonly workload: ObjectRef;
  readonly pods: number;
  readonly from: {
    readonly internet: FactOfWays;
    readonly vpc: FactOfWays;
    /** Nodes other than its own; what its own node may do is a matter of the profile (point 40). */
    readonly nodes: Fact;
  };
  readonly to: Readonly<Record<'internet' | 'instanceMetadata' | 'apiServer' | 'dns', Fact>>;
};

/** A fact that entrances make true. */
type FactOfWays = Fact & { readonly ways: readonly WayThrough[] };

type WayThrough = Judgement & {
  readonly kind: EntranceKind;
  readonly object: ObjectRef;
  readonly certainty: Entrance['certainty'];
  readonly why: string;
  readonly protocol: string;
  readonly port: number;
};

/** Who can get to each workload from outside, and what outside each of them can get to. */
export function exposureOf(reach: Reach, snapshot: Snapshot): Exposure {
  const entrances = entrancesOf(reach, snapshot);
  const asked: Asked = {
    reach,
    snapshot,
    entrances: entrancesByWorkload(entrances),
    gaps: gapsIn(snapshot, trafficReadIds).map(gapText),
    outOf: outOfClasses(reach, snapshot),
  };
  const groups = Map.groupBy(
    snapshot.pods.filter((pod) => !hasEnded(pod) && reach.classOf(pod) !== undefined),
    ({ owner }) => workloadText(owner),
  );
  return {
    profile: reach.profile.name,
    entrances,
    exits: exitsOf(snapshot),
    workloads: [...groups.keys()].sort().flatMap((name) => {
      const [first, ...others] = groups.get(name) ?? [];
      return first === undefined ? [] : [exposureOfPods(asked, [first, ...others])];
    }),
  };
}

type Pods = readonly [Pod, ...Pod[]];

type Asked = {
  readonly reach: Reach;
  readonly snapshot: Snapshot;
  readonly entrances: EntrancesTo;
  /** What could not be read of objects that lead traffic. */
  readonly gaps: readonly string[];
  readonly outOf: (pod: Pod) => Out;
};

function exposureOfPods(asked: Asked, pods: Pods): WorkloadExposure {
  const [{ owner }] = pods;
  const classes = new Map(pods.map((pod) => [asked.reach.classOf(pod), pod]));
  const [first = pods[0], ...others] = classes.values();
  const out = (key: keyof Out): Fact =>
    factOf(anyFact([asked.outOf(first)[key], ...others.map((pod) => asked.outOf(pod)[key])]));
  return {
    workload: owner,
    pods: pods.length,
    from: {
      internet: fromOutside(asked, pods, 'internet'),
      vpc: fromOutside(asked, pods, 'vpc'),
      nodes: factOf(
        anyFact([fromNodes(asked, first), ...others.map((pod) => fromNodes(asked, pod))]),
      ),
    },
    to: {
      internet: out('internet'),
      instanceMetadata: isOnFargate(asked.snapshot, pods)
        ? { answer: 'no', ports: '', reason: 'pods on Fargate have no instance metadata service' }
        : out('instanceMetadata'),
      apiServer: out('apiServer'),
      dns: out('dns'),
    },
  };
}

function fromOutside(
  asked: Asked,
  pods: Pods,
  from: Extract<Origin, 'internet' | 'vpc'>,
): FactOfWays {
  const [{ owner }] = pods;
  const leading = (asked.entrances.get(workloadText(owner)) ?? []).filter(
    ({ entrance }) => entrance.from === from,
  );
  const ways = leading.map(wayThrough);
  const fact = factOf(bestWay(leading) ?? noWay(asked, pods, { from, closed: leading }));
  return { ...fact, ways };
}

function wayThrough({ entrance, backend }: EntranceTo): WayThrough {
  const { kind, object, certainty, why } = entrance;
  const { verdict, reason, protocol, port } = backend;
  return { kind, object, certainty, why, verdict, reason, protocol, port };
}

/** Undefined where every way is closed, or there is none. */
function bestWay(leading: readonly EntranceTo[]): OpenFact | undefined {
  const open = leading.filter(({ backend }) => backend.verdict !== 'denied');
  const sure = open.filter(
    ({ entrance, backend }) => entrance.certainty === 'yes' && backend.verdict === 'allowed',
  );
  const [best = open[0]] = sure;
  if (best === undefined) return undefined;
  const { entrance, backend } = best;
  const why = backend.verdict === 'allowed' ? entrance.why : backend.reason;
  return {
    answer: sure.length > 0 ? 'yes' : 'undefined',
    open: sure
      .map(({ backend: { protocol, port } }) => portOf(protocol, port))
      .reduce(unionOfPorts, noPorts),
    reason: `${entranceText(entrance)}: ${why}`,
  };
}

function portOf(protocol: string, port: number) {
  const point = pointOf(protocol, port);
  return point === undefined ? noPorts : portsOf(point.protocol, point.port);
}

type NoWay = { readonly from: Origin; readonly closed: readonly EntranceTo[] };

function noWay({ snapshot, gaps }: Asked, pods: Pods, { from, closed }: NoWay): OpenFact {
  const [gap] = gaps;
  if (gap !== undefined) return { answer: 'undefined', open: noPorts, reason: gap };
  const isHost = pods.some(({ spec }) => spec.hostNetwork);
  const claim = nodeClaims(snapshot).find((each) => each.from === from);
  if (isHost && claim !== undefined) {
    const reason = `it is on the host network, and what it listens to is not read: ${claim.why}`;
    return { answer: 'undefined', open: noPorts, reason };
  }
  const [first] = closed;
  const reason =
    first === undefined
      ? 'no entrance leads to it'
      : `${entranceText(first.entrance)}: ${first.backend.reason}`;
  return { answer: 'no', open: noPorts, reason };
}

function fromNodes({ reach }: Asked, pod: Pod): OpenFact {
  const place = reach.classOf(pod);
  const nodes = nodePlaces(reach);
  if (place === undefined) return { answer: 'no', open: noPorts, reason: 'it is no peer' };
  const end = { place, direction: 'ingress' } as const;
  if (nodes.isEmpty) {
    const isOpen =
      policiesText(reach, end) === undefined && reach.profile.unselectedPods === 'open';
    const all = portsTo(reach, end, reach.engine.spaces.ingress.units).some;
    return isOpen
      ? { answer: 'yes', open: all, reason: 'no policy restricts ingress' }
      : { answer: 'undefined', open: noPorts, reason: 'the snapshot shows no nodes' };
  }
  const { some, open, areAlike } = portsTo(reach, end, nodes);
  if (!hasNoPorts(some)) {
    return { answer: 'yes', open: some, reason: areAlike ? 'every node' : 'some nodes' };
  }
  const denied = `policies let in no address of a node${otherText(open)}`;
  return hasNoPorts(withoutOther(open))
    ? { answer: 'no', open: noPorts, reason: denied }
    : { answer: 'undefined', open: noPorts, reason: 'policies leave open what nodes may send' };
}

/** EKS: instance metadata "isn't available to Pods that are deployed to Fargate nodes". */
function isOnFargate({ nodes }: Snapshot, pods: Pods): boolean {
  const fargate = new Set(
    nodes
      .filter(({ labels }) => labels['eks.amazonaws.com/compute-type'] === 'fargate')
      .map(({ name }) => name),
  );
  return pods.every(
    ({ labels, nodeName }) =>
      Object.hasOwn(labels, 'eks.amazonaws.com/fargate-profile') ||
      (nodeName !== undefined && fargate.has(nodeName)),
  );
}

type Out = Readonly<Record<keyof WorkloadExposure['to'], OpenFact>>;

/** Pods of one class get to the same places. */
function outOfClasses(reach: Reach, snapshot: Snapshot): (pod: Pod) => Out {
  const known = new Map<number, Out>();
  return (pod) => {
    const place = reach.classOf(pod) ?? -1;
    const before = known.get(place);
    if (before !== undefined) return before;
    const leaving: Leaving = { reach, place, pod };
    const out = {
      internet: toInternet(leaving),
      instanceMetadata: toInstanceMetadata(leaving, snapshot),
      apiServer: toApiServer(leaving, snapshot),
      dns: toDns(leaving, snapshot),
    };
    known.set(place, out);
    return out;
  };
}
