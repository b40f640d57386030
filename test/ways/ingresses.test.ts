import { describe, expect, test } from '@jest/globals';
import { claimsIn, cluster, denyAll, entrancesIn } from './entrance-claims.ts';

const alb = 'alb.ingress.kubernetes.io/';
const classes = [
  { name: 'alb', controller: 'ingress.k8s.aws/alb' },
  { name: 'auto', controller: 'eks.amazonaws.com/alb' },
  { name: 'nginx', controller: 'k8s.io/ingress-nginx' },
  { name: 'other', controller: 'example.com/ingress' },
];
const service = {
  name: 'web',
  type: 'NodePort',
  selector: { app: 'web' },
  ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }],
};
const ingress = {
  name: 'web',
  className: 'alb',
  rules: [
    { host: 'shop.example.com', paths: [{ path: '/', backend: { service: 'web', port: 80 } }] },
  ],
};

function ingressesIn(given: object, parts: object = {}) {
  const all = {
    services: [service],
    ingressClasses: classes,
    ingresses: [{ ...ingress, ...given }],
    ...parts,
  };
  return entrancesIn(cluster(all)).filter(({ kind }) => kind === 'Ingress');
}

const annotated = (annotations: Readonly<Record<string, string>>) => ({
  annotations: Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`${alb}${name}`, value]),
  ),
});
const originsOf = (entrances: ReturnType<typeof ingressesIn>): readonly string[] =>
  entrances.map(({ from, certainty }) => `${from} ${certainty}`);
const facing = annotated({ scheme: 'internet-facing' });

/* LBC: Ingress annotations and IngressClass of the AWS Load Balancer Controller. EKS: the user guide. */
describe('an Ingress of an Application Load Balancer', () => {
  test.each([
    // LBC: "alb.ingress.kubernetes.io/scheme | internal | internet-facing | internal"
    ['is internal by default', {}, ['vpc yes']],
    ['is internal if told so', annotated({ scheme: 'internal' }), ['vpc yes']],
    ['faces the internet if told so', facing, ['internet yes']],
    [
      'is not known for a scheme that is none',
      annotated({ scheme: 'public' }),
      ['internet undefined', 'vpc undefined'],
    ],
    ['of Auto Mode is internal by default', { className: 'auto' }, ['vpc yes']],
    // EKS: "If you created the load balancer in a private subnet, the value under ADDRESS is prefaced with internal-."
    [
      'is what its address shows',
      { ...facing, loadBalancerAddresses: ['internal-k8s-1.eu-central-1.elb.amazonaws.com'] },
      ['vpc yes'],
    ],
    [
      'takes only inbound-cidrs',
      { ...annotated({ scheme: 'internet-facing', 'inbound-cidrs': '10.0.0.0/8' }) },
      ['vpc yes'],
    ],
    // LBC: inbound-cidrs "will be ignored if alb.ingress.kubernetes.io/security-groups is specified".
    [
      'is narrowed by security groups that are not read',
      annotated({
        scheme: 'internet-facing',
        'inbound-cidrs': '10.0.0.0/8',
        'security-groups': 'sg-1',
      }),
      ['internet undefined'],
    ],
  ])('%s', (_, given, expected) => {
    expect(originsOf(ingressesIn(given))).toEqual(expected);
  });

  test('is known by the name of its class alone', () => {
    expect(originsOf(ingressesIn(facing, { ingressClasses: [] }))).toEqual(['internet yes']);
  });

  // LBC: "If scheme specified, all Ingresses with this IngressClass will have the specified scheme."
  test('is not known where the parameters of its class may set the scheme', () => {
    const ingressClasses = [
      { name: 'alb', controller: 'ingress.k8s.aws/alb', hasParameters: true },
    ];
    const [first, second] = ingressesIn({}, { ingressClasses });
    expect([first?.from, first?.certainty, second?.from]).toEqual(['internet', 'undefined', 'vpc']);
    expect(first?.why).toContain('parameters of its IngressClass');
    expect(originsOf(ingressesIn(facing, { ingressClasses }))).toEqual(['internet yes']);
  });

  // LBC: the scheme "should only be specified on a single Ingress within IngressGroup".
  test('has the scheme of its group', () => {
    const group = { 'group.name': 'shared' };
    const ingresses = [
      { ...ingress, name: 'a', ...annotated(group) },
      { ...ingress, name: 'b', ...annotated({ ...group, scheme: 'internet-facing' }) },
    ];
    const entrances = ingressesIn({}, { ingresses });
    expect(entrances.map(({ object, from }) => `${object.name} ${from}`)).toEqual([
      'a internet',
      'b internet',
    ]);
  });

  test.each([
    // LBC: "defaults to [{"HTTP": 80}] or [{"HTTPS": 443}] depends on whether certificate-arn is specified"
    ['HTTP 80 by default', {}, ['HTTP 80']],
    ['HTTPS 443 with a certificate', { 'certificate-arn': 'present' }, ['HTTPS 443']],
    [
      'listen-ports',
      { 'listen-ports': '[{"HTTP": 80}, {"HTTPS": 8443}]' },
      ['HTTP 80', 'HTTPS 8443'],
    ],
    ['what is not understood', { 'listen-ports': 'all' }, ['listen-ports that are not understood']],
  ])('listens to %s', (_, annotations, expected) => {
    expect(ingressesIn(annotated(annotations))[0]?.listens).toEqual(expected);
  });

  test.each([
    // LBC: "alb.ingress.kubernetes.io/target-type | instance | ip | instance"
    ['goes through nodes by default', {}, {}, 'nodes => allowed'],
    [
      'reaches pods from its own addresses with ip',
      annotated({ 'target-type': 'ip' }),
      {},
      'loadBalancer => allowed',
    ],
    // LBC: "Annotations applied to Service have higher priority over annotations applied to Ingress."
    [
      'follows the Service first',
      annotated({ 'target-type': 'instance' }),
      annotated({ 'target-type': 'ip' }),
      'loadBalancer => allowed',
    ],
    // EKS: "The default targeting mode is IP Mode, not Instance Mode."
    [
      'reaches pods from its own addresses in Auto Mode',
      { className: 'auto' },
      {},
      'loadBalancer => allowed',
    ],
    [
      'keeps its own address with externalTrafficPolicy Local',
      {},
      { externalTrafficPolicy: 'Local' },
      'loadBalancer => allowed',
    ],
    // LBC: "service must be of type NodePort or LoadBalancer to use instance mode".
    [
      'leads nowhere by nodes without a node port',
      {},
      { type: 'ClusterIP', ports: [{ port: 80 }] },
      'nodes => denied',
    ],
  ])('%s', (_, given, ofService, expected) => {
    const services = [{ ...service, ...ofService }];
    const [claim] = claimsIn(ingressesIn(given, { services }));
    expect(claim).toContain(expected);
  });

  test('is not stopped by a policy where nodes forward', () => {
    const services = [{ ...service, selector: { app: 'guarded' } }];
    const claims = (given: object) =>
      claimsIn(ingressesIn(given, { services, networkPolicies: [denyAll] }));
    expect(claims({})).toEqual(['vpc yes nodes => allowed Deployment guarded TCP 8080']);
    expect(claims(annotated({ 'target-type': 'ip' }))).toEqual([
      'vpc yes loadBalancer => denied Deployment guarded TCP 8080',
    ]);
  });
});

describe('an Ingress says what it does not lead to', () => {
  test.each([
    [{ service: 'gone', port: 80 }, 'Service shop/gone is not in the snapshot'],
    [{ service: 'web', port: 81 }, 'Service shop/web has no port 81'],
    [{ service: 'away', port: 80 }, 'Service shop/away leads out to db.example.com'],
    [
      { service: 'redirect', port: 'use-annotation' },
      'action "redirect" is in an annotation that is not read',
    ],
    [undefined, 'path / leads to a resource that is no Service'],
  ])('%j', (backend, expected) => {
    const away = { name: 'away', type: 'ExternalName', externalName: 'db.example.com' };
    const rules = [{ paths: [{ path: '/', ...(backend && { backend }) }] }];
    const [entrance] = ingressesIn({ rules }, { services: [service, away] });
    expect(entrance?.missing).toEqual([expected]);
    expect(entrance?.backends).toEqual([]);
  });

  test('and takes a port by name, and the default backend too', () => {
    const given = { rules: [], defaultBackend: { service: 'web', port: 'http' } };
    expect(claimsIn(ingressesIn(given))).toEqual([
      'vpc yes nodes => allowed Deployment web TCP 8080',
    ]);
  });
});

describe('an Ingress of a controller in the cluster', () => {
  const controller = {
    name: 'controller-1',
    namespace: 'ingress-nginx',
    labels: {
      'app.kubernetes.io/name': 'ingress-nginx',
      'app.kubernetes.io/component': 'controller',
    },
    owner: 'Deployment controller',
    podIPs: ['10.0.1.30'],
  };
  const guarded = {
    name: 'guarded-1',
    labels: { app: 'guarded' },
    owner: 'Deployment guarded',
    podIPs: ['10.0.1.10'],
  };
  const front = {
    name: 'controller',
    namespace: 'ingress-nginx',
    type: 'LoadBalancer',
    selector: { 'app.kubernetes.io/component': 'controller' },
    ports: [{ name: 'https', port: 443 }],
  };
  const behind = { ...service, type: 'ClusterIP', selector: { app: 'guarded' } };
  const world = (
    parts: {
      readonly front?: object;
      readonly policies?: readonly object[];
      readonly ingress?: object;
      readonly pods?: readonly object[];
    } = {},
  ) =>
    ingressesIn(
      { className: 'nginx', ...parts.ingress },
      {
        namespaces: ['shop', 'ingress-nginx'],
        pods: [guarded, ...(parts.pods ?? [controller])],
        services: [behind, { ...front, ...parts.front }],
        networkPolicies: parts.policies ?? [],
      },
    );
  const fromController = {
    name: 'from-controller',
    spec: {
      podSelector: { matchLabels: { app: 'guarded' } },
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' },
              },
            },
          ],
        },
      ],
    },
  };

  test('is open to whoever reaches the pods of the controller', () => {
    expect(claimsIn(world())[0]).toBe('internet yes pods => allowed Deployment guarded TCP 8080');
    const internal = {
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' },
    };
    expect(originsOf(world({ front: internal }))).toEqual(['vpc yes']);
    expect(originsOf(world({ front: { type: 'ClusterIP' } }))).toEqual(['cluster yes']);
  });

  test('is judged by the policies between the controller and the backend', () => {
    expect(claimsIn(world({ policies: [fromController] }))[0]).toContain('=> allowed');
    expect(claimsIn(world({ policies: [denyAll] }))[0]).toContain('=> denied');
    expect(world({ policies: [denyAll] })[0]?.backends[0]?.reason).toContain(
      'NetworkPolicy shop/deny-all',
    );
  });

  test('is closed where a policy keeps everybody from the controller', () => {
    const closed = {
      name: 'closed',
      namespace: 'ingress-nginx',
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    };
    const local = {
      externalTrafficPolicy: 'Local',
      loadBalancerClass: 'service.k8s.aws/nlb',
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' },
    };
    expect(originsOf(world({ front: local, policies: [closed] }))).toEqual(['cluster yes']);
  });

  test('takes the addresses that its annotation names', () => {
    const limited = (ranges: string) => ({
      annotations: { 'nginx.ingress.kubernetes.io/whitelist-source-range': ranges },
    });
    expect(originsOf(world({ ingress: limited('52.95.0.0/16') }))[0]).toBe('internet yes');
    expect(originsOf(world({ ingress: limited('10.0.0.0/8') }))[0]).toBe('vpc yes');
    const inside = { front: { type: 'ClusterIP' }, ingress: limited('52.95.0.0/16') };
    expect(originsOf(world(inside))).toEqual(['cluster yes']);
  });

  test('is not certain where several installations have its name', () => {
    const second = { ...controller, name: 'other-1', owner: 'Deployment other' };
    const entrances = world({ pods: [controller, second] });
    expect(originsOf(entrances)[0]).toBe('internet undefined');
    expect(entrances[0]?.why).toContain(
      'one of Deployment ingress-nginx/controller, Deployment ingress-nginx/other',
    );
  });

  test('leaves out pods that have other work', () => {
    const webhook = {
      ...controller,
      name: 'webhook-1',
      owner: 'Job webhook',
      labels: { ...controller.labels, 'app.kubernetes.io/component': 'admission-webhook' },
    };
    expect(originsOf(world({ pods: [controller, webhook] }))[0]).toBe('internet yes');
  });
});

describe('an Ingress of nobody knows whom', () => {
  test.each([
    [
      'a controller that is not known',
      { className: 'other' },
      'the controller of class other is not known',
    ],
    [
      'a class that is not in the snapshot',
      { className: 'gone' },
      'the controller of class gone is not known',
    ],
    [
      'no class and no default',
      { className: undefined },
      'it names no class, and no IngressClass is the default',
    ],
    [
      'no pods of its controller',
      { className: 'nginx' },
      'no pods of ingress-nginx are in the snapshot',
    ],
  ])('may be open to all: %s', (_, given, why) => {
    const entrances = ingressesIn(given);
    expect(originsOf(entrances)).toEqual(['internet undefined', 'vpc undefined']);
    expect(entrances[0]?.why).toBe(why);
    expect(claimsIn(entrances)[0]).toContain('unknown => allowed');
  });

  test('leaves open what a policy does to a source that is not known', () => {
    const given = { className: 'other' };
    const guarded = { services: [{ ...service, selector: { app: 'guarded' } }] };
    const some = {
      name: 'some',
      spec: {
        podSelector: {},
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
      },
    };
    const verdict = (policy: object) =>
      claimsIn(ingressesIn(given, { ...guarded, networkPolicies: [policy] }))[0];
    expect(verdict(some)).toContain('unknown => undefined');
    expect(verdict(denyAll)).toContain('unknown => denied');
  });

  test('has no class where several are the default', () => {
    const ingressClasses = ['a', 'b'].map((name) => ({ ...classes[0], name, isDefault: true }));
    const [first] = ingressesIn({ className: undefined }, { ingressClasses });
    expect(first?.why).toBe('it names no class, and several IngressClasses are the default');
  });

  test('has the class that is the default', () => {
    const ingressClasses = [{ name: 'alb', controller: 'ingress.k8s.aws/alb', isDefault: true }];
    expect(originsOf(ingressesIn({ className: undefined }, { ingressClasses }))).toEqual([
      'vpc yes',
    ]);
  });
});
