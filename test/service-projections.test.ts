import { describe, expect, test } from '@jest/globals';
import {
  ingressSchema,
  serviceSchema,
  writtenEndpointsSchema,
} from '../functions/model/network-objects.ts';
import {
  projectIngress,
  projectIngressClass,
} from '../functions/snapshot/projections/ingresses.ts';
import {
  projectService,
  projectWrittenEndpoints,
} from '../functions/snapshot/projections/services.ts';

const metadata = { name: 'api', namespace: 'shop' };
const service = (spec: object, more: object = {}) =>
  serviceSchema.parse(projectService({ metadata, spec, ...more }));

describe('of a Service', () => {
  test('what a manifest leaves out is what the API server would fill in', () => {
    expect(service({ ports: [{ port: 80 }] })).toEqual({
      namespace: 'shop',
      name: 'api',
      labels: {},
      annotations: {},
      type: 'ClusterIP',
      clusterIPs: [],
      externalIPs: [],
      externalName: undefined,
      selector: undefined,
      ports: [{ name: undefined, protocol: 'TCP', port: 80, targetPort: 80, nodePort: undefined }],
      externalTrafficPolicy: undefined,
      internalTrafficPolicy: undefined,
      allocateLoadBalancerNodePorts: true,
      loadBalancerClass: undefined,
      loadBalancerSourceRanges: [],
      loadBalancerAddresses: [],
      publishNotReadyAddresses: false,
    });
  });

  test('everything that tells who can reach it is kept', () => {
    const spec = {
      type: 'LoadBalancer',
      clusterIPs: ['10.0.0.1', 'fd00::1'],
      externalIPs: ['192.0.2.1'],
      selector: { app: 'api' },
      ports: [
        { name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns', nodePort: 30053 },
        { name: 'web', port: 80, targetPort: 8080 },
      ],
      externalTrafficPolicy: 'Local',
      internalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: false,
      loadBalancerClass: 'service.k8s.aws/nlb',
      loadBalancerSourceRanges: ['198.51.100.0/24'],
      publishNotReadyAddresses: true,
    };
    const ingress = [{ hostname: 'lb.example.com' }, { ip: '192.0.2.9' }];
    const { ports, loadBalancerAddresses, ...kept } = service(spec, {
      status: { loadBalancer: { ingress } },
    });
    const { ports: _, ...given } = spec;
    expect(kept).toMatchObject(given);
    expect(loadBalancerAddresses).toEqual(['lb.example.com', '192.0.2.9']);
    expect(ports).toEqual([
      { name: 'dns', protocol: 'UDP', port: 53, targetPort: 'dns', nodePort: 30053 },
      { name: 'web', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: undefined },
    ]);
  });

  test.each([
    ['an empty selector', { selector: {} }, undefined],
    ['null for a selector', { selector: null }, undefined],
    [
      'a selector that an external name outweighs',
      { type: 'ExternalName', selector: { app: 'api' } },
      undefined,
    ],
    ['a selector', { selector: { b: '2', a: '1' } }, { a: '1', b: '2' }],
  ])('%s selects what the API says', (_, spec, selector) => {
    expect(service(spec).selector).toEqual(selector);
  });

  test.each([
    ['the older field alone', { clusterIP: '10.0.0.1' }, ['10.0.0.1']],
    ['both fields', { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', 'fd00::1'] }, 2],
    ['none, for a headless Service', { clusterIP: 'None' }, ['None']],
    ['an empty address, which is none', { clusterIP: '' }, []],
  ])('cluster addresses come from %s', (_, spec, expected) => {
    const { clusterIPs } = service(spec);
    expect(typeof expected === 'number' ? clusterIPs.length : clusterIPs).toEqual(expected);
  });

  test('only annotations that tell exposure and encryption are kept, a certificate by its presence', () => {
    const prefix = 'service.beta.kubernetes.io/aws-load-balancer';
    const annotations = {
      [`${prefix}-scheme`]: 'internet-facing',
      [`${prefix}-ssl-ports`]: '443',
      [`${prefix}-ssl-cert`]: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
      [`${prefix}-additional-resource-tags`]: 'password=hunter2',
      'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    };
    const kept = projectService({ metadata: { ...metadata, annotations }, spec: {} });
    expect(kept.annotations).toEqual({
      [`${prefix}-scheme`]: 'internet-facing',
      [`${prefix}-ssl-ports`]: '443',
      [`${prefix}-ssl-cert`]: 'present',
      'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8',
    });
  });
});

describe('of EndpointSlices', () => {
  const slice = (labels: object, more: object = {}) => ({
    metadata: { ...metadata, labels },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.0.2.2', '192.0.2.1'] }, { addresses: ['192.0.2.1'] }],
    ports: [{ name: 'https', port: 443 }],
    ...more,
  });

  test.each([
    [
      'that the API server wrote for itself',
      { 'kubernetes.io/service-name': 'kubernetes' },
      'kubernetes',
    ],
    [
      'that mirrors Endpoints which somebody wrote',
      {
        'kubernetes.io/service-name': 'db',
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
      },
      'db',
    ],
    [
      'of a controller of another cluster',
      {
        'kubernetes.io/service-name': 'db',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-mesh-controller.cilium.io',
      },
      'db',
    ],
    ['that belongs to no Service', {}, undefined],
  ])('one %s is kept', (_, labels, name) => {
    const kept = projectWrittenEndpoints(slice(labels));
    expect(writtenEndpointsSchema.parse(kept)).toEqual({
      namespace: 'shop',
      name: 'api',
      service: name,
      addresses: ['192.0.2.1', '192.0.2.2'],
      ports: [{ name: 'https', protocol: 'TCP', port: 443 }],
    });
  });

  test('one that follows a selector is passed over before it is taken apart', () => {
    const labels = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
    expect(projectWrittenEndpoints(slice(labels, { endpoints: 'odd' }))).toBeUndefined();
  });

  test('null is no endpoint and no port', () => {
    const kept = projectWrittenEndpoints(slice({}, { endpoints: null, ports: null }));
    expect(kept).toMatchObject({ addresses: [], ports: [] });
  });
});

describe('of an Ingress', () => {
  const ingress = (spec: object | null, annotations: object = {}, more: object = {}) =>
    ingressSchema.parse(projectIngress({ metadata: { ...metadata, annotations }, spec, ...more }));

  test('hosts, paths, backends and TLS are kept', () => {
    const port = (given: object) => ({ service: { name: 'api', port: given } });
    const spec = {
      ingressClassName: 'alb',
      tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }, {}],
      defaultBackend: port({ number: 80 }),
      rules: [
        {
          host: 'shop.example.com',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: port({ name: 'web' }) }] },
        },
        { http: { paths: [{ backend: { resource: { kind: 'StorageBucket', name: 'x' } } }] } },
        { host: 'empty.example.com' },
      ],
    };
    const status = { loadBalancer: { ingress: [{ hostname: 'alb.example.com' }] } };
    expect(ingress(spec, {}, { status })).toEqual({
      ...metadata,
      labels: {},
      annotations: {},
      className: 'alb',
      tls: [
        { hosts: ['shop.example.com'], secretName: 'shop-tls' },
        { hosts: [], secretName: undefined },
      ],
      defaultBackend: { service: 'api', port: 80 },
      rules: [
        {
          host: 'shop.example.com',
          paths: [{ path: '/', backend: { service: 'api', port: 'web' } }],
        },
        { host: undefined, paths: [{ path: undefined, backend: undefined }] },
        { host: 'empty.example.com', paths: [] },
      ],
      loadBalancerAddresses: ['alb.example.com'],
    });
  });

  test('without a spec there is nothing in it', () => {
    expect(ingress(null)).toMatchObject({ tls: [], rules: [], className: undefined });
  });

  test.each([
    ['the field', { ingressClassName: 'nginx' }, {}, 'nginx'],
    ['the annotation that came before it', {}, { 'kubernetes.io/ingress.class': 'alb' }, 'alb'],
    [
      'the annotation, where both are set',
      { ingressClassName: 'nginx' },
      { 'kubernetes.io/ingress.class': 'alb' },
      'alb',
    ],
    ['nothing', {}, {}, undefined],
  ])('its class is that of %s', (_, spec, annotations, className) => {
    expect(ingress(spec, annotations).className).toBe(className);
  });

  test('of snippets, actions and certificates only their presence is kept', () => {
    const alb = 'alb.ingress.kubernetes.io';
    const nginx = 'nginx.ingress.kubernetes.io';
    const given = {
      [`${alb}/scheme`]: 'internet-facing',
      [`${alb}/listen-ports`]: '[{"HTTPS": 443}]',
      [`${alb}/certificate-arn`]: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
      [`${alb}/actions.forward`]: '{"Type":"fixed-response"}',
      [`${alb}/auth-idp-oidc`]: '{"secretName":"x"}',
      [`${alb}/conditions.forward`]: '[]',
      [`${nginx}/configuration-snippet`]: 'proxy_set_header Authorization "Bearer x";',
      [`${nginx}/server-snippet`]: 'location / {}',
      [`${nginx}/ssl-redirect`]: 'false',
      [`${nginx}/auth-url`]: 'https://user:password@example.com',
    };
    expect(ingress({}, given).annotations).toEqual({
      [`${alb}/scheme`]: 'internet-facing',
      [`${alb}/listen-ports`]: '[{"HTTPS": 443}]',
      [`${alb}/certificate-arn`]: 'present',
      [`${alb}/actions.forward`]: 'present',
      [`${nginx}/configuration-snippet`]: 'present',
      [`${nginx}/server-snippet`]: 'present',
      [`${nginx}/ssl-redirect`]: 'false',
    });
  });

  test.each([
    [{ 'ingressclass.kubernetes.io/is-default-class': 'true' }, true],
    [{ 'ingressclass.kubernetes.io/is-default-class': 'false' }, false],
    [{}, false],
  ])('a class with the annotations %j is the default: %s', (annotations, isDefault) => {
    const raw = {
      metadata: { name: 'alb', annotations },
      spec: { controller: 'ingress.k8s.aws/alb' },
    };
    expect(projectIngressClass(raw)).toEqual({
      name: 'alb',
      controller: 'ingress.k8s.aws/alb',
      isDefault,
    });
  });
});
