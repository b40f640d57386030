import { describe, expect, test } from '@jest/globals';
import { claimsIn, cluster, denyAll, entrancesIn, officeOnly } from './entrance-claims.ts';

const nodePort = {
  name: 'web',
  type: 'NodePort',
  selector: { app: 'web' },
  ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
};
const publicNodes = [
  { name: 'node-1', internalIPs: ['10.0.0.1'], externalIPs: ['54.1.2.3'] },
  { name: 'node-2', internalIPs: ['10.0.0.2'] },
];

describe('a node port', () => {
  test('is open to nodes for sure, and to the VPC if security groups admit it', () => {
    const entrances = entrancesIn(cluster({ services: [nodePort] }));
    expect(claimsIn(entrances)).toEqual([
      'vpc undefined nodes => allowed Deployment web TCP 8080',
      'nodes yes nodes => allowed Deployment web TCP 8080',
    ]);
    expect(entrances.map(({ listens }) => listens)).toEqual([['TCP 30080'], ['TCP 30080']]);
    expect(entrances[0]?.why).toContain('security groups');
  });

  test('is open to the internet where nodes have external addresses', () => {
    const [first] = entrancesIn(cluster({ services: [nodePort], nodes: publicNodes }));
    expect(first).toMatchObject({ from: 'internet', certainty: 'undefined', kind: 'NodePort' });
    expect(first?.why).toContain('1 of 2 nodes have external addresses (node-1: 54.1.2.3)');
  });

  test('may be open to the internet where no nodes are shown', () => {
    const [first] = entrancesIn(cluster({ services: [nodePort], nodes: [] }));
    expect(first).toMatchObject({ from: 'internet', certainty: 'undefined' });
    expect(first?.why).toContain('the snapshot has no nodes');
  });

  test('belongs to a load balancer too, unless it allocates none', () => {
    const balanced = { ...nodePort, type: 'LoadBalancer', ports: [{ port: 80 }] };
    const kinds = (service: object): readonly string[] =>
      entrancesIn(cluster({ services: [service] })).map(({ kind }) => kind);
    expect(kinds(balanced)).toContain('NodePort');
    expect(kinds({ ...balanced, allocateLoadBalancerNodePorts: false })).not.toContain('NodePort');
  });

  // Service of kubernetes.io: externalTrafficPolicy Local keeps the client's address.
  test.each([
    ['Cluster', denyAll, 'vpc undefined nodes => allowed Deployment guarded TCP 8080'],
    ['Local', denyAll, 'vpc undefined clients => denied Deployment guarded TCP 8080'],
    ['Local', officeOnly, 'vpc undefined clients => denied Deployment guarded TCP 8080'],
  ])(
    'with externalTrafficPolicy %s is judged by the address that is left',
    (policy, rule, claim) => {
      const service = { ...nodePort, selector: { app: 'guarded' }, externalTrafficPolicy: policy };
      const entrances = entrancesIn(cluster({ services: [service], networkPolicies: [rule] }));
      expect(claimsIn(entrances)).toContain(claim);
    },
  );

  test('is open to a node by its own address, whatever externalTrafficPolicy says', () => {
    const service = { ...nodePort, selector: { app: 'guarded' }, externalTrafficPolicy: 'Local' };
    const entrances = entrancesIn(cluster({ services: [service], networkPolicies: [denyAll] }));
    expect(claimsIn(entrances)).toContain('nodes yes nodes => allowed Deployment guarded TCP 8080');
  });

  test('of a ClusterIP Service is none', () => {
    expect(entrancesIn(cluster({ services: [{ ...nodePort, type: 'ClusterIP' }] }))).toEqual([]);
  });

  test('leads to nobody where no pod is selected', () => {
    const service = { ...nodePort, selector: { app: 'nobody' } };
    expect(claimsIn(entrancesIn(cluster({ services: [service] })))).toEqual([]);
  });
});

describe('external addresses of a Service', () => {
  const service = { ...nodePort, type: 'ClusterIP', name: 'web' };
  const from = (externalIPs: readonly string[]): readonly string[] =>
    entrancesIn(cluster({ services: [{ ...service, externalIPs }] })).map(
      ({ kind, from: origin, certainty }) => `${kind} ${origin} ${certainty}`,
    );

  // Service of kubernetes.io: "Kubernetes does not manage allocation of externalIPs".
  test('are taken in by nodes, and by others if the network brings them there', () => {
    expect(from(['10.0.7.7'])).toEqual(['ExternalIP vpc undefined', 'ExternalIP nodes yes']);
    expect(from(['54.9.9.9'])).toEqual([
      'ExternalIP internet undefined',
      'ExternalIP vpc undefined',
      'ExternalIP nodes yes',
    ]);
  });

  test('that belong to a node say so', () => {
    const [first] = entrancesIn(cluster({ services: [{ ...service, externalIPs: ['10.0.0.1'] }] }));
    expect(first?.why).toContain('externalIPs 10.0.0.1 are addresses of nodes');
  });
});

describe('a host port', () => {
  const edge = {
    name: 'edge-1',
    labels: { app: 'guarded' },
    owner: 'DaemonSet edge',
    nodeName: 'node-1',
    podIPs: ['10.0.1.20'],
    spec: { containers: [{ name: 'edge', ports: [{ containerPort: 8080, hostPort: 80 }] }] },
  };
  const nodes = publicNodes;

  // Point 44: "subject to ingress policy after DNAT, source may be SNATed" (KD).
  test('is judged at the port of the pod, and left open where the source may have become a node', () => {
    const entrances = entrancesIn(cluster({ pods: [edge], nodes, networkPolicies: [denyAll] }));
    expect(claimsIn(entrances)).toEqual([
      'internet undefined oneOf => undefined DaemonSet edge TCP 8080',
      'vpc undefined oneOf => undefined DaemonSet edge TCP 8080',
      'nodes yes nodes => allowed DaemonSet edge TCP 8080',
    ]);
    expect(entrances[0]?.listens).toEqual(['TCP 80']);
  });

  test('is open where both readings allow it', () => {
    const entrances = entrancesIn(cluster({ pods: [edge], nodes, networkPolicies: [officeOnly] }));
    expect(claimsIn(entrances)[0]).toBe(
      'internet undefined oneOf => allowed DaemonSet edge TCP 8080',
    );
  });

  test('is every declared port of a pod on the host network, which no policy selects', () => {
    const host = {
      ...edge,
      spec: { hostNetwork: true, containers: [{ name: 'edge', ports: [{ containerPort: 9100 }] }] },
    };
    const entrances = entrancesIn(cluster({ pods: [host], nodes, networkPolicies: [denyAll] }));
    expect(claimsIn(entrances)[0]).toBe(
      'internet undefined clients => allowed DaemonSet edge TCP 9100',
    );
    expect(entrances[0]?.why).toContain('on the host network');
  });

  test('of a pod that has ended is none', () => {
    expect(entrancesIn(cluster({ pods: [{ ...edge, phase: 'Succeeded' }] }))).toEqual([]);
  });
});
