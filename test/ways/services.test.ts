import { describe, expect, test } from '@jest/globals';
import type { PeerRef } from '../../functions/assess/reach/engine/peer-place.ts';
import { podsBehind, serviceTargets } from '../../functions/assess/reach/ways/service-backends.ts';
import { snapshotOf } from '../minimal-snapshot.ts';
import {
  asClient,
  client,
  connected,
  egress,
  ingressTo,
  service,
  verdictsOf,
  web,
} from './service-connections.ts';

const container = (port: number, name = 'http') => ({
  containers: [{ name: 'main', ports: [{ name, containerPort: port }] }],
});
/** `Deployment web 8080 (web-1)`, by the Service's port. */
function backendsOf(parts: object): readonly string[] {
  const snapshot = snapshotOf({ namespaces: ['shop'], services: [service], ...parts });
  return snapshot.services.flatMap((each) =>
    serviceTargets(snapshot, each).flatMap(({ port, backends, missing }) => [
      ...backends.map(
        ({ workload, port: target, pods }) =>
          `${port.port}: ${workload.kind} ${workload.name} ${target} (${pods.map(({ name }) => name).join()})`,
      ),
      ...missing,
    ]),
  );
}

/* SVC: the page Service of kubernetes.io. */
describe('the pods behind a Service', () => {
  test.each([
    // SVC: "The set of Pods targeted by a Service is usually determined by a selector".
    [
      'have all labels of its selector',
      { pods: [web, { name: 'other-1', labels: { app: 'other' } }] },
      ['80: Deployment web 80 (web-1)'],
    ],
    [
      'are of its namespace',
      { namespaces: ['shop', 'team'], pods: [{ ...web, namespace: 'team' }] },
      [],
    ],
    [
      'may be on the host network',
      { pods: [{ ...web, spec: { hostNetwork: true, ...container(80) } }] },
      ['80: Deployment web 80 (web-1)'],
    ],
    ['have not ended', { pods: [{ ...web, phase: 'Failed' }] }, []],
    [
      'need not have an address yet',
      { pods: [{ ...web, phase: 'Pending', podIPs: [] }] },
      ['80: Deployment web 80 (web-1)'],
    ],
    [
      'are none where it is a DNS name',
      {
        pods: [web],
        services: [{ ...service, type: 'ExternalName', externalName: 'db.example.com' }],
      },
      [],
    ],
    [
      'are the same where it is headless',
      { pods: [web], services: [{ ...service, clusterIPs: ['None'] }] },
      ['80: Deployment web 80 (web-1)'],
    ],
  ])('%s', (_, parts, expected) => {
    expect(backendsOf(parts)).toEqual(expected);
  });

  test('are reached at a number, or at the number that each of them gives a name', () => {
    const named = { ...service, ports: [{ port: 80, targetPort: 'http' }] };
    const pods = [
      { ...web, spec: container(8080) },
      { ...web, name: 'web-2', spec: container(9090) },
      { ...web, name: 'web-3', spec: container(7070, 'admin') },
    ];
    expect(backendsOf({ pods, services: [named] })).toEqual([
      '80: Deployment web 8080 (web-1)',
      '80: Deployment web 9090 (web-2)',
      'Deployment shop/web has no TCP port "http"',
    ]);
  });

  test('give a name of another protocol no number', () => {
    const ports = [{ port: 80, protocol: 'UDP', targetPort: 'http' }];
    expect(
      backendsOf({ pods: [{ ...web, spec: container(8080) }], services: [{ ...service, ports }] }),
    ).toEqual(['Deployment shop/web has no UDP port "http"']);
  });

  test('give a name by a sidecar too, and not by a container that ends', () => {
    const named = { ...service, ports: [{ port: 80, targetPort: 'http' }] };
    const initContainer = { name: 'init', ports: [{ name: 'http', containerPort: 8080 }] };
    const spec = (restartPolicy?: string) => ({
      initContainers: [{ ...initContainer, ...(restartPolicy && { restartPolicy }) }],
    });
    expect(backendsOf({ pods: [{ ...web, spec: spec('Always') }], services: [named] })).toEqual([
      '80: Deployment web 8080 (web-1)',
    ]);
    expect(backendsOf({ pods: [{ ...web, spec: spec() }], services: [named] })).toEqual([
      'Deployment shop/web has no TCP port "http"',
    ]);
  });

  test('are written down where it has no selector, or lie outside', () => {
    const { selector: _, ...plain } = service;
    const writtenEndpoints = [
      {
        name: 'web-x',
        service: 'web',
        addresses: ['10.0.1.1', '192.168.7.7'],
        ports: [{ port: 8080 }],
      },
      { name: 'other', service: 'other', addresses: ['10.0.1.2'], ports: [{ port: 8080 }] },
    ];
    const parts = { pods: [web], services: [plain], writtenEndpoints };
    expect(backendsOf(parts)).toEqual([
      '80: Deployment web 8080 (web-1)',
      '80: Address 192.168.7.7 8080 ()',
    ]);
    const snapshot = snapshotOf({ namespaces: ['shop'], ...parts });
    const [only] = snapshot.services;
    expect(only && podsBehind(snapshot, only).map(({ name }) => name)).toEqual(['web-1']);
  });
});

describe('what a peer reaches through a Service', () => {
  const mapped = { ...service, ports: [{ port: 80, targetPort: 8080 }] };

  // Point 28: "NP port is the pod port after DNAT, not Service port" (KD).
  test.each([
    [8080, ['80: allowed']],
    [80, ['80: denied']],
  ])('depends on the port of the pods: a rule for %i', (port, expected) => {
    const parts = { pods: [web, client], services: [mapped], networkPolicies: [ingressTo(port)] };
    expect(verdictsOf(asClient, { parts })).toEqual(expected);
  });

  test('is told for each port and each backend', () => {
    const services = [
      {
        ...service,
        ports: [
          { name: 'a', port: 80, targetPort: 8080 },
          { name: 'b', port: 81 },
        ],
      },
    ];
    const parts = { pods: [web, client], services, networkPolicies: [ingressTo(8080)] };
    expect(connected(asClient, { parts })).toMatchObject({
      service: 'shop/web',
      ports: [
        { name: 'a', port: 80, verdict: 'allowed', backends: [{ port: 8080, verdict: 'allowed' }] },
        { name: 'b', port: 81, verdict: 'denied', backends: [{ port: 81, verdict: 'denied' }] },
      ],
    });
  });

  test('is allowed where one of several backends is', () => {
    const canary = {
      ...web,
      name: 'canary-1',
      owner: 'Deployment canary',
      labels: { app: 'web', is: 'canary' },
    };
    const closed = {
      name: 'canary',
      spec: { podSelector: { matchLabels: { is: 'canary' } }, policyTypes: ['Ingress'] },
    };
    const parts = { pods: [web, canary, client], services: [mapped], networkPolicies: [closed] };
    const [port] = connected(asClient, { parts }).ports;
    expect(port?.verdict).toBe('allowed');
    expect(port?.backends.map(({ workload, verdict }) => `${workload.name} ${verdict}`)).toEqual([
      'web allowed',
      'canary denied',
    ]);
  });

  test('says why it is denied', () => {
    const parts = { pods: [web, client], services: [mapped], networkPolicies: [ingressTo(80)] };
    expect(connected(asClient, { parts }).ports[0]?.reason).toContain('NetworkPolicy shop/web');
    expect(
      connected(asClient, { parts: { pods: [client], services: [mapped] } }).ports[0],
    ).toMatchObject({
      verdict: 'denied',
      reason: 'nothing is behind this port',
    });
  });

  test('is a name and no ports where the Service is one', () => {
    const away = {
      name: 'web',
      type: 'ExternalName',
      externalName: 'db.example.com',
      ports: [{ port: 80 }],
    };
    expect(connected(asClient, { parts: { pods: [client], services: [away] } })).toEqual({
      service: 'shop/web',
      externalName: 'db.example.com',
      ports: [],
    });
  });

  // Service of kubernetes.io, internalTrafficPolicy: "Local" only uses endpoints on the node.
  test('is on the node of the client with internalTrafficPolicy Local', () => {
    const services = [{ ...mapped, internalTrafficPolicy: 'Local' }];
    const on = (node: string) => [
      { ...web, nodeName: 'node-1' },
      { ...client, nodeName: node },
    ];
    expect(verdictsOf(asClient, { parts: { pods: on('node-1'), services } })).toEqual([
      '80: allowed',
    ]);
    expect(verdictsOf(asClient, { parts: { pods: on('node-2'), services } })).toEqual([
      '80: denied',
    ]);
  });

  // Point 52: the endpoints of the API server lie outside, and only an address block takes them in.
  test.each([
    ['a selector for every pod', { namespaceSelector: {} }, ['443: denied']],
    ['an address block', { ipBlock: { cidr: '10.0.8.0/24' } }, ['443: allowed']],
  ])('that leads out of the cluster is told by address: %s', (_, to, expected) => {
    const parts = {
      pods: [client],
      services: [
        {
          name: 'kubernetes',
          namespace: 'default',
          clusterIPs: ['10.100.0.1'],
          ports: [{ port: 443 }],
        },
      ],
      writtenEndpoints: [
        {
          name: 'kubernetes',
          namespace: 'default',
          service: 'kubernetes',
          addresses: ['10.0.8.5'],
          ports: [{ port: 443 }],
        },
      ],
      networkPolicies: [egress({ to: [to] })],
    };
    expect(verdictsOf(asClient, { parts, to: 'kubernetes' })).toEqual(expected);
  });
});

describe('a pod that comes back through its own Service', () => {
  const asWeb: PeerRef = { kind: 'pod', namespace: 'shop', name: 'web-1' };
  const clusterPolicy = {
    read: 'clusternetworkpolicies.policy.networking.k8s.io',
    kind: 'ClusterNetworkPolicy',
    name: 'nothing',
    spec: {
      tier: 'Admin',
      priority: 0,
      subject: { namespaces: {} },
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
    },
  };
  const closed = { name: 'closed', spec: { podSelector: {}, policyTypes: ['Ingress'] } };

  // Point 38: undefined for NetworkPolicy (issue 125611); subject to ClusterNetworkPolicy (OV).
  test.each([
    ['is let in without policies', {}, ['80: allowed']],
    [
      'is left open by a NetworkPolicy that denies it',
      { networkPolicies: [closed] },
      ['80: undefined'],
    ],
    ['is denied by a ClusterNetworkPolicy', { otherPolicies: [clusterPolicy] }, ['80: denied']],
    [
      'is left open where policies of both kinds select it',
      { otherPolicies: [clusterPolicy], networkPolicies: [closed] },
      ['80: undefined'],
    ],
    [
      'is let in where its replicas are',
      {
        networkPolicies: [
          { name: 'own', spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] } },
        ],
      },
      ['80: allowed'],
    ],
  ])('%s', (_, policies, expected) => {
    const parts = { pods: [web], services: [service], ...policies };
    expect(verdictsOf(asWeb, { parts })).toEqual(expected);
  });
});
