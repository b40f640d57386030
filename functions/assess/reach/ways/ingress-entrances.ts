import type { Ingress, Service } from '../../../model/network-objects.ts';
import type { Reach } from '../reach.ts';
import { type ClientLimit, limited, limitOf, listIn, loadBalancerSource } from './client-limit.ts';
import type { Asked, OriginClaim, Way, WayTarget } from './entrance.ts';
import { ingressBackends, type Routed } from './ingress-backends.ts';
import { type IngressController, ingressController } from './ingress-controllers.ts';
import { eitherOrigin, originShown } from './load-balancer-address.ts';
import { forwardedByNodes, oneOf, type PacketSource } from './packet-source.ts';
import { type EntrancesTo, proxyClaims, proxySource } from './proxy-origins.ts';
import { opensNodePort, throughNodes } from './service-entrances.ts';

type Alb = Extract<IngressController, { readonly kind: 'alb' }>;

/** Ways in that an Ingress opens, given the entrances that lead to the pods of controllers. */
export function ingressWays(
  asked: Asked,
  ingress: Ingress,
  entrances: EntrancesTo,
): readonly Way[] {
  const controller = ingressController(asked.snapshot, ingress);
  const routed = ingressBackends(asked.snapshot, ingress);
  switch (controller.kind) {
    case 'alb':
      return albWays(asked, ingress, controller, routed);
    case 'pods':
      return proxyWays(asked, ingress, controller, { routed, entrances });
    case 'unknown':
      return unknownWays(ingress, controller.why, routed);
  }
}

function albWays(
  { reach, snapshot }: Asked,
  ingress: Ingress,
  controller: Alb,
  routed: Routed,
): readonly Way[] {
  const group = groupOf(snapshot.ingresses, ingress);
  const title = `Application Load Balancer of ${controller.isAutoMode ? 'EKS Auto Mode' : 'the AWS Load Balancer Controller'}`;
  return albOrigins(ingress, group, controller)
    .flatMap((claim) => limited(reach, claim, albLimit(group)))
    .map(({ clients: _, ...claim }) => ({
      ...wayOf(ingress, claim, routed, (service) => albTarget(reach, ingress, controller, service)),
      why: `${title}: ${claim.why}`,
      listens: albListens(ingress),
    }));
}

/**
 * alb.ingress.kubernetes.io/group.name: Ingresses of a group share a load balancer, and the scheme
 * "should only be specified on a single Ingress within IngressGroup".
 */
function groupOf(ingresses: readonly Ingress[], ingress: Ingress): readonly Ingress[] {
  const name = alb(ingress, 'group.name');
  if (name === undefined) return [ingress];
  return ingresses.filter((each) => alb(each, 'group.name') === name);
}

/**
 * alb.ingress.kubernetes.io/scheme: `internal | internet-facing`, default `internal`.
 * IngressClassParams: "If scheme specified, all Ingresses with this IngressClass will have the
 * specified scheme"; they are not read.
 */
function albOrigins(
  ingress: Ingress,
  group: readonly Ingress[],
  { hasParameters }: Alb,
): readonly OriginClaim[] {
  const shown = originShown(ingress.loadBalancerAddresses);
  if (shown !== undefined) return [shown];
  const schemes = new Set(group.flatMap((each) => alb(each, 'scheme') ?? []));
  const name = 'alb.ingress.kubernetes.io/scheme';
  if (schemes.has('internet-facing')) {
    return [{ from: 'internet', certainty: 'yes', why: `${name} is internet-facing` }];
  }
  if (hasParameters) {
    return eitherOrigin('the parameters of its IngressClass may set the scheme, and are not read');
  }
  const odd = [...schemes].find((scheme) => scheme !== 'internal');
  if (odd !== undefined) return eitherOrigin(`${name} is "${odd}", which is no scheme`);
  const why = schemes.size > 0 ? `${name} is internal` : `${name} is not set: internal by default`;
  return [{ from: 'vpc', certainty: 'yes', why }];
}

/** "this annotation will be ignored if alb.ingress.kubernetes.io/security-groups is specified." */
function albLimit(group: readonly Ingress[]): ClientLimit {
  const given = (name: string): readonly string[] => group.flatMap((each) => alb(each, name) ?? []);
  const unread = [
    ...given('security-groups').map((ids) => `whom the security groups ${ids} let in is not read`),
    ...given('security-group-prefix-lists').map(
      (ids) => `whom the prefix lists ${ids} take in is not read`,
    ),
  ];
  if (unread.length > 0) return { unread };
  return limitOf('alb.ingress.kubernetes.io/inbound-cidrs', given('inbound-cidrs').flatMap(listIn));
}

/** "defaults to [{"HTTP": 80}] or [{"HTTPS": 443}] depends on whether certificate-arn is specified." */
export function albListens(ingress: Ingress): readonly string[] {
  const given = alb(ingress, 'listen-ports');
  if (given !== undefined) {
    const ports = [...given.matchAll(/"(HTTPS?)"\s*:\s*(\d+)/g)].map(
      ([, protocol, port]) => `${protocol} ${port}`,
    );
    return ports.length > 0 ? ports : ['listen-ports that are not understood'];
  }
  return alb(ingress, 'certificate-arn') === undefined ? ['HTTP 80'] : ['HTTPS 443'];
}

/**
 * alb.ingress.kubernetes.io/target-type: default `instance`, and with `instance` the "service must
 * be of type NodePort or LoadBalancer"; "Annotations applied to Service have higher priority over
 * annotations applied to Ingress". EKS Auto Mode: "The default targeting mode is IP Mode".
 */
function albTarget(
  reach: Reach,
  ingress: Ingress,
  { isAutoMode }: Alb,
  service: Service,
): Pick<WayTarget, 'source' | 'blocked'> {
  const sent = loadBalancerSource(reach);
  const type =
    alb(service, 'target-type') ?? alb(ingress, 'target-type') ?? (isAutoMode ? 'ip' : 'instance');
  if (type === 'ip') return { source: sent };
  if (type !== 'instance') {
    const why = `alb.ingress.kubernetes.io/target-type is "${type}", which is no target type`;
    return { source: oneOf(why, sent, forwardedByNodes(sent)) };
  }
  const source = throughNodes(service, sent);
  if (service.ports.some(({ nodePort }) => opensNodePort(service, nodePort))) return { source };
  const blocked = `target type instance needs a node port, and Service ${service.name} has none`;
  return { source, blocked };
}

function proxyWays(
  { reach }: Asked,
  ingress: Ingress,
  { name, pods }: Extract<IngressController, { readonly kind: 'pods' }>,
  { routed, entrances }: { readonly routed: Routed; readonly entrances: EntrancesTo },
): readonly Way[] {
  if (pods.length === 0) {
    return unknownWays(ingress, `no pods of ${name} are in the snapshot`, routed);
  }
  const source = proxySource(pods);
  return proxyClaims(pods, entrances)
    .flatMap((claim) => limited(reach, claim, proxyLimit(ingress)))
    .map(({ clients: _, ...claim }) => wayOf(ingress, claim, routed, () => ({ source })));
}

function proxyLimit({ annotations }: Ingress): ClientLimit {
  const prefix = 'nginx.ingress.kubernetes.io/';
  const names = ['allowlist-source-range', 'whitelist-source-range'].map((name) => prefix + name);
  const name = names.find((each) => Object.hasOwn(annotations, each));
  return name === undefined ? { unread: [] } : limitOf(name, listIn(annotations[name]));
}

function unknownWays(ingress: Ingress, why: string, routed: Routed): readonly Way[] {
  const source: PacketSource = { kind: 'unknown', text: why };
  const shown = originShown(ingress.loadBalancerAddresses);
  const claims = shown === undefined ? eitherOrigin(why) : [shown];
  return claims.map((claim) => wayOf(ingress, claim, routed, () => ({ source })));
}

function wayOf(
  ingress: Ingress,
  claim: OriginClaim,
  { services, missing }: Routed,
  targetOf: (service: Service) => Pick<WayTarget, 'source' | 'blocked'>,
): Way {
  return {
    kind: 'Ingress',
    object: { kind: 'Ingress', namespace: ingress.namespace, name: ingress.name },
    ...claim,
    listens: ingress.tls.length > 0 ? ['HTTP 80', 'HTTPS 443'] : ['HTTP 80'],
    targets: services.flatMap(({ service, targets }) => {
      const details = targetOf(service);
      return targets.flatMap(({ port: { protocol }, backends }) =>
        backends.map((backend) => ({ protocol, backend, ...details })),
      );
    }),
    missing,
  };
}

function alb(
  { annotations }: { readonly annotations: Readonly<Record<string, string>> },
  name: string,
): string | undefined {
  const key = `alb.ingress.kubernetes.io/${name}`;
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}
