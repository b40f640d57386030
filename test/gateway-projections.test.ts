import { describe, expect, test } from '@jest/globals';
import {
  gatewaySchema,
  nodeClassSchema,
  nodeSchema,
  policyEndpointSchema,
  referenceGrantSchema,
  routeSchema,
} from '../functions/model/network-objects.ts';
import {
  projectGateway,
  projectReferenceGrant,
} from '../functions/snapshot/projections/gateways.ts';
import { projectNode, projectNodeClass } from '../functions/snapshot/projections/nodes.ts';
import { projectPolicyEndpoint } from '../functions/snapshot/projections/policy-endpoints.ts';
import { projectRoute } from '../functions/snapshot/projections/routes.ts';

const metadata = { name: 'web', namespace: 'shop' };

describe('of a Gateway', () => {
  const gateway = (spec: object, more: object = {}) =>
    gatewaySchema.parse(
      projectGateway({ metadata, spec: { gatewayClassName: 'alb', ...spec }, ...more }),
    );

  test('listeners have the defaults of the Gateway API', () => {
    const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }];
    expect(gateway({ listeners })).toEqual({
      ...metadata,
      labels: {},
      annotations: {},
      className: 'alb',
      listeners: [
        {
          name: 'http',
          hostname: undefined,
          port: 80,
          protocol: 'HTTP',
          tls: undefined,
          allowedRoutesFrom: 'Same',
          allowedRoutesSelector: undefined,
        },
      ],
      addresses: [],
    });
  });

  test('certificates are kept by name, and selectors of namespaces whole', () => {
    const selector = { matchLabels: { team: 'shop' } };
    const tls = { certificateRefs: [{ name: 'own' }, { name: 'other', namespace: 'pki' }] };
    const allowedRoutes = { namespaces: { from: 'Selector', selector } };
    const listeners = [
      {
        name: 'https',
        hostname: '*.example.com',
        port: 443,
        protocol: 'HTTPS',
        tls,
        allowedRoutes,
      },
      { name: 'tls', port: 8443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
    ];
    expect(gateway({ listeners }).listeners).toMatchObject([
      {
        hostname: '*.example.com',
        tls: { mode: 'Terminate', certificates: ['shop/own', 'pki/other'] },
        allowedRoutesFrom: 'Selector',
        allowedRoutesSelector: selector,
      },
      { tls: { mode: 'Passthrough', certificates: [] } },
    ]);
  });

  test('addresses that were asked for and that it got are kept once each', () => {
    const addresses = [{ type: 'IPAddress', value: '192.0.2.1' }];
    const status = { addresses: [{ value: '192.0.2.1' }, { value: 'lb.example.com' }] };
    expect(gateway({ addresses }, { status }).addresses).toEqual(['192.0.2.1', 'lb.example.com']);
  });

  test('what its Service is told about its load balancer is kept, from either place', () => {
    const scheme = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
    const kind = 'networking.istio.io/service-type';
    const raw = {
      metadata: { ...metadata, annotations: { [kind]: 'ClusterIP', note: 'hunter2' } },
      spec: {
        gatewayClassName: 'istio',
        infrastructure: { annotations: { [scheme]: 'internal', note: 'hunter2' } },
      },
    };
    expect(projectGateway(raw).annotations).toEqual({ [kind]: 'ClusterIP', [scheme]: 'internal' });
  });
});

describe('of a route', () => {
  const route = (spec: object, kind = 'HTTPRoute') =>
    routeSchema.parse(projectRoute(kind, { metadata, spec }));

  test('parents and backends have the defaults of the Gateway API', () => {
    const spec = { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'api' }] }] };
    expect(route(spec, 'TCPRoute')).toEqual({
      kind: 'TCPRoute',
      ...metadata,
      hostnames: [],
      parents: [
        {
          kind: 'Gateway',
          namespace: 'shop',
          name: 'edge',
          port: undefined,
          sectionName: undefined,
        },
      ],
      backends: [{ kind: 'Service', namespace: 'shop', name: 'api', port: undefined }],
    });
  });

  test('what is named with a group of another API is named with it', () => {
    const spec = {
      hostnames: ['shop.example.com'],
      parentRefs: [
        { group: '', kind: 'Service', name: 'mesh', port: 80 },
        { name: 'edge', namespace: 'infra', sectionName: 'https' },
      ],
      rules: [
        {
          backendRefs: [
            { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'far', port: 80 },
          ],
        },
      ],
    };
    expect(route(spec)).toMatchObject({
      hostnames: ['shop.example.com'],
      parents: [
        { kind: 'Service', name: 'mesh', port: 80 },
        { kind: 'Gateway', namespace: 'infra', name: 'edge', sectionName: 'https' },
      ],
      backends: [{ kind: 'ServiceImport.multicluster.x-k8s.io', name: 'far', port: 80 }],
    });
  });

  const ref = (name: string) => ({ name, port: 80 });
  test.each<[string, object, readonly string[]]>([
    [
      'of every rule, each once',
      { rules: [{ backendRefs: [ref('a'), ref('b')] }, { backendRefs: [ref('a')] }] },
      ['a', 'b'],
    ],
    [
      'that get a copy of the requests',
      { rules: [{ filters: [{ requestMirror: { backendRef: ref('copy') } }] }] },
      ['copy'],
    ],
    [
      'that get a copy of the requests for one backend',
      {
        rules: [
          {
            backendRefs: [
              { ...ref('a'), filters: [{ requestMirror: { backendRef: ref('copy') } }] },
            ],
          },
        ],
      },
      ['a', 'copy'],
    ],
    [
      'that are asked to authenticate',
      { rules: [{ filters: [{ externalAuth: { protocol: 'HTTP', backendRef: ref('auth') } }] }] },
      ['auth'],
    ],
    [
      'but those whose weight lets nothing through',
      {
        rules: [
          {
            backendRefs: [
              { ...ref('a'), weight: 0 },
              { ...ref('b'), weight: 1 },
            ],
          },
        ],
      },
      ['b'],
    ],
    ['where there are none', { rules: null }, []],
  ])('backends are kept %s', (_, spec, names) => {
    expect(route(spec).backends.map(({ name }) => name)).toEqual(names);
  });

  test('a grant names who may refer to what', () => {
    const spec = {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [
        { group: '', kind: 'Service' },
        { group: '', kind: 'Secret', name: 'tls' },
      ],
    };
    expect(referenceGrantSchema.parse(projectReferenceGrant({ metadata, spec }))).toEqual({
      ...metadata,
      from: [{ kind: 'HTTPRoute', namespace: 'shop' }],
      to: [
        { kind: 'Service', name: undefined },
        { kind: 'Secret', name: 'tls' },
      ],
    });
  });
});

describe('of a node', () => {
  test('labels, addresses and pod ranges are kept', () => {
    const raw = {
      metadata: { name: 'node-1', labels: { zone: 'b', role: 'a' }, annotations: { x: 'hunter2' } },
      spec: { podCIDR: '10.1.0.0/24', podCIDRs: ['10.1.0.0/24', 'fd00::/64'], providerID: 'x' },
      status: {
        addresses: [
          { type: 'InternalIP', address: '10.0.0.4' },
          { type: 'ExternalIP', address: '192.0.2.4' },
          { type: 'InternalDNS', address: 'node-1.internal' },
        ],
      },
    };
    expect(nodeSchema.parse(projectNode(raw))).toEqual({
      name: 'node-1',
      labels: { role: 'a', zone: 'b' },
      internalIPs: ['10.0.0.4'],
      externalIPs: ['192.0.2.4'],
      podCIDRs: ['10.1.0.0/24', 'fd00::/64'],
    });
  });

  test.each([
    ['the older field alone', { podCIDR: '10.1.0.0/24' }, ['10.1.0.0/24']],
    ['no field', {}, []],
    ['no spec', null, []],
  ])('pod ranges come from %s', (_, spec, podCIDRs) => {
    expect(projectNode({ metadata: { name: 'a' }, spec }).podCIDRs).toEqual(podCIDRs);
  });

  test.each([
    [{ networkPolicy: 'DefaultDeny', role: 'nodes' }, 'DefaultDeny'],
    [{}, undefined],
    [null, undefined],
  ])('a NodeClass with the spec %j has the default %s', (spec, networkPolicy) => {
    const kept = projectNodeClass({ metadata: { name: 'default' }, spec });
    expect(nodeClassSchema.parse(kept)).toEqual({ name: 'default', networkPolicy });
  });
});

describe('of a PolicyEndpoint', () => {
  test('what the controller made of a policy is kept', () => {
    const ports = [{ protocol: 'TCP', port: 8080, endPort: 8090 }];
    const spec = {
      policyRef: { name: 'allow-web', namespace: 'shop' },
      podIsolation: ['Ingress'],
      podSelectorEndpoints: [
        { name: 'web-1', namespace: 'shop', podIP: '10.0.0.7', hostIP: '10.0.0.4' },
      ],
      ingress: [
        { cidr: '10.0.0.8', ports },
        { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'], ports: structuredClone(ports) },
      ],
      egress: [{ domainName: '*.example.com', ports: null }],
    };
    expect(policyEndpointSchema.parse(projectPolicyEndpoint({ metadata, spec }))).toEqual({
      ...metadata,
      policy: { namespace: 'shop', name: 'allow-web' },
      isolates: ['Ingress'],
      pods: [{ namespace: 'shop', name: 'web-1', podIP: '10.0.0.7' }],
      ingress: [
        { cidr: '10.0.0.8', domainName: undefined, except: [], ports },
        { cidr: '0.0.0.0/0', domainName: undefined, except: ['10.0.0.0/8'], ports },
      ],
      egress: [{ cidr: undefined, domainName: '*.example.com', except: [], ports: [] }],
    });
  });

  test('peers of one rule share its ports, and those of another rule do not', () => {
    const entry = (port: number) => ({
      cidr: `10.0.0.${port}`,
      ports: [{ protocol: 'TCP', port }],
    });
    const spec = { policyRef: { name: 'p' }, ingress: [entry(1), entry(1), entry(2)] };
    const [first, second, third] = projectPolicyEndpoint({ metadata, spec }).ingress;
    expect(second?.ports).toBe(first?.ports);
    expect(third?.ports).toEqual([{ protocol: 'TCP', port: 2, endPort: undefined }]);
  });

  test('null is nothing', () => {
    const nothing = { podIsolation: null, podSelectorEndpoints: null, ingress: null, egress: null };
    const spec = { policyRef: { name: 'p', namespace: null }, ...nothing };
    expect(projectPolicyEndpoint({ metadata, spec })).toEqual({
      ...metadata,
      policy: { namespace: 'shop', name: 'p' },
      ...{ isolates: [], pods: [], ingress: [], egress: [] },
    });
  });
});
