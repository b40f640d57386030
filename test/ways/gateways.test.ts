import { describe, expect, test } from '@jest/globals';
import { claimsIn, cluster, denyAll, entrancesIn } from './entrance-claims.ts';

const service = {
  name: 'web',
  selector: { app: 'web' },
  ports: [{ port: 80, targetPort: 8080 }],
};
const gateway = {
  name: 'front',
  className: 'other',
  listeners: [{ name: 'http', port: 80 }],
};
const route = {
  name: 'web',
  parents: [{ name: 'front' }],
  backends: [{ name: 'web', port: 80 }],
};

function gatewaysIn(parts: object) {
  const all = {
    namespaces: ['shop', { name: 'team', labels: { open: 'yes' } }],
    services: [service],
    gateways: [gateway],
    routes: [route],
    ...parts,
  };
  return entrancesIn(cluster(all)).filter(({ kind }) => kind === 'Gateway');
}

const originsOf = (entrances: ReturnType<typeof gatewaysIn>): readonly string[] =>
  entrances.map(({ from, certainty }) => `${from} ${certainty}`);
const either = ['internet undefined', 'vpc undefined'];

describe('a listener of a Gateway', () => {
  const listening = (listener: object) => ({
    gateways: [{ ...gateway, listeners: [{ name: 'http', port: 80, ...listener }] }],
  });
  const routed = (given: object) => ({ routes: [{ ...route, ...given }] });
  const team = { namespace: 'team', parents: [{ name: 'front', namespace: 'shop' }] };
  const selector = (key: string) => ({
    allowedRoutesFrom: 'Selector',
    allowedRoutesSelector: { matchLabels: { [key]: 'yes' } },
  });
  const lattice = { backends: [] };

  /* The Gateway API: Gateway, HTTPRoute and the routes for other protocols. */
  test.each([
    ['takes routes that name it', {}, true],
    [
      'takes no route that names another',
      routed({ parents: [{ name: 'front', sectionName: 'tls' }] }),
      false,
    ],
    ['takes no route for another port', routed({ parents: [{ name: 'front', port: 443 }] }), false],
    ['takes routes of its own namespace alone', routed(team), false],
    [
      'takes routes of all namespaces',
      { ...listening({ allowedRoutesFrom: 'All' }), ...routed(team) },
      true,
    ],
    ['takes no routes', listening({ allowedRoutesFrom: 'None' }), false],
    [
      'takes routes of selected namespaces',
      { ...listening(selector('open')), ...routed(team) },
      true,
    ],
    [
      'takes no routes of other namespaces',
      { ...listening(selector('shut')), ...routed(team) },
      false,
    ],
    ['takes no routes of another protocol', routed({ kind: 'TCPRoute' }), false],
    [
      'takes TCP routes',
      { ...listening({ protocol: 'TCP' }), ...routed({ kind: 'TCPRoute' }) },
      true,
    ],
    [
      'takes any routes by a protocol of an implementation',
      { ...listening({ protocol: 'example.com/x' }), ...routed({ kind: 'TCPRoute' }) },
      true,
    ],
    [
      'takes no routes for other hosts',
      { ...listening({ hostname: 'a.example.com' }), ...routed({ hostnames: ['b.example.com'] }) },
      false,
    ],
    [
      'takes routes for hosts under its wildcard',
      {
        ...listening({ hostname: '*.example.com' }),
        ...routed({ hostnames: ['x.y.example.com'] }),
      },
      true,
    ],
    [
      'takes no route for the domain of its wildcard itself',
      { ...listening({ hostname: '*.example.com' }), ...routed({ hostnames: ['example.com'] }) },
      false,
    ],
  ])('%s', (_, parts, isTaken) => {
    expect(gatewaysIn(parts).length > 0).toBe(isTaken);
  });

  test('leaves open what a selector that is not understood takes', () => {
    const odd = { allowedRoutesFrom: 'Selector', allowedRoutesSelector: { matchFields: [] } };
    const [claim] = claimsIn(gatewaysIn(listening(odd)));
    expect(claim).toBe('internet undefined unknown => undefined Deployment web TCP 8080');
  });

  test('without backends leads nowhere', () => {
    expect(claimsIn(gatewaysIn(routed(lattice)))).toEqual([]);
  });
});

describe('a backend in another namespace', () => {
  const there = {
    namespaces: ['shop', 'team'],
    services: [{ ...service, namespace: 'team' }],
    pods: [{ name: 'web-1', namespace: 'team', labels: { app: 'web' }, owner: 'Deployment web' }],
    routes: [{ ...route, backends: [{ name: 'web', namespace: 'team', port: 80 }] }],
  };
  const grant = {
    name: 'from-shop',
    namespace: 'team',
    from: [{ kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ kind: 'Service' }],
  };

  // Gateway API: "A ReferenceGrant is required in the referent namespace".
  test('needs a ReferenceGrant there', () => {
    const [without] = gatewaysIn(there);
    expect(without?.backends).toEqual([]);
    expect(without?.missing).toEqual([
      'no ReferenceGrant in namespace team lets HTTPRoute shop/web name Service web',
    ]);
    expect(claimsIn(gatewaysIn({ ...there, referenceGrants: [grant] }))).toHaveLength(2);
  });

  test.each([
    ['for another kind', { from: [{ kind: 'TCPRoute', namespace: 'shop' }] }],
    ['for another namespace', { from: [{ kind: 'HTTPRoute', namespace: 'other' }] }],
    ['for another Service', { to: [{ kind: 'Service', name: 'other' }] }],
    ['in another namespace', { namespace: 'shop' }],
  ])('is not granted by a grant %s', (_, given) => {
    expect(claimsIn(gatewaysIn({ ...there, referenceGrants: [{ ...grant, ...given }] }))).toEqual(
      [],
    );
  });

  test('may be granted where grants could not be read', () => {
    const gaps = [
      { read: 'referencegrants.gateway.networking.k8s.io', reason: 'forbidden', detail: '403' },
    ];
    const [entrance] = gatewaysIn({ ...there, gaps });
    expect(entrance?.backends[0]?.verdict).toBe('undefined');
    expect(entrance?.backends[0]?.reason).toContain('forbidden');
  });
});

describe('what serves a Gateway', () => {
  const served = (className: string, given: object = {}) => ({
    gateways: [{ ...gateway, className, ...given }],
  });
  const guarded = {
    services: [{ ...service, selector: { app: 'guarded' } }],
    networkPolicies: [denyAll],
  };

  test('is not known for most classes: anybody may come, from anywhere', () => {
    const entrances = gatewaysIn({});
    expect(originsOf(entrances)).toEqual(either);
    expect(entrances[0]?.why).toBe('what serves GatewayClass other is not known');
    expect(claimsIn(gatewaysIn(guarded))[0]).toContain('unknown => denied');
  });

  // VPC Lattice: its prefix lists hold "either private link-local IPs or non-routeable public IPs".
  test('is VPC Lattice for its class, from VPCs that are not read', () => {
    const entrances = gatewaysIn(served('amazon-vpc-lattice'));
    expect(claimsIn(entrances)).toEqual([
      'vpc undefined unknown => allowed Deployment web TCP 8080',
    ]);
  });

  // LoadBalancerConfiguration: scheme "Default internal".
  test.each(['aws-alb-gateway-class', 'aws-nlb-gateway-class'])(
    'is a load balancer of AWS for class %s, with a scheme that is not read',
    (className) => {
      expect(originsOf(gatewaysIn(served(className)))).toEqual(either);
      const addresses = ['k8s-1.eu-central-1.elb.amazonaws.com'];
      expect(originsOf(gatewaysIn(served(className, { addresses })))).toEqual(['internet yes']);
    },
  );

  // GEP-1762: what a Gateway is made of has the label gateway.networking.k8s.io/gateway-name.
  test('is the pods that have its name as a label', () => {
    const label = { 'gateway.networking.k8s.io/gateway-name': 'front' };
    const proxy = {
      name: 'front-1',
      labels: label,
      owner: 'Deployment front',
      podIPs: ['10.0.1.40'],
    };
    const web = { name: 'web-1', labels: { app: 'web' }, owner: 'Deployment web' };
    const balancer = {
      name: 'front',
      type: 'LoadBalancer',
      selector: label,
      ports: [{ port: 80 }],
    };
    const entrances = gatewaysIn({ pods: [proxy, web], services: [service, balancer] });
    expect(claimsIn(entrances)[0]).toBe('internet yes pods => allowed Deployment web TCP 8080');
    expect(entrances[0]?.why).toContain(
      'LoadBalancer of Service shop/front leads to Deployment shop/front',
    );
  });
});

describe('a route without its Gateway', () => {
  test.each([
    ['that is not in the snapshot', { name: 'gone' }, 'Gateway shop/gone is not in the snapshot'],
    [
      'but of another kind',
      { kind: 'ListenerSet', name: 'set' },
      'ListenerSet shop/set is not understood',
    ],
  ])('%s may be open to all', (_, parent, why) => {
    const entrances = gatewaysIn({ routes: [{ ...route, parents: [parent] }] });
    expect(originsOf(entrances)).toEqual(either);
    expect(entrances[0]).toMatchObject({ why, object: { kind: 'HTTPRoute', name: 'web' } });
  });

  // Gateway API for service mesh: a Service as a parent routes traffic of the cluster itself.
  test('stays in the cluster where its parent is a Service', () => {
    expect(
      gatewaysIn({ routes: [{ ...route, parents: [{ kind: 'Service', name: 'web' }] }] }),
    ).toEqual([]);
  });
});
