import type { Ingress, Service } from '../../../model/network-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type ServiceTarget, serviceTargets } from './service-backends.ts';
import { nameOf, serviceIndex } from './service-index.ts';

/** Services that something routes requests to, with the ports that it names. */
export type Routed = {
  readonly services: readonly {
    readonly service: Service;
    readonly targets: readonly ServiceTarget[];
  }[];
  /** Why something that it names is no backend. */
  readonly missing: readonly string[];
};

type Named = {
  readonly namespace: string;
  readonly service: string;
  readonly port?: number | string | undefined;
};

export function ingressBackends(
  snapshot: Snapshot,
  { namespace, rules, defaultBackend }: Ingress,
): Routed {
  const paths = rules.flatMap((rule) => rule.paths);
  const given = [...(defaultBackend ? [defaultBackend] : []), ...paths.flatMap(backendOf)];
  const actions = given.filter(({ port }) => port === 'use-annotation');
  const resources = paths.filter(({ backend }) => backend === undefined);
  const routed = routedTo(
    snapshot,
    given.filter(({ port }) => port !== 'use-annotation').map((each) => ({ ...each, namespace })),
  );
  const missing = [
    ...actions.map(({ service }) => `action "${service}" is in an annotation that is not read`),
    ...resources.map(({ path = '/' }) => `path ${path} leads to a resource that is no Service`),
    ...routed.missing,
  ];
  return { ...routed, missing: [...new Set(missing)] };
}

function backendOf({ backend }: Ingress['rules'][number]['paths'][number]) {
  return backend === undefined ? [] : [backend];
}

/** Many paths lead to the same few Services: each Service with all ports that are named. */
export function routedTo(snapshot: Snapshot, named: readonly Named[]): Routed {
  const groups = Map.groupBy(named, ({ namespace, service }) =>
    nameOf({ namespace, name: service }),
  );
  const found = [...groups].map(([name, refs]) => routedToService(snapshot, name, refs));
  return {
    services: found.flatMap(({ services }) => services),
    missing: found.flatMap(({ missing }) => missing),
  };
}

function routedToService(snapshot: Snapshot, name: string, refs: readonly Named[]): Routed {
  const service = serviceIndex(snapshot).services.get(name);
  if (service === undefined) {
    return { services: [], missing: [`Service ${name} is not in the snapshot`] };
  }
  if (service.type === 'ExternalName') {
    return {
      services: [],
      missing: [`Service ${name} leads out to ${service.externalName ?? '?'}`],
    };
  }
  const all = serviceTargets(snapshot, service);
  const isNamed = (target: ServiceTarget): boolean =>
    refs.some(({ port }) => hasPort(target, port));
  const targets = all.filter(isNamed);
  const unknown = refs.filter(({ port }) => !all.some((target) => hasPort(target, port)));
  return {
    services: [{ service, targets }],
    missing: [
      ...new Set(unknown.map(({ port }) => `Service ${name} has no port ${port ?? '?'}`)),
      ...targets.flatMap(({ missing }) => missing),
    ],
  };
}

function hasPort({ port }: ServiceTarget, wanted: number | string | undefined): boolean {
  return wanted === undefined || port.port === wanted || port.name === wanted;
}
