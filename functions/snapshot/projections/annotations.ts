import { type StringMap, stringMap } from '../../model/kube-schema.ts';

/*
 * Annotations are free text, so only named ones pass: those of load balancers and ingress controllers
 * that tell who can reach a Service and whether the way is encrypted, and the role of a ServiceAccount.
 */

/** Stands for a value of which only its presence is kept. */
const present = 'present';

type NamedAnnotations = {
  /** Kept with their values. */
  readonly kept: readonly string[];
  /** Kept as `present`: what stands there is long, or may hold a secret. */
  readonly isHidden: (name: string) => boolean;
};

const prefixed = (prefix: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${prefix}${name}`);

/** Annotations of Services that the AWS Load Balancer Controller and the cloud provider read. */
const ofService: NamedAnnotations = {
  kept: [
    'service.beta.kubernetes.io/load-balancer-source-ranges',
    ...prefixed('service.beta.kubernetes.io/aws-load-balancer-', [
      'type',
      'scheme',
      'internal',
      'ip-address-type',
      'nlb-target-type',
      'backend-protocol',
      'proxy-protocol',
      'ssl-ports',
      'ssl-negotiation-policy',
      'source-ranges',
      'security-groups',
      'extra-security-groups',
      'security-group-prefix-lists',
      'manage-backend-security-group-rules',
      'target-group-attributes',
    ]),
    // On a Service these outweigh those of the Ingress.
    ...prefixed('alb.ingress.kubernetes.io/', ['backend-protocol', 'target-type']),
  ],
  isHidden: (name) => name === 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert',
};

const ofIngress: NamedAnnotations = {
  kept: [
    'kubernetes.io/ingress.class',
    ...prefixed('alb.ingress.kubernetes.io/', [
      'backend-protocol',
      'backend-protocol-version',
      'group.name',
      'inbound-cidrs',
      'ip-address-type',
      'listen-ports',
      'manage-backend-security-group-rules',
      'scheme',
      'security-group-prefix-lists',
      'security-groups',
      'ssl-policy',
      'ssl-redirect',
      'target-type',
    ]),
    ...prefixed('nginx.ingress.kubernetes.io/', [
      'allowlist-source-range',
      'backend-protocol',
      'force-ssl-redirect',
      'ssl-passthrough',
      'ssl-redirect',
      'whitelist-source-range',
    ]),
  ],
  isHidden: (name) =>
    name === 'alb.ingress.kubernetes.io/certificate-arn' ||
    name.startsWith('alb.ingress.kubernetes.io/actions.') ||
    /^nginx\.ingress\.kubernetes\.io\/.*-snippet$/.test(name),
};

/** Gateways pass the annotations of their Service on to it. */
const ofGateway: NamedAnnotations = {
  kept: [...ofService.kept, 'networking.istio.io/service-type'],
  isHidden: ofService.isHidden,
};

/** The role that pods of a ServiceAccount may take on (IAM roles for service accounts). */
export const roleArnAnnotation = 'eks.amazonaws.com/role-arn';

const ofServiceAccount: NamedAnnotations = { kept: [roleArnAnnotation], isHidden: () => false };

export const serviceAccountAnnotations = stringMap.transform(only(ofServiceAccount));
export const serviceAnnotations = stringMap.transform(only(ofService));
export const ingressAnnotations = stringMap.transform(only(ofIngress));
export const gatewayAnnotations = stringMap.transform(only(ofGateway));

const none: StringMap = {};

function only({ kept, isHidden }: NamedAnnotations): (given: StringMap) => StringMap {
  const names = new Set(kept);
  return (given) => {
    const entries = Object.entries(given).flatMap(([name, value]): [string, string][] => {
      if (names.has(name)) return [[name, value]];
      return isHidden(name) ? [[name, present]] : [];
    });
    // Most objects have none, and share having none.
    return entries.length === 0 ? none : Object.fromEntries(entries);
  };
}
