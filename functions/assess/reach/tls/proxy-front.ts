import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Ingress, Service } from '../../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { endsTls } from './ends-tls.ts';

/** What of the requests to a proxy is still to be encrypted by the proxy itself. */
export type Front = {
  /** Whether requests surely reach it as clients sent them. */
  readonly passesPlain: boolean;
  /** What stands in front of it and may end TLS, or redirect. */
  readonly mayEndTls: readonly string[];
};

const known = new WeakMap<Snapshot, Map<string, Front>>();

/**
 * What stands in front of the pods of a proxy that `app.kubernetes.io/name` names. Services are
 * found by what they select, whether the pods are there or not. In front of ports of nodes there
 * may be load balancers that the cluster does not know.
 */
export function frontOf(snapshot: Snapshot, proxy: string): Front {
  const fronts = known.get(snapshot) ?? new Map<string, Front>();
  known.set(snapshot, fronts);
  const front = fronts.get(proxy) ?? findFront(snapshot, proxy);
  fronts.set(proxy, front);
  return front;
}

function findFront(snapshot: Snapshot, proxy: string): Front {
  const selecting = snapshot.services.filter(
    ({ selector }) => selector?.['app.kubernetes.io/name'] === proxy,
  );
  const balancers = selecting.filter(({ type }) => type === 'LoadBalancer').map(encryptedPorts);
  const mayEndTls = [
    ...gapsIn(snapshot, ['services', 'pods']).map(gapText),
    ...snapshot.ingresses.flatMap((ingress) =>
      selecting.some((service) => namesService(ingress, service))
        ? `whether Ingress ${ingress.namespace}/${ingress.name} in front of ${proxy} encrypts`
        : [],
    ),
    ...(balancers.includes('some') ? [`whether ${proxy} redirects what comes unencrypted`] : []),
    ...(opensNodePorts(selecting, snapshot.pods, proxy)
      ? [`what stands in front of the node ports of ${proxy}`]
      : []),
  ];
  // Manifests of an application leave the controller to others: its Ingress speaks for itself.
  const isAlone = snapshot.source === 'manifests' && balancers.length + mayEndTls.length === 0;
  return { passesPlain: isAlone || balancers.includes('none'), mayEndTls };
}

function encryptedPorts(service: Service): 'all' | 'some' | 'none' {
  const ports = service.ports.filter(({ protocol }) => protocol === 'TCP');
  const encrypted = ports.filter((port) => endsTls(service, port));
  if (encrypted.length === 0) return 'none';
  return encrypted.length === ports.length ? 'all' : 'some';
}

function opensNodePorts(
  selecting: readonly Service[],
  pods: readonly Pod[],
  proxy: string,
): boolean {
  return (
    selecting.some(({ type }) => type === 'NodePort') ||
    pods.some(
      ({ labels, spec }) =>
        labels['app.kubernetes.io/name'] === proxy &&
        (spec.hostNetwork ||
          spec.containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort))),
    )
  );
}

function namesService({ namespace, rules, defaultBackend }: Ingress, service: Service): boolean {
  if (namespace !== service.namespace) return false;
  const backends = rules.flatMap(({ paths }) => paths.map(({ backend }) => backend));
  return [defaultBackend, ...backends].some((backend) => backend?.service === service.name);
}
