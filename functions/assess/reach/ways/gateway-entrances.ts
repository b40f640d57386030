import type { Gateway, Route } from '../../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { Reach } from '../reach.ts';
import { clientsFrom, loadBalancerSource } from './client-limit.ts';
import type { Asked, OriginClaim, Way, WayTarget } from './entrance.ts';
import {
  type Attachment,
  attachedRoutes,
  grantFor,
  namesGateway,
  routeText,
} from './gateway-routes.ts';
import { routedTo } from './ingress-backends.ts';
import { eitherOrigin, originShown } from './load-balancer-address.ts';
import { forwardedByNodes, oneOf, type PacketSource } from './packet-source.ts';
import { type EntrancesTo, proxyClaims, proxySource } from './proxy-origins.ts';
import { podsSelected } from './service-index.ts';

/** What serves a Gateway: who can knock, and where its packets come from. */
type Serving = { readonly claims: readonly OriginClaim[]; readonly source: PacketSource };

/** Ways in that Gateways open with the routes that they serve. */
export function gatewayWays(asked: Asked, entrances: EntrancesTo): readonly Way[] {
  const { gateways, routes } = asked.snapshot;
  const byGateway = Map.groupBy(
    routes.flatMap((route) => route.parents.map((parent) => ({ route, parent }))),
    ({ parent: { namespace, name } }) => `${namespace}/${name}`,
  );
  const served = gateways.flatMap((gateway) => {
    const naming = byGateway.get(`${gateway.namespace}/${gateway.name}`) ?? [];
    const own = [...new Set(naming.map(({ route }) => route))];
    return waysOfGateway(asked, gateway, attachedRoutes(asked.snapshot, gateway, own), entrances);
  });
  return [...served, ...routes.flatMap((route) => waysOfStray(asked.snapshot, route))];
}

function waysOfGateway(
  asked: Asked,
  gateway: Gateway,
  attached: readonly Attachment[],
  entrances: EntrancesTo,
): readonly Way[] {
  if (attached.length === 0) return [];
  const { claims, source } = servingOf(asked, gateway, entrances);
  const { targets, missing } = targetsOf(asked.snapshot, attached, source);
  const listeners = attached.map(({ listener: { protocol, port } }) => `${protocol} ${port}`);
  return claims.map((claim) => ({
    kind: 'Gateway',
    object: { kind: 'Gateway', namespace: gateway.namespace, name: gateway.name },
    ...claim,
    listens: [...new Set(listeners)],
    targets,
    missing,
  }));
}

function targetsOf(
  snapshot: Snapshot,
  attached: readonly Pick<Attachment, 'route' | 'doubt'>[],
  source: PacketSource,
): Pick<Way, 'targets' | 'missing'> {
  const parts = attached.flatMap(({ route, doubt }) =>
    route.backends.map((backend): Pick<Way, 'targets' | 'missing'> => {
      if (backend.kind !== 'Service') {
        const missing = `${routeText(route)} leads to a ${backend.kind}, which is not understood`;
        return { targets: [], missing: [missing] };
      }
      const grant = grantFor(snapshot, route, backend);
      if (!grant.isGranted) return { targets: [], missing: [grant.why] };
      const { namespace, name: service, port } = backend;
      const routed = routedTo(snapshot, [{ namespace, service, port }]);
      const targets = routed.services.flatMap(({ targets: found }) =>
        found.flatMap(({ port: { protocol }, backends }) =>
          backends.map(
            (each): WayTarget => ({ protocol, backend: each, source, doubt: doubt ?? grant.doubt }),
          ),
        ),
      );
      return { targets, missing: routed.missing };
    }),
  );
  return {
    targets: parts.flatMap(({ targets }) => targets),
    missing: [...new Set(parts.flatMap(({ missing }) => missing))],
  };
}

/** GatewayClasses are not read: classes of AWS are known by the names that its guides give them. */
const awsClasses: Readonly<Record<string, (reach: Reach) => PacketSource>> = {
  'aws-alb-gateway-class': balancedSource,
  'aws-alb': balancedSource,
  alb: balancedSource,
  'aws-nlb-gateway-class': passedSource,
  'aws-nlb': passedSource,
  nlb: passedSource,
};

function servingOf(asked: Asked, gateway: Gateway, entrances: EntrancesTo): Serving {
  const { reach, snapshot } = asked;
  if (gateway.className === 'amazon-vpc-lattice') return lattice;
  const shown = originShown(gateway.addresses);
  const awsSource = Object.hasOwn(awsClasses, gateway.className)
    ? awsClasses[gateway.className]
    : undefined;
  if (awsSource !== undefined) {
    // LoadBalancerConfiguration, scheme: "Default internal".
    const why =
      'a LoadBalancerConfiguration may set its scheme, internal by default; it is not read';
    return {
      claims: shown === undefined ? eitherOrigin(why) : [shown],
      source: awsSource(reach),
    };
  }
  const pods = podsOf(snapshot, gateway);
  if (pods.length > 0) return { claims: proxyClaims(pods, entrances), source: proxySource(pods) };
  const why = `what serves GatewayClass ${gateway.className} is not known`;
  return {
    claims: shown === undefined ? eitherOrigin(why) : [shown],
    source: { kind: 'unknown', text: why },
  };
}

/**
 * VPC Lattice sends from addresses of its managed prefix lists: "either private link-local IPs or
 * non-routeable public IPs".
 */
const lattice: Serving = {
  claims: [
    {
      from: 'vpc',
      certainty: 'undefined',
      why: 'VPC Lattice: which VPCs its service network takes in is not read',
    },
  ],
  source: {
    kind: 'unknown',
    text: 'VPC Lattice sends from its managed prefix lists, which are not read',
  },
};

const unreadTargets = 'a TargetGroupConfiguration may set the target type; it is not read';

/** Guide of the ALB Gateway: by default the target group "contains the cluster nodes". */
function balancedSource(reach: Reach): PacketSource {
  const sent = loadBalancerSource(reach);
  return oneOf(unreadTargets, sent, forwardedByNodes(sent));
}

function passedSource(reach: Reach): PacketSource {
  const clients = clientsFrom(reach, 'internet');
  return oneOf(unreadTargets, clients, loadBalancerSource(reach), forwardedByNodes(clients));
}

/** GEP-1762: what a Gateway is made of in the cluster has the label of its name. */
function podsOf(snapshot: Snapshot, { namespace, name }: Gateway): readonly Pod[] {
  const selector = { 'gateway.networking.k8s.io/gateway-name': name };
  return podsSelected(snapshot, { namespace, selector });
}

/** A route whose parent is not in the snapshot, or of a kind that is not understood. */
function waysOfStray(snapshot: Snapshot, route: Route): readonly Way[] {
  const strays = route.parents.filter(
    (parent) =>
      // A Service as a parent stays in the cluster (GAMMA).
      parent.kind !== 'Service' &&
      !snapshot.gateways.some((gateway) => namesGateway(parent, gateway)),
  );
  const [stray] = strays;
  if (stray === undefined) return [];
  const name = `${stray.kind} ${stray.namespace}/${stray.name}`;
  const why =
    stray.kind === 'Gateway' ? `${name} is not in the snapshot` : `${name} is not understood`;
  const found = targetsOf(snapshot, [{ route }], { kind: 'unknown', text: why });
  return eitherOrigin(why).map((claim) => ({
    kind: 'Gateway',
    object: { kind: route.kind, namespace: route.namespace, name: route.name },
    ...claim,
    listens: [],
    ...found,
  }));
}
