import type { Service } from '../../../model/network-objects.ts';
import type { ObjectRef, Pod, Snapshot } from '../../../model/snapshot.ts';
import { isSelf, type PeerRef, placeOf } from '../engine/peer-place.ts';
import { type Explanation, explainConnection } from '../explain/explain.ts';
import { explanationText } from '../explain/explanation-text.ts';
import type { PortPoint, Verdict } from '../explain/step.ts';
import type { PolicyFamily } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';
import { type Judgement, leastOpen, mostOpen, pointOf, verdictIn } from './judgement.ts';
import {
  type Backend,
  isHeadless,
  type ServiceTarget,
  serviceTargets,
} from './service-backends.ts';
import { judgeServiceEgress } from './service-egress.ts';
import { nameOf } from './service-index.ts';

/** What a peer reaches through a Service. */
export type ServiceConnection = {
  /** `shop/api`. */
  readonly service: string;
  /** A Service of type ExternalName is this DNS name and has no ports. */
  readonly externalName?: string;
  readonly ports: readonly ServicePortConnection[];
};

/** Allowed where at least one backend is: which one a connection gets is chance. */
type ServicePortConnection = Judgement & {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
  readonly backends: readonly ServiceBackendConnection[];
};

type ServiceBackendConnection = Judgement & {
  readonly workload: ObjectRef;
  /** The port of the pods: what policies of the pods see (point 28). */
  readonly port: number;
};

type Asked = {
  readonly reach: Reach;
  readonly snapshot: Snapshot;
  readonly source: PeerRef;
  readonly service: Service;
};

/** What a peer reaches through a Service, port by port. Throws for a pod or node that is no peer. */
export function serviceConnection(
  reach: Reach,
  snapshot: Snapshot,
  source: PeerRef,
  service: Service,
): ServiceConnection {
  const asked: Asked = { reach, snapshot, source, service };
  placeOf(reach.engine, source, 'ingress');
  return {
    service: nameOf(service),
    ...(service.type === 'ExternalName' &&
      service.externalName !== undefined && { externalName: service.externalName }),
    ports: serviceTargets(snapshot, service).map((target) => portConnection(asked, target)),
  };
}

function portConnection(asked: Asked, target: ServiceTarget): ServicePortConnection {
  const { port, missing } = target;
  const point = pointOf(port.protocol, port.port);
  const backends = near(asked, target.backends).map((backend) => ({
    workload: backend.workload,
    port: backend.port,
    ...(point === undefined
      ? { verdict: 'undefined' as const, reason: `protocol ${port.protocol} is not known` }
      : judgeBackend(asked, backend, point)),
  }));
  const { verdict, reason } = mostOpen(backends, {
    verdict: 'denied',
    reason: ['nothing is behind this port', ...missing].join(': '),
  });
  return {
    ...(port.name !== undefined && { name: port.name }),
    port: port.port,
    protocol: port.protocol,
    verdict,
    reason,
    backends,
  };
}

/** `internalTrafficPolicy: Local` leads to pods on the node of the client, and to no others. */
function near({ snapshot, source, service }: Asked, backends: readonly Backend[]) {
  const node = service.internalTrafficPolicy === 'Local' ? nodeOf(snapshot, source) : undefined;
  if (node === undefined) return backends;
  return backends.flatMap((backend) => {
    const pods = backend.pods.filter(({ nodeName }) => nodeName === undefined || nodeName === node);
    return pods.length === 0 && backend.pods.length > 0 ? [] : [{ ...backend, pods }];
  });
}

function nodeOf({ pods }: Snapshot, source: PeerRef): string | undefined {
  if (source.kind === 'node') return source.name;
  if (source.kind !== 'pod') return undefined;
  return pods.find(({ namespace, name }) => namespace === source.namespace && name === source.name)
    ?.nodeName;
}

/** `servicePoint` is the port of the Service; policies of the pods see the port of the pods. */
function judgeBackend(asked: Asked, backend: Backend, servicePoint: PortPoint): Judgement {
  const { reach, snapshot, source, service } = asked;
  const point = { ...servicePoint, port: backend.port };
  if (backend.pods.length === 0) {
    return judgePeer(asked, { kind: 'address', address: backend.workload.name }, point);
  }
  const seesService =
    reach.profile.egressSeesServiceAddress && source.kind === 'pod' && !isHeadless(service);
  if (!seesService) return atPods(backend, (pod) => judgePeer(asked, refOf(pod), point));
  const place = placeOf(reach.engine, source, 'ingress');
  const to = { service, point: servicePoint, backend };
  const egress = judgeServiceEgress(reach, snapshot, place, to);
  return leastOpen([egress, atPods(backend, (pod) => judgeIngress(asked, pod, point))]);
}

function atPods({ pods }: Backend, judge: (pod: Pod) => Judgement): Judgement {
  return mostOpen(pods.map(judge), { verdict: 'denied', reason: 'no pod is there' });
}

function judgePeer(asked: Asked, peer: PeerRef, point: PortPoint): Judgement {
  const { reach, source } = asked;
  if (isSelf(source, peer)) return judgeHairpin(asked, peer, point);
  const verdict = verdictIn(reach.between(source, peer), point);
  return { verdict, reason: reasonOf(asked, peer, point, verdict) };
}

function reasonOf(
  { reach, source }: Asked,
  peer: PeerRef,
  point: PortPoint,
  verdict: Verdict,
): string {
  if (verdict === 'allowed') return 'policies allow it';
  return whyNot(explainConnection(reach, source, peer, point)[0]);
}

function whyNot(told: Explanation | undefined): string {
  const steps = told === undefined ? [] : explanationText(told).slice(1);
  return steps.map((step) => step.trim()).join('; ') || 'policies leave it open';
}

/** The ingress side alone: egress was judged before the address was translated. */
function judgeIngress(asked: Asked, pod: Pod, point: PortPoint): Judgement {
  const { reach, source } = asked;
  const peer = refOf(pod);
  if (isSelf(source, peer)) return judgeHairpin(asked, peer, point);
  const from = placeOf(reach.engine, source, 'ingress');
  const to = placeOf(reach.engine, peer, 'egress');
  const { allowed, undefined: open } = reach.engine.sides.ingress.answer(to, from);
  const { algebra } = reach.engine;
  const verdict = verdictIn(
    { allowed: algebra.setOf(allowed), undefined: algebra.setOf(open) },
    point,
  );
  if (verdict === 'allowed') return { verdict, reason: 'policies allow it' };
  const [told] = explainConnection(reach, source, peer, point);
  const ends = (told?.ends ?? []).filter(({ direction }) => direction === 'ingress');
  return { verdict, reason: whyNot(told && { ...told, ends }) };
}

/** Families of which it is laid down that they apply to a pod that comes back through a Service. */
const hairpinFamilies: readonly PolicyFamily[] = [
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'AwsClusterNetworkPolicy',
];

/** Point 38: by its own Service a pod comes back as somebody; a NetworkPolicy says nothing of it. */
function judgeHairpin({ reach }: Asked, self: PeerRef, point: PortPoint): Judgement {
  const place = placeOf(reach.engine, self, 'egress');
  const verdict = verdictIn(reach.connection(place, place), point);
  if (verdict === 'allowed') return { verdict, reason: 'policies allow it' };
  const acting = reach.engine.selections[place] ?? [];
  const isLaidDown = acting.every(({ policy }) => hairpinFamilies.includes(policy.ref.family));
  const through = 'a pod that comes back through a Service';
  return isLaidDown
    ? { verdict, reason: `policies of the cluster apply to ${through}` }
    : { verdict: 'undefined', reason: `NetworkPolicy leaves open what becomes of ${through}` };
}

function refOf({ namespace, name }: Pod): PeerRef {
  return { kind: 'pod', namespace, name };
}
