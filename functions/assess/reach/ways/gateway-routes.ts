import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Gateway, Route } from '../../../model/network-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { isMissing } from '../policies/field.ts';
import { labelSelectorCondition } from '../policies/label-selector.ts';
import type { Certainty } from '../profiles/profile.ts';
import { meets } from './label-condition.ts';

export type Listener = Gateway['listeners'][number];
type Parent = Route['parents'][number];
export type RouteBackend = Route['backends'][number];

/** A route that a listener of a Gateway takes, or may take. */
export type Attachment = {
  readonly listener: Listener;
  readonly route: Route;
  /** Why it is not certain that the listener takes it. */
  readonly doubt?: string;
};

/**
 * The routes that a Gateway serves: they name it as a parent, and a listener allows their kind, their
 * namespace and one of their host names.
 */
export function attachedRoutes(
  snapshot: Snapshot,
  gateway: Gateway,
  routes: readonly Route[],
): readonly Attachment[] {
  return gateway.listeners.flatMap((listener) =>
    routes.flatMap((route): readonly Attachment[] => {
      if (!route.parents.some((parent) => namesListener(parent, gateway, listener))) return [];
      const isAllowed = allows(snapshot, gateway, listener, route);
      if (isAllowed === 'no' || !servesKind(listener, route) || !hostsMeet(listener, route)) {
        return [];
      }
      const doubt = `allowedRoutes of listener ${listener.name} is not understood`;
      return [{ listener, route, ...(isAllowed === 'undefined' && { doubt }) }];
    }),
  );
}

export function namesGateway({ kind, namespace, name }: Parent, gateway: Gateway): boolean {
  return kind === 'Gateway' && namespace === gateway.namespace && name === gateway.name;
}

function namesListener(parent: Parent, gateway: Gateway, { name, port }: Listener): boolean {
  const { sectionName = name, port: wanted = port } = parent;
  return namesGateway(parent, gateway) && sectionName === name && wanted === port;
}

/** Gateway API, `allowedRoutes.namespaces.from`: All, Same, Selector or None. */
function allows(
  { namespaces }: Snapshot,
  gateway: Gateway,
  { allowedRoutesFrom, allowedRoutesSelector }: Listener,
  { namespace }: Route,
): Certainty {
  switch (allowedRoutesFrom) {
    case 'All':
      return 'yes';
    case 'Same':
      return namespace === gateway.namespace ? 'yes' : 'no';
    case 'None':
      return 'no';
    case 'Selector': {
      const path = 'allowedRoutes.namespaces.selector';
      const selector = { path, value: allowedRoutesSelector ?? undefined, report: () => {} };
      if (isMissing(selector)) return 'undefined';
      const labels = namespaces.find(({ name }) => name === namespace)?.labels ?? {};
      return meets(labelSelectorCondition(selector, 'namespace'), { namespace: labels });
    }
    default:
      return 'undefined';
  }
}

const kindsOfProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

/** A protocol of an implementation's own may take any kind. */
function servesKind({ protocol }: Listener, { kind }: Route): boolean {
  return kindsOfProtocol[protocol]?.includes(kind) ?? true;
}

/** A listener and a route without host names take any. */
function hostsMeet({ hostname }: Listener, { hostnames }: Route): boolean {
  if (hostname === undefined || hostnames.length === 0) return true;
  return hostnames.some((host) => isWithin(host, hostname) || isWithin(hostname, host));
}

/** Gateway API: `*.example.com` matches one or more labels before `example.com`. */
function isWithin(host: string, pattern: string): boolean {
  const [name, wanted] = [host.toLowerCase(), pattern.toLowerCase()];
  if (!wanted.startsWith('*.')) return name === wanted;
  return name === wanted || name.replace(/^\*\./, '').endsWith(wanted.slice(1));
}

/** Whether a route may name a backend of another namespace. */
export type Granted =
  | { readonly isGranted: true; readonly doubt?: string }
  | { readonly isGranted: false; readonly why: string };

/** "A ReferenceGrant is required in the referent namespace to allow that namespace's owner to accept the reference." */
export function grantFor(snapshot: Snapshot, route: Route, backend: RouteBackend): Granted {
  if (backend.namespace === route.namespace) return { isGranted: true };
  const isGranted = snapshot.referenceGrants.some(
    ({ namespace, from, to }) =>
      namespace === backend.namespace &&
      from.some(({ kind, namespace: of }) => kind === route.kind && of === route.namespace) &&
      to.some(({ kind, name = backend.name }) => kind === backend.kind && name === backend.name),
  );
  if (isGranted) return { isGranted };
  const [gap] = gapsIn(snapshot, ['referencegrants.gateway.networking.k8s.io']);
  if (gap !== undefined) return { isGranted: true, doubt: gapText(gap) };
  const why = `no ReferenceGrant in namespace ${backend.namespace} lets ${routeText(route)} name ${backend.kind} ${backend.name}`;
  return { isGranted: false, why };
}

export function routeText({ kind, namespace, name }: Route): string {
  return `${kind} ${namespace}/${name}`;
}
