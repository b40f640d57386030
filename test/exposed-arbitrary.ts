import fc from 'fast-check';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';

/*
 * Small clusters, dense in ways that lead into them: two workloads, a proxy and a database, with
 * Services, Ingresses and Gateways that meet them or not.
 */

const apps = ['web', 'api', 'db', 'ingress-nginx'] as const;
const app = fc.constantFrom(...apps);
const labelsOf = (name: string) => ({
  app: name,
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/component': 'controller',
});

const images: Readonly<Record<string, string>> = {
  db: 'postgres:17',
  'ingress-nginx': 'registry.k8s.io/ingress-nginx/controller:v1',
};

const pods = fc.uniqueArray(
  fc.record({
    name: app,
    port: fc.constantFrom(
      { name: 'http', containerPort: 8080 },
      { name: 'https', containerPort: 8443 },
      { containerPort: 5432, hostPort: 5432 },
    ),
  }),
  { selector: ({ name }) => name, maxLength: 4 },
);

const annotations = (names: Readonly<Record<string, readonly string[]>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(names).map(([name, values]) => [name, fc.constantFrom(...values)]),
    ),
    { requiredKeys: [] },
  );

const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';
const services = fc.array(
  fc.record({
    app,
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    loadBalancerClass: fc.constantFrom(undefined, 'service.k8s.aws/nlb', 'example.com/edge'),
    externalTrafficPolicy: fc.constantFrom(undefined, 'Local'),
    externalIPs: fc.constantFrom([], [], ['203.0.113.7']),
    annotations: annotations({
      [`${prefix}scheme`]: ['internet-facing', 'internal'],
      [`${prefix}ssl-cert`]: ['present'],
      [`${prefix}ssl-ports`]: ['443'],
      [`${prefix}nlb-target-type`]: ['ip'],
    }),
    ports: fc.subarray(
      [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'https', port: 443, targetPort: 8080 },
        { name: 'db', port: 5432, targetPort: 5432 },
      ],
      { minLength: 1 },
    ),
  }),
  { maxLength: 4 },
);

const ingresses = fc.array(
  fc.record({
    className: fc.constantFrom('alb', 'nginx', 'odd', undefined),
    service: fc.nat({ max: 3 }),
    annotations: annotations({
      'alb.ingress.kubernetes.io/scheme': ['internet-facing'],
      'alb.ingress.kubernetes.io/certificate-arn': ['present'],
      'nginx.ingress.kubernetes.io/server-snippet': ['present'],
      'nginx.ingress.kubernetes.io/ssl-redirect': ['false'],
    }),
    tls: fc.constantFrom([], [{ secretName: 'tls' }]),
  }),
  { maxLength: 3 },
);

const listener = fc.constantFrom(
  { name: 'http', port: 80 },
  { name: 'https', port: 443, protocol: 'HTTPS', tls: {} },
);
const gateways = fc.array(
  fc.record({
    className: fc.constantFrom('aws-alb', 'odd'),
    listeners: fc.uniqueArray(listener, { selector: ({ name }) => name, minLength: 1 }),
    addresses: fc.constantFrom([], ['edge-1.eu-central-1.elb.amazonaws.com']),
  }),
  { maxLength: 2 },
);
const routes = fc.array(fc.record({ gateway: fc.nat({ max: 1 }), service: fc.nat({ max: 3 }) }), {
  maxLength: 2,
});

const from = fc.constantFrom(
  { ipBlock: { cidr: '0.0.0.0/0' } },
  { ipBlock: { cidr: '10.0.0.0/8' } },
  { namespaceSelector: {} },
  { podSelector: {} },
);
const policies = fc.array(
  fc.record({
    podSelector: app.map((name) => ({ matchLabels: { app: name } })),
    ingress: fc.array(
      fc.record({
        from: fc.array(from, { maxLength: 2 }),
        ports: fc.constantFrom([], [{ port: 8080 }]),
      }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 3 },
);

const nodes = fc.constantFrom(
  [{ name: 'node-1', internalIPs: ['10.0.0.1'] }],
  [{ name: 'node-1', internalIPs: ['10.0.0.1'], externalIPs: ['54.1.2.3'] }],
);
const daemonSets = fc.constantFrom([], ['calico-node'], ['aws-node']);

export const exposedCluster: fc.Arbitrary<Snapshot> = fc
  .record({ pods, services, ingresses, gateways, routes, policies, nodes, daemonSets })
  .map((given) =>
    snapshotOf({
      namespaces: ['shop'],
      nodes: given.nodes,
      workloads: given.daemonSets.map((name) => ({ kind: 'DaemonSet', name })),
      vpcCniNodeAgent: { enableNetworkPolicy: true },
      vpcCniConfig: { enableNetworkPolicyController: true },
      pods: given.pods.map(({ name, port }) => ({
        name: `${name}-1`,
        labels: labelsOf(name),
        owner: `Deployment ${name}`,
        nodeName: 'node-1',
        spec: { containers: [{ name: 'app', image: images[name] ?? 'team/app:1', ports: [port] }] },
      })),
      services: given.services.map(({ app: name, ...service }, index) => ({
        ...service,
        name: `service-${index}`,
        selector: { 'app.kubernetes.io/name': name },
      })),
      ingresses: given.ingresses.map(({ service, ...ingress }, index) => ({
        ...ingress,
        name: `ingress-${index}`,
        defaultBackend: { service: `service-${service}` },
      })),
      gateways: given.gateways.map((gateway, index) => ({ ...gateway, name: `gateway-${index}` })),
      routes: given.routes.map(({ gateway, service }, index) => ({
        name: `route-${index}`,
        parents: [{ name: `gateway-${gateway}` }],
        backends: [{ name: `service-${service}` }],
      })),
      networkPolicies: given.policies.map((spec, index) => ({ name: `policy-${index}`, spec })),
    }),
  );
