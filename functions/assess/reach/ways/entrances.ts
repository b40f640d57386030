import type { Snapshot } from '../../../model/snapshot.ts';
import type { Reach } from '../reach.ts';
import { type Entrance, entranceOf, origins, type Way } from './entrance.ts';
import { gatewayWays } from './gateway-entrances.ts';
import { hostPortWays } from './host-port-entrances.ts';
import { ingressWays } from './ingress-entrances.ts';
import { entrancesByWorkload } from './proxy-origins.ts';
import { workloadText } from './service-backends.ts';
import { serviceWays } from './service-entrances.ts';

/**
 * Every way into the cluster, with the verdict of network policies for the pods behind it: node ports,
 * load balancers, external addresses and host ports, Ingresses and Gateways. In order of origin, kind
 * and object.
 */
export function entrancesOf(reach: Reach, snapshot: Snapshot): readonly Entrance[] {
  const asked = { reach, snapshot };
  const judged = (ways: readonly Way[]): readonly Entrance[] =>
    ways.map((way) => entranceOf(reach, way));
  // Proxies in the cluster are reached by Services and host ports, and lead on to what they serve.
  const direct = judged([
    ...snapshot.services.flatMap((service) => serviceWays(asked, service)),
    ...hostPortWays(asked),
  ]);
  const toProxies = entrancesByWorkload(direct);
  const routed = judged([
    ...snapshot.ingresses.flatMap((ingress) => ingressWays(asked, ingress, toProxies)),
    ...gatewayWays(asked, toProxies),
  ]);
  return [...direct, ...routed].sort(
    (one, other) =>
      origins.indexOf(one.from) - origins.indexOf(other.from) ||
      compared(
        `${one.kind} ${workloadText(one.object)}`,
        `${other.kind} ${workloadText(other.object)}`,
      ),
  );
}

function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
