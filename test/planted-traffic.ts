type Metadata = (name: string, namespace?: string) => { readonly annotations: object };

/** Objects that lead traffic, and policies of other families, with a mark wherever a secret may be. */
export function plantedTraffic(mark: string, metadata: Metadata) {
  const object = (apiVersion: string, kind: string, spec: object, more: object = {}) => ({
    apiVersion,
    kind,
    metadata: metadata(kind.toLowerCase(), 'app'),
    spec,
    ...more,
  });
  const annotated = (given: ReturnType<typeof object>, names: readonly string[]) => ({
    ...given,
    metadata: {
      ...given.metadata,
      annotations: {
        ...given.metadata.annotations,
        ...Object.fromEntries(names.map((name) => [name, `${mark}-${name}`])),
      },
    },
  });
  const alb = 'alb.ingress.kubernetes.io';
  const nginx = 'nginx.ingress.kubernetes.io';
  const aws = 'service.beta.kubernetes.io/aws-load-balancer';
  const gateway = 'gateway.networking.k8s.io/v1';
  const header = [{ name: 'Authorization', value: `${mark}-header` }];
  return [
    annotated(object('v1', 'Service', { ports: [{ port: 80, appProtocol: `${mark}-protocol` }] }), [
      `${aws}-ssl-cert`,
      `${aws}-additional-resource-tags`,
      `${aws}-access-log-s3-bucket-name`,
    ]),
    object(
      'discovery.k8s.io/v1',
      'EndpointSlice',
      {},
      {
        endpoints: [{ addresses: ['192.0.2.1'], hostname: `${mark}-host`, zone: `${mark}-zone` }],
        ports: [{ port: 443, appProtocol: `${mark}-protocol` }],
      },
    ),
    annotated(object('networking.k8s.io/v1', 'Ingress', { rules: [{ host: 'app.example.com' }] }), [
      ...['auth-idp-oidc', 'auth-idp-cognito', 'actions.a', 'conditions.a', 'certificate-arn'].map(
        (name) => `${alb}/${name}`,
      ),
      ...['configuration-snippet', 'server-snippet', 'auth-snippet', 'auth-url', 'auth-secret'].map(
        (name) => `${nginx}/${name}`,
      ),
    ]),
    object('networking.k8s.io/v1', 'IngressClass', { parameters: { name: `${mark}-parameters` } }),
    annotated(
      object(gateway, 'Gateway', {
        gatewayClassName: 'alb',
        infrastructure: {
          annotations: { note: `${mark}-infrastructure` },
          labels: { [mark]: 'x' },
        },
        listeners: [
          {
            ...{ name: 'https', port: 443, protocol: 'HTTPS' },
            tls: { certificateRefs: [{ name: 'app' }], options: { option: `${mark}-option` } },
          },
        ],
      }),
      ['example.com/token', `${aws}-ssl-cert`],
    ),
    object(gateway, 'HTTPRoute', {
      rules: [
        {
          matches: [{ headers: header, queryParams: header }],
          filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: header } }],
          backendRefs: [{ name: 'app', filters: [{ requestHeaderModifier: { add: header } }] }],
        },
      ],
    }),
    object(
      'v1',
      'Node',
      { providerID: `${mark}-provider` },
      {
        status: {
          nodeInfo: { machineID: `${mark}-machine` },
          images: [{ names: [`${mark}-image`] }],
        },
      },
    ),
    object('eks.amazonaws.com/v1', 'NodeClass', { role: `${mark}-role`, tags: { key: mark } }),
    object('networking.k8s.aws/v1alpha1', 'PolicyEndpoint', {
      policyRef: { name: 'app' },
      podSelectorEndpoints: [{ name: 'app', hostIP: `${mark}-host` }],
    }),
    object('cilium.io/v2', 'CiliumNetworkPolicy', ciliumSpec(mark), { specs: [ciliumSpec(mark)] }),
    annotated(object('crd.projectcalico.org/v1', 'NetworkSet', { nets: [] }), [
      'projectcalico.org/metadata',
    ]),
  ];
}

function ciliumSpec(mark: string): object {
  const http = {
    headers: [`X-Token: ${mark}-l7`],
    headerMatches: [{ name: 'X-Token', value: `${mark}-match`, secret: { name: 'token' } }],
  };
  const rules = { http: [http], kafka: [{ clientID: `${mark}-client` }], l7: [{ key: mark }] };
  const tls = { certificate: `${mark}-certificate`, privateKey: `${mark}-key` };
  const toPorts = [{ rules, terminatingTLS: tls, originatingTLS: tls }];
  return { endpointSelector: {}, ingress: [{ toPorts }], egress: [{ toPorts }] };
}
