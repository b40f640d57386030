import type { Service, ServicePort, WrittenEndpoints } from '../../../model/network-objects.ts';
import type { ObjectRef, Pod, Snapshot } from '../../../model/snapshot.ts';
import { nameOf, podsSelected, serviceIndex } from './service-index.ts';

/** Pods of one workload behind a port of a Service, or an address that is none of a pod. */
export type Backend = {
  /** The workload that owns the pods; of kind `Address` where there are no pods. */
  readonly workload: ObjectRef;
  readonly pods: readonly Pod[];
  /** The port of the pods, after the Service's address was translated. */
  readonly port: number;
};

/** What a port of a Service leads to. */
export type ServiceTarget = {
  readonly port: ServicePort;
  readonly backends: readonly Backend[];
  /** Why something that the Service names is no backend. */
  readonly missing: readonly string[];
};

/**
 * The pods behind a Service, ready or not, on the host network or not: "The set of Pods targeted by
 * a Service is usually determined by a selector" (Service of kubernetes.io). Without a selector
 * somebody writes the endpoints.
 */
export function podsBehind(snapshot: Snapshot, service: Service): readonly Pod[] {
  const { podByAddress } = serviceIndex(snapshot);
  const written = writtenFor(snapshot, service).flatMap(({ addresses }) =>
    addresses.flatMap((address) => podByAddress.get(address) ?? []),
  );
  return [...new Set([...podsSelected(snapshot, service), ...written])];
}

/** A Service of type ExternalName is a DNS name: it has no backends. */
export function serviceTargets(snapshot: Snapshot, service: Service): readonly ServiceTarget[] {
  if (service.type === 'ExternalName') return [];
  const pods = podsSelected(snapshot, service);
  const written = writtenFor(snapshot, service);
  return service.ports.map((port) => {
    const ofPods = pods.map((pod) => ({ pod, number: targetPort(pod, port) }));
    const ofWritten = written.flatMap((endpoints) => writtenTargets(snapshot, endpoints, port));
    const placed = ofPods.flatMap(({ pod, number }): readonly Backend[] =>
      number === undefined ? [] : [{ workload: pod.owner, pods: [pod], port: number }],
    );
    const unnamed = ofPods.flatMap(({ pod, number }) => (number === undefined ? [pod] : []));
    return {
      port,
      backends: grouped([...placed, ...ofWritten]),
      missing: unnamedTexts(unnamed, port),
    };
  });
}

/** Whether clients get the addresses of the pods instead of one of the Service. */
export function isHeadless({ clusterIPs }: Service): boolean {
  return clusterIPs.includes('None');
}

/**
 * A name is looked up in every pod, and may mean other numbers on other pods: the first container
 * port of that name and protocol, of containers and then of sidecars.
 */
function targetPort(
  { spec }: Pod,
  { targetPort: wanted, protocol }: ServicePort,
): number | undefined {
  if (typeof wanted === 'number') return wanted;
  const sidecars = spec.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars]
    .flatMap(({ ports }) => ports)
    .find((port) => port.name === wanted && port.protocol === protocol)?.containerPort;
}

export function workloadText({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function writtenFor(snapshot: Snapshot, service: Service): readonly WrittenEndpoints[] {
  return serviceIndex(snapshot).written.get(nameOf(service)) ?? [];
}

/** "The name of this port must match" the Service's; a slice without a number means every port. */
function writtenTargets(
  snapshot: Snapshot,
  { addresses, ports }: WrittenEndpoints,
  { name, protocol, targetPort: wanted, port: listened }: ServicePort,
): readonly Backend[] {
  const { podByAddress } = serviceIndex(snapshot);
  const written = ports.find((port) => port.name === name && port.protocol === protocol);
  if (written === undefined) return [];
  const number = written.port ?? (typeof wanted === 'number' ? wanted : listened);
  return addresses.map((address) => {
    const pod = podByAddress.get(address);
    if (pod !== undefined) return { workload: pod.owner, pods: [pod], port: number };
    return { workload: { kind: 'Address', name: address }, pods: [], port: number };
  });
}

function grouped(placed: readonly Backend[]): readonly Backend[] {
  const groups = Map.groupBy(placed, ({ workload, port }) => `${port} ${workloadText(workload)}`);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, pods: [...new Set([first, ...others].flatMap(({ pods }) => pods))] }],
  );
}

function unnamedTexts(pods: readonly Pod[], port: ServicePort): readonly string[] {
  const names = new Set(pods.map(({ owner }) => workloadText(owner)));
  return [...names].map((name) => `${name} has no ${port.protocol} port "${port.targetPort}"`);
}
