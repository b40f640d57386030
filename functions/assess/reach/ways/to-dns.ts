import type { Snapshot } from '../../../model/snapshot.ts';
import { unionOfPorts } from '../algebra/port-set.ts';
import { hasDaemonSet } from '../enforcement/has-daemon-set.ts';
import type { PortPoint } from '../explain/step.ts';
import { factAt, type OpenFact } from './fact.ts';
import { judgeEnd } from './judge-end.ts';
import { type Judgement, leastOpen, mostOpen, pointText } from './judgement.ts';
import { type Backend, serviceTargets, workloadText } from './service-backends.ts';
import { judgeServiceEgress } from './service-egress.ts';
import { podsSelected, serviceIndex } from './service-index.ts';
import { endOf, type Leaving, toAddresses, toAnyAddress } from './ways-out.ts';

const dnsPort = 53;
/** The address that NodeLocal DNSCache takes on every node unless it is told another. */
const nodeCacheAddress = '169.254.20.10';

/** Whether policies let pods ask a resolver, by each of the protocols of DNS. */
export type DnsFacts = { readonly udp: OpenFact; readonly tcp: OpenFact };

/** Point 50: the way leads to the pods of kube-system/kube-dns, or to a resolver on the node. */
export function dnsFacts(leaving: Leaving, snapshot: Snapshot): DnsFacts {
  const factBy = (protocol: 'UDP' | 'TCP'): OpenFact => {
    const point = { protocol, port: dnsPort };
    return factAt(judgeDns(leaving, snapshot, point), point);
  };
  return { udp: factBy('UDP'), tcp: factBy('TCP') };
}

/** Whether policies let pods resolve names: by UDP, and by TCP where an answer is long. */
export function toDns(leaving: Leaving, snapshot: Snapshot): OpenFact {
  const { udp, tcp } = dnsFacts(leaving, snapshot);
  const open = unionOfPorts(udp.open, tcp.open);
  if (udp.answer === tcp.answer) return { ...udp, open };
  // Resolvers ask by UDP first: without it names are not resolved, without TCP only long answers.
  return { ...udp, open, reason: `${udp.reason}; by TCP: ${tcp.reason}` };
}

/** Whether a snapshot shows what resolves names in the cluster. */
export function showsResolver(snapshot: Snapshot): boolean {
  const points = (['UDP', 'TCP'] as const).map((protocol) => ({ protocol, port: dnsPort }));
  return (
    points.some((point) => dnsBackends(snapshot, point).length > 0) ||
    hasNodeCache(snapshot) ||
    snapshot.eksCluster?.isAutoMode === true
  );
}

function judgeDns(leaving: Leaving, snapshot: Snapshot, point: PortPoint): Judgement {
  const ways = [
    ...dnsBackends(snapshot, point).map((backend) =>
      toDnsPods(leaving, snapshot, { backend, point }),
    ),
    ...onNode(leaving, snapshot, point),
  ];
  if (ways.length > 0) return mostOpen(ways, { verdict: 'denied', reason: 'there is no resolver' });
  const why =
    'neither Service kube-system/kube-dns nor pods with k8s-app=kube-dns are in the snapshot';
  return toAnyAddress(leaving, point, why);
}

/** The pods of the Service, at their own ports; or the pods by their label. */
function dnsBackends(snapshot: Snapshot, { protocol }: PortPoint): readonly Backend[] {
  const service = dnsService(snapshot);
  const targets = service === undefined ? [] : serviceTargets(snapshot, service);
  const behind = targets
    .filter(({ port }) => port.port === dnsPort && port.protocol === protocol)
    .flatMap(({ backends }) => backends);
  if (behind.length > 0) return behind;
  const pods = podsSelected(snapshot, {
    namespace: 'kube-system',
    selector: { 'k8s-app': 'kube-dns' },
  });
  const [first] = pods;
  return first === undefined ? [] : [{ workload: first.owner, pods, port: dnsPort }];
}

function dnsService(snapshot: Snapshot) {
  return serviceIndex(snapshot).services.get('kube-system/kube-dns');
}

type ToPods = { readonly backend: Backend; readonly point: PortPoint };

/** Each class of the pods is asked once: it is enough that one of them answers. */
function toDnsPods(leaving: Leaving, snapshot: Snapshot, { backend, point }: ToPods): Judgement {
  const { reach, place } = leaving;
  const text = `${point.protocol} ${backend.port} of ${workloadText(backend.workload)}`;
  const atPod = { point: { ...point, port: backend.port }, text };
  const service = dnsService(snapshot);
  const seesService = service !== undefined && reach.profile.egressSeesServiceAddress;
  const places = new Set(backend.pods.flatMap((pod) => reach.classOf(pod) ?? []));
  const judgements = [...places].map((peer) =>
    leastOpen([
      seesService
        ? judgeServiceEgress(reach, snapshot, place, { service, point, backend })
        : judgeEnd(reach, endOf(leaving), { ...atPod, peer }),
      judgeEnd(reach, { place: peer, direction: 'ingress' }, { ...atPod, peer: place }),
    ]),
  );
  return mostOpen(judgements, { verdict: 'denied', reason: `nobody answers at ${text}` });
}

/** Resolvers on the node itself: NodeLocal DNSCache, and that of EKS Auto Mode. */
function onNode(leaving: Leaving, snapshot: Snapshot, point: PortPoint): readonly Judgement[] {
  return [
    ...(hasNodeCache(snapshot) ? [toNodeCache(leaving, point)] : []),
    ...(snapshot.eksCluster?.isAutoMode === true ? [inAutoMode(leaving, snapshot, point)] : []),
  ];
}

function hasNodeCache(snapshot: Snapshot): boolean {
  return hasDaemonSet(snapshot, { namespace: 'kube-system', name: 'node-local-dns' });
}

function toNodeCache(leaving: Leaving, point: PortPoint): Judgement {
  const byAddress = toAddresses(leaving, [nodeCacheAddress], point);
  const { egress } = leaving.reach.profile.ownNode;
  if (byAddress.verdict !== 'denied' || egress === 'no') return byAddress;
  const reason = `whether ${nodeCacheAddress} counts as the own node, which pods may reach, is not laid down`;
  return { verdict: 'undefined', reason };
}

/** EKS Auto Mode runs DNS on each node; queries go to the ClusterIP of kube-dns. */
function inAutoMode(leaving: Leaving, snapshot: Snapshot, point: PortPoint): Judgement {
  const clusterIPs = dnsService(snapshot)?.clusterIPs ?? [];
  const why = `EKS Auto Mode answers ${pointText(point)} on the node, and it is not laid down whether policies apply`;
  const judged =
    clusterIPs.length > 0
      ? toAddresses(leaving, clusterIPs, point)
      : toAnyAddress(leaving, point, why);
  return judged.verdict === 'allowed' ? judged : { verdict: 'undefined', reason: why };
}
