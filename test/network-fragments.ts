import * as z from 'zod';

/*
 * The short form of what leads traffic, and of policies beside NetworkPolicy. What is left out has
 * the API server's default where there is one, and else the value that says least.
 */

const labels = z.record(z.string(), z.string()).default({});
const namespace = z.string().default('shop');
const names = z.array(z.string()).default([]);
const portNumberOrName = z.union([z.number(), z.string()]);
const protocol = z.string().default('TCP');

const servicePort = z
  .strictObject({
    name: z.string().optional(),
    protocol,
    port: z.number(),
    targetPort: portNumberOrName.optional(),
    nodePort: z.number().optional(),
  })
  .transform(({ targetPort, ...rest }) => ({ ...rest, targetPort: targetPort ?? rest.port }));

const service = z.strictObject({
  name: z.string(),
  namespace,
  labels,
  annotations: labels,
  type: z.string().default('ClusterIP'),
  clusterIPs: names,
  externalIPs: names,
  externalName: z.string().optional(),
  selector: z.record(z.string(), z.string()).optional(),
  ports: z.array(servicePort).default([]),
  externalTrafficPolicy: z.string().optional(),
  internalTrafficPolicy: z.string().optional(),
  allocateLoadBalancerNodePorts: z.boolean().default(true),
  loadBalancerClass: z.string().optional(),
  loadBalancerSourceRanges: names,
  loadBalancerAddresses: names,
  publishNotReadyAddresses: z.boolean().default(false),
});

const writtenEndpoints = z.strictObject({
  name: z.string(),
  namespace,
  service: z.string().optional(),
  addresses: names,
  ports: z
    .array(z.strictObject({ name: z.string().optional(), protocol, port: z.number().optional() }))
    .default([]),
});

const serviceBackend = z.strictObject({ service: z.string(), port: portNumberOrName.optional() });

const ingress = z.strictObject({
  name: z.string(),
  namespace,
  labels,
  annotations: labels,
  className: z.string().optional(),
  tls: z.array(z.strictObject({ hosts: names, secretName: z.string().optional() })).default([]),
  defaultBackend: serviceBackend.optional(),
  rules: z
    .array(
      z.strictObject({
        host: z.string().optional(),
        paths: z
          .array(
            z.strictObject({ path: z.string().optional(), backend: serviceBackend.optional() }),
          )
          .default([]),
      }),
    )
    .default([]),
  loadBalancerAddresses: names,
});

const ingressClass = z.strictObject({
  name: z.string(),
  controller: z.string().optional(),
  hasParameters: z.literal(true).optional(),
  isDefault: z.boolean().default(false),
});

const listener = z.strictObject({
  name: z.string().default('default'),
  hostname: z.string().optional(),
  port: z.number(),
  protocol: z.string().default('HTTP'),
  tls: z.strictObject({ mode: z.string().default('Terminate'), certificates: names }).optional(),
  allowedRoutesFrom: z.string().default('Same'),
  allowedRoutesSelector: z.unknown().optional(),
});

const gateway = z.strictObject({
  name: z.string(),
  namespace,
  labels,
  annotations: labels,
  className: z.string().default('gateway'),
  listeners: z.array(listener).default([]),
  addresses: names,
});

/** An object that a route names, in the route's own namespace where none is given. */
const reference = <Kind extends string>(kind: Kind) => ({
  kind: z.string().default(kind),
  namespace: z.string().optional(),
  name: z.string(),
  port: z.number().optional(),
});

const route = z
  .strictObject({
    kind: z.string().default('HTTPRoute'),
    name: z.string(),
    namespace,
    hostnames: names,
    parents: z
      .array(z.strictObject({ ...reference('Gateway'), sectionName: z.string().optional() }))
      .default([]),
    backends: z.array(z.strictObject(reference('Service'))).default([]),
  })
  .transform(({ parents, backends, ...rest }) => ({
    ...rest,
    parents: parents.map((given) => ({ ...given, namespace: given.namespace ?? rest.namespace })),
    backends: backends.map((given) => ({ ...given, namespace: given.namespace ?? rest.namespace })),
  }));

const referenceGrant = z.strictObject({
  name: z.string(),
  namespace,
  from: z.array(z.strictObject({ kind: z.string(), namespace })).default([]),
  to: z.array(z.strictObject({ kind: z.string(), name: z.string().optional() })).default([]),
});

const node = z.strictObject({
  name: z.string(),
  labels,
  internalIPs: names,
  externalIPs: names,
  podCIDRs: names,
  kubeletVersion: z.string().optional(),
  osImage: z.string().optional(),
});

const policyEndpointEntry = z.strictObject({
  cidr: z.string().optional(),
  domainName: z.string().optional(),
  except: names,
  ports: z
    .array(
      z.strictObject({
        protocol: z.string().optional(),
        port: z.number().optional(),
        endPort: z.number().optional(),
      }),
    )
    .default([]),
});

/** `policy` is the name of a policy in the namespace of the object. */
const policyEndpoint = z
  .strictObject({
    name: z.string(),
    namespace,
    policy: z.string(),
    isolates: names,
    pods: z
      .array(z.strictObject({ namespace, name: z.string(), podIP: z.string().optional() }))
      .default([]),
    ingress: z.array(policyEndpointEntry).default([]),
    egress: z.array(policyEndpointEntry).default([]),
  })
  .transform(({ policy, ...rest }) => ({
    ...rest,
    policy: { namespace: rest.namespace, name: policy },
  }));

const nodeClass = z.strictObject({ name: z.string(), networkPolicy: z.string().optional() });

/** `spec` is short for a list of one. */
const otherPolicy = z
  .strictObject({
    read: z.string(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    labels,
    spec: z.json().optional(),
    specs: z.array(z.json()).optional(),
  })
  .transform(({ spec, specs, ...rest }) => ({
    ...rest,
    specs: specs ?? (spec === undefined ? [] : [spec]),
  }));

/** The parts of a fragment; each may be left out. */
export const networkFragments = {
  otherPolicies: z.array(otherPolicy).default([]),
  policyObjects: z.array(otherPolicy).default([]),
  policyEndpoints: z.array(policyEndpoint).default([]),
  services: z.array(service).default([]),
  writtenEndpoints: z.array(writtenEndpoints).default([]),
  ingresses: z.array(ingress).default([]),
  ingressClasses: z.array(ingressClass).default([]),
  gateways: z.array(gateway).default([]),
  routes: z.array(route).default([]),
  referenceGrants: z.array(referenceGrant).default([]),
  nodes: z.array(node).default([]),
  nodeClasses: z.array(nodeClass).default([]),
};
