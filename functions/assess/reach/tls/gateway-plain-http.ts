import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Gateway, Route } from '../../../model/network-objects.ts';
import { routeReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { PartsFound } from '../../../model/verdict.ts';
import { attachedRoutes, type Listener, routeText } from '../ways/gateway-routes.ts';
import { endsTls } from './ends-tls.ts';

const shownMax = 3;
const encrypted: readonly string[] = ['HTTPS', 'TLS'];
/** Layer 4: what is in the stream is a matter of the pods. */
const streams: readonly string[] = ['TCP', 'UDP'];

/**
 * What a Gateway serves as plain HTTP: routes with backends at a listener without TLS. Gateway API:
 * "RequestRedirect filter must not be used together with backendRefs", so that a route which only
 * sends clients on to HTTPS has no backends, and a listener with such routes alone serves nothing.
 */
export function gatewayPlainHttp(snapshot: Snapshot, gateway: Gateway): PartsFound {
  const served = servedBy(snapshot, gateway);
  const parts = gateway.listeners
    .filter(({ protocol }) => !encrypted.includes(protocol) && !streams.includes(protocol))
    // The Service of a Gateway takes over its annotations: its load balancer may end TLS in front.
    .filter((listener) => !endsTls(gateway, listener))
    .map((listener) => listenerParts(listener, served.get(listener.name) ?? []));
  const unread = gapsIn(snapshot, [...routeReadIds, 'namespaces']).map(gapText);
  return {
    evidence: parts.flatMap(({ evidence }) => evidence),
    missing: parts.flatMap(({ missing }) => [...missing, ...unread]),
  };
}

type Served = { readonly route: Route; readonly doubt?: string };

/** Routes with backends, by the name of the listener that serves them. */
function servedBy(snapshot: Snapshot, gateway: Gateway): ReadonlyMap<string, readonly Served[]> {
  const attached = attachedRoutes(snapshot, gateway, snapshot.routes);
  return Map.groupBy(
    attached.filter(({ route }) => route.backends.length > 0),
    ({ listener }) => listener.name,
  );
}

function listenerParts({ name, port, protocol }: Listener, served: readonly Served[]): PartsFound {
  const doubts = served.flatMap(({ doubt }) => doubt ?? []);
  const sure = served.filter(({ doubt }) => doubt === undefined);
  if (served.length === 0) return { evidence: [], missing: [] };
  if (protocol !== 'HTTP') {
    return { evidence: [], missing: [`whether protocol ${protocol} of listener ${name} is TLS`] };
  }
  const names = [...new Set(sure.map(({ route }) => routeText(route)))].sort();
  const more = names.length > shownMax ? ` and ${names.length - shownMax} more` : '';
  const value = `HTTP ${port} serves ${names.slice(0, shownMax).join(', ')}${more}`;
  return {
    evidence: sure.length === 0 ? [] : [{ path: `spec.listeners[name=${name}]`, value }],
    missing: doubts,
  };
}
