import type { Service } from '../../../model/network-objects.ts';
import type { ObjectRef, Snapshot } from '../../../model/snapshot.ts';
import { hasAddress, parseAddress } from '../algebra/address-set.ts';
import { internetAddresses } from '../internet-addresses.ts';
import type { Reach } from '../reach.ts';
import { clientsFrom, limited, loadBalancerSource } from './client-limit.ts';
import type { Asked, OriginClaim, Way, WayTarget } from './entrance.ts';
import { type LoadBalancer, loadBalancerOf } from './load-balancer.ts';
import { nodeClaims } from './node-claims.ts';
import { forwardedByNodes, oneOf, type PacketSource } from './packet-source.ts';
import { type ServiceTarget, serviceTargets } from './service-backends.ts';

/** Ways in that a Service opens: node ports, a load balancer, external addresses. */
export function serviceWays(asked: Asked, service: Service): readonly Way[] {
  const { snapshot } = asked;
  if (service.type === 'ExternalName') return [];
  const opened: Opened = { ...asked, service, targets: serviceTargets(snapshot, service) };
  return [...loadBalancerWays(opened), ...nodePortWays(opened), ...externalIPWays(opened)];
}

type Opened = Asked & { readonly service: Service; readonly targets: readonly ServiceTarget[] };

function loadBalancerWays(opened: Opened): readonly Way[] {
  const { reach, snapshot, service } = opened;
  if (service.type !== 'LoadBalancer') return [];
  const balancer = loadBalancerOf(service, snapshot);
  const claims = balancer.origins.flatMap((claim) => limited(reach, claim, balancer.limit));
  return claims.map(({ clients, ...claim }) => ({
    kind: 'LoadBalancer',
    object: refOf(service),
    ...claim,
    why: `${balancer.title}: ${claim.why}`,
    ...behind(opened, ({ port }) => ({
      listener: port.port,
      source: balancedSource(reach, service, balancer, { clients, protocol: port.protocol }),
      blocked: blockedAtNodes(service, balancer, port.nodePort),
    })),
  }));
}

/** What a load balancer sends on, as the pods see it. */
function balancedSource(
  reach: Reach,
  service: Service,
  { targets, keepsClients }: LoadBalancer,
  { clients, protocol }: { readonly clients: PacketSource; readonly protocol: string },
): PacketSource {
  const sent = keepsClients(protocol) ? clients : loadBalancerSource(reach);
  if (targets === 'ip') return sent;
  if (targets === 'instance') return throughNodes(service, sent);
  const why = 'it is not known how the load balancer reaches the pods';
  return oneOf(why, clients, loadBalancerSource(reach), forwardedByNodes());
}

/**
 * Service of kubernetes.io, externalTrafficPolicy: `Local` preserves the client source IP; with
 * `Cluster` the node that forwards puts its own in its place.
 */
export function throughNodes(service: Service, sent: PacketSource): PacketSource {
  return service.externalTrafficPolicy === 'Local' ? sent : forwardedByNodes(sent);
}

/** "If the NodePort is not allocated [...] the controller will fail to reconcile instance mode." */
function blockedAtNodes(
  service: Service,
  { targets }: LoadBalancer,
  nodePort: number | undefined,
): string | undefined {
  const isBlocked = targets === 'instance' && !opensNodePort(service, nodePort);
  return isBlocked
    ? 'its targets are nodes, and allocateLoadBalancerNodePorts leaves it without a node port'
    : undefined;
}

/** The API server allocates node ports where a manifest names none. */
export function opensNodePort(
  { type, allocateLoadBalancerNodePorts }: Service,
  nodePort: number | undefined,
): boolean {
  if (type === 'NodePort' || nodePort !== undefined) return true;
  return type === 'LoadBalancer' && allocateLoadBalancerNodePorts;
}

function nodePortWays(opened: Opened): readonly Way[] {
  const { reach, snapshot, service, targets } = opened;
  const open = targets.filter(({ port }) => opensNodePort(service, port.nodePort));
  const opens = service.type === 'NodePort' || service.type === 'LoadBalancer';
  if (!opens || open.length === 0) return [];
  return nodeClaims(snapshot).map((claim) => ({
    kind: 'NodePort',
    object: refOf(service),
    ...claim,
    ...behind({ ...opened, targets: open }, ({ port }) => ({
      listener: port.nodePort,
      source: fromNodePort(reach, service, claim),
    })),
  }));
}

/** What comes from a node itself keeps the node's address either way. */
function fromNodePort(reach: Reach, service: Service, { from }: OriginClaim): PacketSource {
  return from === 'nodes' ? forwardedByNodes() : throughNodes(service, clientsFrom(reach, from));
}

/**
 * Service of kubernetes.io: "Kubernetes does not manage allocation of externalIPs; these are the
 * responsibility of the cluster administrator." Every node takes in what is sent to them, if the
 * network brings it there.
 */
function externalIPWays(opened: Opened): readonly Way[] {
  const { reach, snapshot, service } = opened;
  return externalIPClaims(service, snapshot).map((claim) => ({
    kind: 'ExternalIP',
    object: refOf(service),
    ...claim,
    ...behind(opened, ({ port }) => ({
      listener: port.port,
      source: fromNodePort(reach, service, claim),
    })),
  }));
}

function externalIPClaims({ externalIPs }: Service, { nodes }: Snapshot): readonly OriginClaim[] {
  if (externalIPs.length === 0) return [];
  const list = `externalIPs ${externalIPs.join(', ')}`;
  const ofNodes = externalIPs.some((ip) =>
    nodes.some(({ internalIPs }) => internalIPs.includes(ip)),
  );
  const arePublic = externalIPs.some((ip) => {
    const address = parseAddress(ip);
    return address === undefined || hasAddress(internetAddresses, address);
  });
  const routed = ofNodes
    ? `${list} are addresses of nodes; whether their security groups admit it is not read`
    : `whether the network brings ${list} to a node is not read`;
  return [
    { from: 'nodes', certainty: 'yes', why: `nodes take in ${list}` },
    { from: 'vpc', certainty: 'undefined', why: routed },
    ...(arePublic ? [{ from: 'internet', certainty: 'undefined', why: routed } as const] : []),
  ];
}

type Details = Pick<WayTarget, 'listener' | 'source' | 'blocked'>;

function behind(
  { targets }: Pick<Opened, 'targets'>,
  detailsOf: (target: ServiceTarget) => Details,
): Pick<Way, 'listens' | 'targets' | 'missing'> {
  const all = targets.map((target) => ({ ...target, details: detailsOf(target) }));
  return {
    listens: all.map(({ port, details: { listener } }) =>
      listener === undefined
        ? `${port.protocol} port not assigned yet`
        : `${port.protocol} ${listener}`,
    ),
    targets: all.flatMap(({ port: { protocol }, backends, details }) =>
      backends.map((backend) => ({ protocol, backend, ...details })),
    ),
    missing: all.flatMap(({ missing }) => missing),
  };
}

function refOf({ namespace, name }: Service): ObjectRef {
  return { kind: 'Service', namespace, name };
}
