import type { ObjectRef, Snapshot } from '../../../model/snapshot.ts';
import type { Reach } from '../reach.ts';
import { judgeAtPods } from './judge-source.ts';
import { type Judgement, pointOf } from './judgement.ts';
import type { PacketSource } from './packet-source.ts';
import { type Backend, workloadText } from './service-backends.ts';

export const origins = ['internet', 'vpc', 'nodes', 'cluster'] as const;
/**
 * Who can knock: anybody on the internet; hosts of the cluster's VPC and of networks that reach it;
 * the nodes; nobody but the cluster itself.
 */
export type Origin = (typeof origins)[number];

export type EntranceKind =
  | 'NodePort'
  | 'LoadBalancer'
  | 'ExternalIP'
  | 'HostPort'
  | 'Ingress'
  | 'Gateway';

/** A way into the cluster from one origin, and what becomes of it at the pods. */
export type Entrance = {
  readonly kind: EntranceKind;
  readonly object: ObjectRef;
  readonly from: Origin;
  /** Whether the way is there at all, policies aside; `undefined` where something is not read. */
  readonly certainty: 'yes' | 'undefined';
  readonly why: string;
  /** What it listens to: `TCP 443`, `HTTPS 443`. */
  readonly listens: readonly string[];
  /** Where packets come from when they reach the pods. */
  readonly sources: readonly EntranceSource[];
  readonly backends: readonly EntranceBackend[];
  /** Why something that the object names is no backend. */
  readonly missing: readonly string[];
};

type EntranceSource = { readonly kind: PacketSource['kind']; readonly text: string };

/** Pods of a workload behind an entrance, with the verdict of network policies. */
export type EntranceBackend = Judgement & {
  readonly workload: ObjectRef;
  readonly protocol: string;
  /** The port of the pods. */
  readonly port: number;
  /** The port of the entrance, where it leads to this backend alone. */
  readonly listener?: number;
  readonly source: PacketSource['kind'];
};

/** An entrance before policies were asked. */
export type Way = Omit<Entrance, 'sources' | 'backends'> & {
  readonly targets: readonly WayTarget[];
};

export type WayTarget = {
  readonly protocol: string;
  readonly backend: Backend;
  readonly listener?: number | undefined;
  readonly source: PacketSource;
  /** Why nothing gets there, whatever policies say. */
  readonly blocked?: string | undefined;
  /** Why it is not certain that the entrance leads there. */
  readonly doubt?: string | undefined;
};

/** A claim on where the clients of a way are. */
export type OriginClaim = Pick<Entrance, 'from' | 'certainty' | 'why'>;

export type Asked = { readonly reach: Reach; readonly snapshot: Snapshot };

/** `Ingress shop/web`, `NodePort of Service shop/web`. */
export function entranceText({ kind, object }: Pick<Entrance, 'kind' | 'object'>): string {
  const name = workloadText(object);
  return kind === object.kind ? name : `${kind} of ${name}`;
}

export function entranceOf(reach: Reach, { targets, ...way }: Way): Entrance {
  const sources = new Map(
    targets.map(({ source: { kind, text } }) => [kind + text, { kind, text }]),
  );
  const backends = targets.map((target) => judged(reach, target));
  return {
    ...way,
    sources: [...sources.values()],
    backends: [...new Map(backends.map((backend) => [backendKey(backend), backend])).values()],
  };
}

function judged(reach: Reach, target: WayTarget): EntranceBackend {
  const { protocol, listener, source, backend } = target;
  return {
    workload: backend.workload,
    protocol,
    port: backend.port,
    ...(listener !== undefined && { listener }),
    source: source.kind,
    ...doubted(judgeTarget(reach, target), target.doubt),
  };
}

function doubted(judgement: Judgement, doubt: string | undefined): Judgement {
  if (doubt === undefined || judgement.verdict === 'denied') return judgement;
  return { verdict: 'undefined', reason: doubt };
}

function judgeTarget(
  reach: Reach,
  { protocol, source, backend: { pods, port }, blocked }: WayTarget,
): Judgement {
  const point = pointOf(protocol, port);
  if (blocked !== undefined) return { verdict: 'denied', reason: blocked };
  if (point === undefined) {
    return { verdict: 'undefined', reason: `protocol ${protocol} is not known` };
  }
  if (pods.length === 0) {
    return { verdict: 'allowed', reason: 'no pod is behind it, and no policy acts on it' };
  }
  return judgeAtPods(reach, source, pods, point);
}

function backendKey({ workload, protocol, port, listener, source }: EntranceBackend): string {
  return [workloadText(workload), protocol, port, listener ?? '', source].join(' ');
}
