import { managedFields } from './bench-managed-fields.ts';

/** Deployments have Services; their pods are those of bench-objects.ts, with 4 replicas each. */
const firstService = 8;

const metadataOf = (name: string, index: number, namespace?: string) => ({
  name,
  ...(namespace !== undefined && { namespace }),
  uid: `6a1b2c3d-4e5f-4a6b-8c7d-${index.toString(16).padStart(12, '0')}`,
  resourceVersion: String(3_000_000 + index),
  creationTimestamp: '2026-11-01T00:00:00Z',
  managedFields,
});

const podIp = (index: number): string =>
  `10.${index % 250}.${Math.floor(index / 250) % 250}.${(index % 13) + 4}`;

/** A Service of a deployment; every twentieth has a load balancer. */
export function benchService(index: number): unknown {
  const app = `service-${firstService + index}`;
  const isExposed = index % 20 === 0;
  const scheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
  return {
    metadata: {
      ...metadataOf(app, index, `team-${(firstService + index) % 80}`),
      labels: { app, 'app.kubernetes.io/name': app, 'app.kubernetes.io/instance': `${app}-live` },
      annotations: {
        'prometheus.io/scrape': 'true',
        ...(isExposed && { [scheme]: 'internal' }),
      },
    },
    spec: {
      type: isExposed ? 'LoadBalancer' : 'ClusterIP',
      clusterIP: `172.20.${index % 250}.${Math.floor(index / 250) + 1}`,
      clusterIPs: [`172.20.${index % 250}.${Math.floor(index / 250) + 1}`],
      selector: { app },
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' },
        { name: 'metrics', protocol: 'TCP', port: 9090, targetPort: 9090 },
      ],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
    },
    status: { loadBalancer: isExposed ? { ingress: [{ hostname: `${app}.elb.example` }] } : {} },
  };
}

/** The slice that a selector makes of it, as most of a cluster's are. */
export function benchEndpointSlice(index: number): unknown {
  const app = `service-${firstService + index}`;
  const namespace = `team-${(firstService + index) % 80}`;
  return {
    metadata: {
      ...metadataOf(`${app}-x7k2p`, index, namespace),
      labels: {
        app,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': app,
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: app, controller: true }],
    },
    addressType: 'IPv4',
    endpoints: [0, 1, 2, 3].map((replica) => ({
      addresses: [podIp(index * 4 + replica)],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: `ip-10-0-${index % 200}-${index % 250}.eu-west-1.compute.internal`,
      targetRef: { kind: 'Pod', namespace, name: `${app}-${replica}` },
      zone: 'eu-west-1a',
    })),
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  };
}

/** A node with the labels that EKS sets, and the images that lie on it. */
export function benchNode(index: number): unknown {
  const name = `ip-10-0-${Math.floor(index / 200)}-${index % 200}.eu-west-1.compute.internal`;
  return {
    metadata: {
      ...metadataOf(name, index),
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'eks.amazonaws.com/capacityType': 'ON_DEMAND',
        'eks.amazonaws.com/nodegroup': `group-${index % 6}`,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm6i.2xlarge',
        'topology.kubernetes.io/region': 'eu-west-1',
        'topology.kubernetes.io/zone': `eu-west-1${'abc'[index % 3]}`,
      },
    },
    spec: { providerID: `aws:///eu-west-1a/i-${index.toString(16).padStart(17, '0')}` },
    status: {
      addresses: [
        { type: 'InternalIP', address: `10.0.${Math.floor(index / 200)}.${index % 200}` },
        { type: 'InternalDNS', address: name },
        { type: 'Hostname', address: name },
      ],
      capacity: { cpu: '8', memory: '32408600Ki', pods: '58' },
      images: Array.from({ length: 30 }, (_, image) => ({
        names: [
          `111122223333.dkr.ecr.eu-west-1.amazonaws.com/service-${image}@sha256:${'0a1b2c3d'.repeat(8)}`,
          `111122223333.dkr.ecr.eu-west-1.amazonaws.com/service-${image}:2026.11.20`,
        ],
        sizeBytes: 81_234_567,
      })),
    },
  };
}

/** What the VPC CNI makes of a policy: the pods it selects, and each peer as an address. */
export function benchPolicyEndpoint(index: number): unknown {
  const app = `service-${index % 400}`;
  const namespace = `team-${index % 80}`;
  const policy = `${app}-policy-${index}`;
  const ports = [{ protocol: 'TCP', port: 8080 }];
  return {
    apiVersion: 'networking.k8s.aws/v1alpha1',
    kind: 'PolicyEndpoint',
    metadata: {
      ...metadataOf(`${policy}-b2c4d`, index, namespace),
      ownerReferences: [{ kind: 'NetworkPolicy', name: policy, controller: true }],
    },
    spec: {
      policyRef: { name: policy, namespace },
      podSelector: { matchLabels: { app } },
      podIsolation: ['Ingress', 'Egress'],
      podSelectorEndpoints: [0, 1, 2, 3].map((replica) => ({
        hostIP: `10.0.${index % 200}.${replica}`,
        podIP: podIp(index * 4 + replica),
        name: `${app}-${replica}`,
        namespace,
      })),
      ingress: Array.from({ length: 40 }, (_, peer) => ({ cidr: podIp(index + peer), ports })),
      egress: [
        { cidr: '0.0.0.0/0', ports: [{ protocol: 'UDP', port: 53 }] },
        { cidr: `10.${index % 250}.0.0/16`, ports: [{ protocol: 'TCP', port: 5432 }] },
      ],
    },
  };
}
