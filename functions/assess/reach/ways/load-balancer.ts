import type { Service } from '../../../model/network-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type ClientLimit, limitOf, listIn } from './client-limit.ts';
import type { OriginClaim } from './entrance.ts';
import { eitherOrigin, originShown } from './load-balancer-address.ts';

/** What stands behind a Service of type LoadBalancer. */
export type LoadBalancer = {
  readonly title: string;
  readonly origins: readonly OriginClaim[];
  readonly limit: ClientLimit;
  /** Nodes at their node ports, pods at their own, or not told. */
  readonly targets: 'instance' | 'ip' | 'undefined';
  /** Whether targets see the address of the client. */
  readonly keepsClients: (protocol: string) => boolean;
};

/** A way to make load balancers, with the defaults of whoever makes them. */
type Provider = {
  readonly title: string;
  readonly originsOf: (service: Service, snapshot: Snapshot) => readonly OriginClaim[];
  readonly targetsOf: (service: Service) => LoadBalancer['targets'];
  /** A proxy connects from its own addresses. */
  readonly isProxy: boolean;
  readonly readsRangesAnnotation: boolean;
};

const awsPrefix = 'service.beta.kubernetes.io/aws-load-balancer-';
const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

export function loadBalancerOf(service: Service, snapshot: Snapshot): LoadBalancer {
  const provider = providerOf(service, snapshot);
  const shown = originShown(service.loadBalancerAddresses);
  const targets = provider.targetsOf(service);
  return {
    title: provider.title,
    origins: shown === undefined ? provider.originsOf(service, snapshot) : [shown],
    limit: clientLimit(service, provider),
    targets,
    keepsClients: (protocol) => !provider.isProxy && keepsClients({ service, targets, protocol }),
  };
}

function providerOf(service: Service, { eksCluster }: Snapshot): Provider {
  const { loadBalancerClass } = service;
  if (loadBalancerClass !== undefined) {
    return byClass[loadBalancerClass] ?? unknownProvider(loadBalancerClass);
  }
  const type = annotation(service, 'type');
  if (type === 'external' || type === 'nlb-ip') return controllerNlb;
  // "The loadBalancerClass: eks.amazonaws.com/nlb specification is automatically set as the cluster default" (EKS).
  if (eksCluster?.isAutoMode === true) return autoModeNlb;
  return type === 'nlb' ? cloudProviderNlb : classic;
}

/**
 * AWS Load Balancer Controller, annotation aws-load-balancer-scheme: "Valid values are internal,
 * internet-facing. If not specified, default is internal." aws-load-balancer-internal is "supported,
 * but in case of ties, the aws-load-balancer-scheme gets precedence."
 */
const controllerNlb: Provider = {
  title: 'Network Load Balancer of the AWS Load Balancer Controller',
  originsOf: (service) => {
    const internal = annotation(service, 'internal');
    const older = internal === 'false' ? 'internet-facing' : 'internal';
    const scheme = annotation(service, 'scheme') ?? older;
    const isGiven = internal !== undefined || annotation(service, 'scheme') !== undefined;
    return schemeOrigins(scheme, isGiven);
  },
  targetsOf: (service) => {
    // For nlb-ip "the aws-load-balancer-nlb-target-type annotation gets ignored".
    if (annotation(service, 'type') === 'nlb-ip') return 'ip';
    return targetType(service, 'instance');
  },
  isProxy: false,
  readsRangesAnnotation: true,
};

/**
 * EKS user guide, Auto Mode: "The default targeting mode is IP Mode, not Instance Mode";
 * aws-load-balancer-internal and the annotation of source ranges are "Not supported".
 */
const autoModeNlb: Provider = {
  title: 'Network Load Balancer of EKS Auto Mode',
  originsOf: (service) => {
    const scheme = annotation(service, 'scheme');
    return schemeOrigins(scheme ?? 'internal', scheme !== undefined);
  },
  targetsOf: (service) => targetType(service, 'ip'),
  isProxy: false,
  readsRangesAnnotation: false,
};

/**
 * Cloud provider of Kubernetes, aws-load-balancer-internal: "Indicates that the load balancer should
 * be internal"; without it, and with `false`, the load balancer faces the internet. It does not read
 * aws-load-balancer-scheme.
 */
const classic: Provider = {
  title: 'Classic Load Balancer of the cloud provider',
  originsOf: (service, snapshot) => {
    const value = annotation(service, 'internal');
    if (value !== undefined && value !== '' && value !== 'false') {
      return [{ from: 'vpc', certainty: 'yes', why: `${awsPrefix}internal is "${value}"` }];
    }
    if (mayGetClass(service, snapshot)) {
      return eitherOrigin(
        'it has no loadBalancerClass: if the AWS Load Balancer Controller gives it one, it is internal by default, and else it faces the internet',
      );
    }
    const why = `${awsPrefix}internal is not set: it faces the internet by default`;
    return [{ from: 'internet', certainty: 'yes', why }];
  },
  targetsOf: () => 'instance',
  isProxy: true,
  readsRangesAnnotation: true,
};

const cloudProviderNlb: Provider = {
  ...classic,
  title: 'Network Load Balancer of the cloud provider',
  isProxy: false,
};

const byClass: Readonly<Record<string, Provider>> = {
  'service.k8s.aws/nlb': controllerNlb,
  'eks.amazonaws.com/nlb': autoModeNlb,
};

function unknownProvider(loadBalancerClass: string): Provider {
  const why = `loadBalancerClass ${loadBalancerClass} is not known`;
  return {
    title: `load balancer of class ${loadBalancerClass}`,
    originsOf: () => eitherOrigin(why),
    targetsOf: () => 'undefined',
    isProxy: false,
    readsRangesAnnotation: true,
  };
}

/**
 * EKS: since version 2.5 the AWS Load Balancer Controller has a webhook "which sets the
 * spec.loadBalancerClass field to service.k8s.aws/nlb for new services". Manifests do not show what
 * it will do; a Service of a live cluster without the field was left to the cloud provider.
 */
function mayGetClass(service: Service, { source, workloads }: Snapshot): boolean {
  const isInstalled = workloads.some(({ name }) => name === 'aws-load-balancer-controller');
  const wantsScheme = annotation(service, 'scheme') !== undefined;
  return source === 'manifests' && (isInstalled || wantsScheme);
}

function schemeOrigins(scheme: string, isGiven: boolean): readonly OriginClaim[] {
  const why = isGiven
    ? `its annotations make it ${scheme}`
    : `${awsPrefix}scheme is not set: it is ${scheme} by default`;
  if (scheme === 'internet-facing') return [{ from: 'internet', certainty: 'yes', why }];
  if (scheme === 'internal') return [{ from: 'vpc', certainty: 'yes', why }];
  return eitherOrigin(`${awsPrefix}scheme is "${scheme}", which is no scheme`);
}

function targetType(service: Service, fallback: 'instance' | 'ip'): LoadBalancer['targets'] {
  const given = annotation(service, 'nlb-target-type') ?? fallback;
  return given === 'instance' || given === 'ip' ? given : 'undefined';
}

/**
 * Network Load Balancers, default settings of client IP preservation: "Instance type target groups:
 * Enabled", "IP type target groups (UDP, TCP_UDP, ...): Enabled", "IP type target groups (TCP, TLS):
 * Disabled"; for TCP and TLS the attribute preserve_client_ip.enabled decides.
 */
function keepsClients({
  service,
  targets,
  protocol,
}: {
  readonly service: Service;
  readonly targets: LoadBalancer['targets'];
  readonly protocol: string;
}): boolean {
  if (protocol !== 'TCP') return true;
  const attributes = listIn(annotation(service, 'target-group-attributes'));
  if (attributes.includes('preserve_client_ip.enabled=true')) return true;
  if (attributes.includes('preserve_client_ip.enabled=false')) return false;
  return targets !== 'ip';
}

/** "this annotation will be ignored if ...-security-groups is specified" (source ranges). */
function clientLimit(service: Service, { readsRangesAnnotation }: Provider): ClientLimit {
  const groups = annotation(service, 'security-groups');
  if (groups !== undefined) {
    return { unread: [`whom the security groups ${groups} let in is not read`] };
  }
  const prefixes = annotation(service, 'security-group-prefix-lists');
  if (prefixes !== undefined) {
    return { unread: [`whom the prefix lists ${prefixes} take in is not read`] };
  }
  const { loadBalancerSourceRanges: ranges } = service;
  const inAnnotations = [
    service.annotations[rangesAnnotation],
    annotation(service, 'source-ranges'),
  ];
  const limit =
    ranges.length > 0
      ? limitOf('loadBalancerSourceRanges', ranges)
      : limitOf(
          rangesAnnotation,
          readsRangesAnnotation ? inAnnotations.flatMap((text) => listIn(text)) : [],
        );
  const extra = annotation(service, 'extra-security-groups');
  if (extra === undefined || limit.ranges === undefined) return limit;
  return { unread: [...limit.unread, `whom the security groups ${extra} let in is not read`] };
}

function annotation({ annotations }: Service, name: string): string | undefined {
  const key = `${awsPrefix}${name}`;
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}
