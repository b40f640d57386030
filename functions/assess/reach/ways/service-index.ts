import type { Service, WrittenEndpoints } from '../../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { hasEnded } from '../engine/units.ts';

/** A snapshot's pods and endpoints by what Services find them by. */
type ServiceIndex = {
  /** Pods that have not ended, by namespace, key and value of a label. */
  readonly byLabel: ReadonlyMap<string, readonly Pod[]>;
  readonly podByAddress: ReadonlyMap<string, Pod>;
  readonly written: ReadonlyMap<string, readonly WrittenEndpoints[]>;
  readonly services: ReadonlyMap<string, Service>;
};

const known = new WeakMap<Snapshot, ServiceIndex>();

export function serviceIndex(snapshot: Snapshot): ServiceIndex {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const index = indexed(snapshot);
  known.set(snapshot, index);
  return index;
}

/** `shop/api`: how a namespaced object is named. */
export function nameOf(object: { readonly namespace: string; readonly name: string }): string {
  return `${object.namespace}/${object.name}`;
}

function indexed({ pods, services, writtenEndpoints }: Snapshot): ServiceIndex {
  const live = pods.filter((pod) => !hasEnded(pod));
  const byLabel = new Map<string, Pod[]>();
  for (const pod of live) {
    for (const [key, value] of Object.entries(pod.labels)) {
      const place = labelKey(pod.namespace, key, value);
      const found = byLabel.get(place);
      if (found === undefined) byLabel.set(place, [pod]);
      else found.push(pod);
    }
  }
  // Pods on the host network share the address of their node.
  const addressed = live.filter(({ spec }) => !spec.hostNetwork);
  return {
    byLabel,
    podByAddress: new Map(addressed.flatMap((pod) => pod.podIPs.map((ip) => [ip, pod]))),
    written: Map.groupBy(
      writtenEndpoints.filter(({ service }) => service !== undefined),
      ({ namespace, service = '' }) => nameOf({ namespace, name: service }),
    ),
    services: new Map(services.map((service) => [nameOf(service), service])),
  };
}

/**
 * The pods of a namespace that have all labels of a Service's selector, and none for no selector.
 * Starts from the rarest label, so that a label that every pod has costs nothing.
 */
export function podsSelected(
  snapshot: Snapshot,
  { namespace, selector }: Pick<Service, 'namespace' | 'selector'>,
): readonly Pod[] {
  const entries = Object.entries(selector ?? {});
  const { byLabel } = serviceIndex(snapshot);
  const lists = entries.map(([key, value]) => byLabel.get(labelKey(namespace, key, value)) ?? []);
  const [rarest, ...others] = lists.toSorted((one, other) => one.length - other.length);
  if (rarest === undefined || others.length === 0) return rarest ?? [];
  return rarest.filter(({ labels }) =>
    entries.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value),
  );
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
