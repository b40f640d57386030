import type { ObjectRef, Snapshot } from '../../../model/snapshot.ts';
import { serviceTargets, workloadText } from './service-backends.ts';

/** A Service that leads out of the cluster. */
export type Exit = { readonly object: ObjectRef; readonly to: readonly string[] };

/**
 * Services of type ExternalName, which are a DNS name, and Services with endpoints that belong to no
 * pod. The way to the API server is one of these.
 */
export function exitsOf(snapshot: Snapshot): readonly Exit[] {
  return snapshot.services.flatMap((service): readonly Exit[] => {
    const object = { kind: 'Service', namespace: service.namespace, name: service.name };
    if (service.type === 'ExternalName') return [{ object, to: [service.externalName ?? '?'] }];
    const outside = serviceTargets(snapshot, service).flatMap(({ backends }) =>
      backends.filter(({ pods }) => pods.length === 0).map(({ workload }) => workload.name),
    );
    return outside.length === 0 ? [] : [{ object, to: [...new Set(outside)].sort() }];
  });
}

export function exitText({ object, to }: Exit): string {
  return `${workloadText(object)} leads to ${to.join(', ')}`;
}
