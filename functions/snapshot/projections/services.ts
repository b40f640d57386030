import * as z from 'zod';
import { listOf, maybe, orDefault, stringMap } from '../../model/kube-schema.ts';
import type { Service, WrittenEndpoints } from '../../model/network-objects.ts';
import { isJsonMap } from '../same-json.ts';
import { serviceAnnotations } from './annotations.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const addressOfLoadBalancer = z.object({ ip: maybe(z.string()), hostname: maybe(z.string()) });

/** `status.loadBalancer` of a Service or an Ingress. */
export const loadBalancerStatus = maybe(
  z.object({ loadBalancer: maybe(z.object({ ingress: listOf(addressOfLoadBalancer) })) }),
);

/** Host names and addresses that a load balancer got. */
export function loadBalancerAddresses(status: z.output<typeof loadBalancerStatus>): string[] {
  const given = status?.loadBalancer?.ingress ?? [];
  return given.flatMap(({ hostname, ip }) => hostname || ip || []);
}

// Plain fields, as in raw-pod-spec.ts: there is about one Service for every workload.
const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const servicePort = z.object({
  name: text,
  protocol: text,
  port: z.number(),
  targetPort: z.union([z.number(), z.string()]).nullish(),
  nodePort: z.number().nullish(),
});

const serviceSpec = z.object({
  type: text,
  clusterIP: text,
  clusterIPs: texts,
  externalIPs: texts,
  externalName: text,
  selector: stringMap,
  ports: z.array(servicePort).nullish(),
  externalTrafficPolicy: text,
  internalTrafficPolicy: text,
  allocateLoadBalancerNodePorts: z.boolean().nullish(),
  loadBalancerClass: text,
  loadBalancerSourceRanges: texts,
  publishNotReadyAddresses: z.boolean().nullish(),
});

const rawService = z.object({
  metadata: objectMetadata.extend({ annotations: serviceAnnotations }),
  spec: serviceSpec,
  status: loadBalancerStatus,
});

/** The defaults are those of the API server. */
export function projectService(item: unknown): Service {
  const { metadata, spec, status } = rawService.parse(item);
  return {
    ...namespacedName(metadata),
    labels: metadata.labels,
    annotations: metadata.annotations,
    type: spec.type || 'ClusterIP',
    clusterIPs: clusterIPsOf(spec),
    externalIPs: spec.externalIPs ?? [],
    externalName: spec.externalName || undefined,
    selector: selectorOf(spec),
    ports: (spec.ports ?? []).map(portOf),
    externalTrafficPolicy: spec.externalTrafficPolicy || undefined,
    internalTrafficPolicy: spec.internalTrafficPolicy || undefined,
    allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true,
    loadBalancerClass: spec.loadBalancerClass || undefined,
    loadBalancerSourceRanges: spec.loadBalancerSourceRanges ?? [],
    loadBalancerAddresses: loadBalancerAddresses(status),
    publishNotReadyAddresses: spec.publishNotReadyAddresses ?? false,
  };
}

type RawServiceSpec = z.output<typeof serviceSpec>;

/** `clusterIPs` came after `clusterIP`, and a manifest may give either. */
function clusterIPsOf({ clusterIP, clusterIPs }: RawServiceSpec): string[] {
  if (clusterIPs && clusterIPs.length > 0) return clusterIPs;
  return clusterIP ? [clusterIP] : [];
}

/**
 * "If empty or not present, the service is assumed to have an external process managing its
 * endpoints [...] Ignored if type is ExternalName." (Service API, `spec.selector`)
 */
function selectorOf({ selector, type }: RawServiceSpec): Service['selector'] {
  const isIgnored = type === 'ExternalName' || Object.keys(selector).length === 0;
  return isIgnored ? undefined : selector;
}

function portOf(given: z.output<typeof servicePort>): Service['ports'][number] {
  return {
    name: given.name || undefined,
    protocol: given.protocol || 'TCP',
    port: given.port,
    targetPort: given.targetPort || given.port,
    nodePort: given.nodePort || undefined,
  };
}

const managedBy = 'endpointslice.kubernetes.io/managed-by';
const selectorController = 'endpointslice-controller.k8s.io';
const serviceName = 'kubernetes.io/service-name';

const rawEndpointSlice = z.object({
  metadata: objectMetadata,
  endpoints: listOf(z.object({ addresses: listOf(z.string()) })),
  ports: listOf(
    z.object({
      name: maybe(z.string()),
      protocol: orDefault(z.string(), 'TCP'),
      port: maybe(z.number()),
    }),
  ),
});

/**
 * Slices that follow a selector say what pods and Services say already, and are most of a cluster's;
 * they are recognised before they are taken apart. Those that mirror an Endpoints object were
 * written by somebody, and that of the Service `kubernetes` tells where the API server is.
 */
export function projectWrittenEndpoints(item: unknown): WrittenEndpoints | undefined {
  if (followsSelector(item)) return undefined;
  const { metadata, endpoints, ports } = rawEndpointSlice.parse(item);
  return {
    ...namespacedName(metadata),
    service: metadata.labels[serviceName] || undefined,
    addresses: [...new Set(endpoints.flatMap(({ addresses }) => addresses))].sort(),
    ports: ports.map(({ name, protocol, port }) => ({ name: name || undefined, protocol, port })),
  };
}

function followsSelector(item: unknown): boolean {
  const metadata = isJsonMap(item) ? item['metadata'] : undefined;
  const labels = isJsonMap(metadata) ? metadata['labels'] : undefined;
  return isJsonMap(labels) && labels[managedBy] === selectorController;
}
