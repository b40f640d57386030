import * as z from 'zod';

/*
 * What a snapshot keeps of the objects that lead traffic into, through and out of a cluster. Only
 * named annotations pass: those of load balancers and of ingress controllers that controls read. Of
 * certificates, actions and snippets the value is the word `present`.
 */

const labels = z.record(z.string(), z.string());
const namespaced = { namespace: z.string(), name: z.string() };

const servicePort = z.strictObject({
  name: z.string().optional(),
  protocol: z.string(),
  port: z.number(),
  /** Number, or name of a container port; the service port where the manifest names none. */
  targetPort: z.union([z.number(), z.string()]),
  nodePort: z.number().optional(),
});

export const serviceSchema = z.strictObject({
  ...namespaced,
  labels,
  annotations: labels,
  type: z.string(),
  /** Empty where none was assigned yet; `['None']` for a headless Service. */
  clusterIPs: z.array(z.string()),
  externalIPs: z.array(z.string()),
  externalName: z.string().optional(),
  /** Absent where the Service selects no pods; its endpoints are then written by hand. */
  selector: labels.optional(),
  ports: z.array(servicePort),
  externalTrafficPolicy: z.string().optional(),
  internalTrafficPolicy: z.string().optional(),
  allocateLoadBalancerNodePorts: z.boolean(),
  loadBalancerClass: z.string().optional(),
  loadBalancerSourceRanges: z.array(z.string()),
  /** Host names and addresses that a load balancer got. */
  loadBalancerAddresses: z.array(z.string()),
  publishNotReadyAddresses: z.boolean(),
});

/** An EndpointSlice that no Service selector made: addresses that somebody wrote down. */
export const writtenEndpointsSchema = z.strictObject({
  ...namespaced,
  service: z.string().optional(),
  addresses: z.array(z.string()),
  ports: z.array(
    z.strictObject({
      name: z.string().optional(),
      protocol: z.string(),
      port: z.number().optional(),
    }),
  ),
});

/** A Service by name, with the port as a number or a name. */
const serviceBackend = z.strictObject({
  service: z.string(),
  port: z.union([z.number(), z.string()]).optional(),
});

export const ingressSchema = z.strictObject({
  ...namespaced,
  labels,
  annotations: labels,
  /** `spec.ingressClassName`, or the annotation that came before it. */
  className: z.string().optional(),
  tls: z.array(z.strictObject({ hosts: z.array(z.string()), secretName: z.string().optional() })),
  defaultBackend: serviceBackend.optional(),
  rules: z.array(
    z.strictObject({
      host: z.string().optional(),
      paths: z.array(
        z.strictObject({
          path: z.string().optional(),
          /** Absent where the backend is no Service. */
          backend: serviceBackend.optional(),
        }),
      ),
    }),
  ),
  loadBalancerAddresses: z.array(z.string()),
});

export const ingressClassSchema = z.strictObject({
  name: z.string(),
  controller: z.string().optional(),
  /** Set where it names an object with more settings, such as an IngressClassParams of AWS. */
  hasParameters: z.literal(true).optional(),
  isDefault: z.boolean(),
});

export const gatewaySchema = z.strictObject({
  ...namespaced,
  labels,
  annotations: labels,
  className: z.string(),
  listeners: z.array(
    z.strictObject({
      name: z.string(),
      hostname: z.string().optional(),
      port: z.number(),
      /** HTTP, HTTPS, TLS, TCP, UDP, or a name of an implementation's own. */
      protocol: z.string(),
      /** Certificates as `namespace/name` of what holds them. */
      tls: z.strictObject({ mode: z.string(), certificates: z.array(z.string()) }).optional(),
      /** All, Same, Selector or None; `selector` as it stands in the manifest. */
      allowedRoutesFrom: z.string(),
      allowedRoutesSelector: z.unknown().optional(),
    }),
  ),
  addresses: z.array(z.string()),
});

/**
 * Kinds of parents and backends are written with their group, as in `ServiceImport.example.com`,
 * unless that is of Kubernetes or of the Gateway API. Backends of mirrors and of external
 * authentication count; those of weight 0 do not.
 */
export const routeSchema = z.strictObject({
  kind: z.string(),
  ...namespaced,
  hostnames: z.array(z.string()),
  parents: z.array(
    z.strictObject({
      kind: z.string(),
      ...namespaced,
      sectionName: z.string().optional(),
      port: z.number().optional(),
    }),
  ),
  backends: z.array(
    z.strictObject({ kind: z.string(), ...namespaced, port: z.number().optional() }),
  ),
});

/** ReferenceGrant of the Gateway API: who may name objects of this namespace. */
export const referenceGrantSchema = z.strictObject({
  ...namespaced,
  from: z.array(z.strictObject({ kind: z.string(), namespace: z.string() })),
  to: z.array(z.strictObject({ kind: z.string(), name: z.string().optional() })),
});

export const nodeSchema = z.strictObject({
  name: z.string(),
  labels,
  /** InternalIP and ExternalIP addresses of `status.addresses`. */
  internalIPs: z.array(z.string()),
  externalIPs: z.array(z.string()),
  podCIDRs: z.array(z.string()),
  /** `status.nodeInfo`: `v1.33.4-eks-...`, `Bottlerocket OS 1.44.0 (aws-k8s-1.33)`. */
  kubeletVersion: z.string().optional(),
  osImage: z.string().optional(),
});

const policyEndpointEntry = z.strictObject({
  cidr: z.string().optional(),
  domainName: z.string().optional(),
  except: z.array(z.string()),
  ports: z.array(
    z.strictObject({
      protocol: z.string().optional(),
      port: z.number().optional(),
      endPort: z.number().optional(),
    }),
  ),
});

/** What the VPC CNI's controller made of one NetworkPolicy; a large policy has several of them. */
export const policyEndpointSchema = z.strictObject({
  ...namespaced,
  policy: z.strictObject(namespaced),
  isolates: z.array(z.string()),
  pods: z.array(z.strictObject({ ...namespaced, podIP: z.string().optional() })),
  ingress: z.array(policyEndpointEntry),
  egress: z.array(policyEndpointEntry),
});

/** NodeClass of EKS Auto Mode: the network policy default of the nodes made from it. */
export const nodeClassSchema = z.strictObject({
  name: z.string(),
  /** `DefaultAllow` or `DefaultDeny`. */
  networkPolicy: z.string().optional(),
});

export type Service = Readonly<z.infer<typeof serviceSchema>>;
export type ServicePort = Service['ports'][number];
export type WrittenEndpoints = Readonly<z.infer<typeof writtenEndpointsSchema>>;
export type Ingress = Readonly<z.infer<typeof ingressSchema>>;
export type IngressClass = Readonly<z.infer<typeof ingressClassSchema>>;
export type Gateway = Readonly<z.infer<typeof gatewaySchema>>;
export type Route = Readonly<z.infer<typeof routeSchema>>;
export type ReferenceGrant = Readonly<z.infer<typeof referenceGrantSchema>>;
export type Node = Readonly<z.infer<typeof nodeSchema>>;
export type PolicyEndpoint = Readonly<z.infer<typeof policyEndpointSchema>>;
export type NodeClass = Readonly<z.infer<typeof nodeClassSchema>>;
