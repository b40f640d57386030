import { describe, expect, test } from '@jest/globals';
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

/*
 * The controller of the VPC CNI, getMatchingServiceClusterIPs: the ClusterIP is added to an egress
 * rule of a policy "where the service.spec.Selector matches the pod selector in the egress rules",
 * since the agent is "unable to see the pod IP after the DNAT happens for the clusterIPs".
 */
describe('egress to a Service under the VPC CNI', () => {
  const spec = { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }] };
  const labelled = { ...web, labels: { app: 'web', tier: 'front' }, spec };
  const mapped = { ...service, ports: [{ port: 80, targetPort: 8080 }] };
  const toPods = (labels: object, ports?: readonly object[]) => ({
    to: [{ podSelector: { matchLabels: labels } }],
    ...(ports && { ports }),
  });

  test.each([
    ['no policy', undefined, mapped, 'allowed'],
    ['a podSelector that matches the selector', egress(toPods({ app: 'web' })), mapped, 'allowed'],
    [
      'a podSelector that matches the pods alone',
      egress(toPods({ tier: 'front' })),
      mapped,
      'denied',
    ],
    ['a rule for every peer', egress({}), mapped, 'allowed'],
    ['the port of the pods', egress(toPods({ app: 'web' }, [{ port: 8080 }])), mapped, 'allowed'],
    ['the port of the Service', egress(toPods({ app: 'web' }, [{ port: 80 }])), mapped, 'denied'],
    ['the name of the port', egress(toPods({ app: 'web' }, [{ port: 'http' }])), mapped, 'allowed'],
    [
      'a range of ports',
      egress(toPods({ app: 'web' }, [{ port: 8000, endPort: 9000 }])),
      mapped,
      'undefined',
    ],
    [
      'a block with the address of the Service',
      egress({ to: [{ ipBlock: { cidr: '10.100.0.0/16' } }], ports: [{ port: 80 }] }),
      mapped,
      'allowed',
    ],
    [
      'a block with the port of the pods',
      egress({ to: [{ ipBlock: { cidr: '10.100.0.0/16' } }], ports: [{ port: 8080 }] }),
      mapped,
      'denied',
    ],
    [
      'a block with the address of the pods',
      egress({ to: [{ ipBlock: { cidr: '10.0.1.1/32' } }] }),
      mapped,
      'denied',
    ],
    [
      'a block that may hold an address that is not assigned',
      egress({ to: [{ ipBlock: { cidr: '10.100.0.0/16' } }] }),
      { ...mapped, clusterIPs: [] },
      'undefined',
    ],
    [
      'pods of a headless Service',
      egress(toPods({ tier: 'front' })),
      { ...mapped, clusterIPs: ['None'] },
      'allowed',
    ],
  ])('by %s', (_, policy, given, expected) => {
    const networkPolicies = policy === undefined ? [] : [policy];
    const parts = { pods: [labelled, client], services: [given], networkPolicies };
    expect(verdictsOf(asClient, { parts, profile: 'aws-vpc-cni' })).toEqual([`80: ${expected}`]);
  });

  test('and ingress at the pod are both needed', () => {
    const policies = (port: number) => [egress(toPods({ app: 'web' })), ingressTo(port)];
    const verdicts = (port: number) => {
      const parts = {
        pods: [labelled, client],
        services: [mapped],
        networkPolicies: policies(port),
      };
      return verdictsOf(asClient, { parts, profile: 'aws-vpc-cni' });
    };
    expect(verdicts(8080)).toEqual(['80: allowed']);
    expect(verdicts(80)).toEqual(['80: denied']);
  });

  test('by a podSelector with an expression asks for the labels of the selector', () => {
    const notIn = (value: string) =>
      egress({
        to: [
          {
            podSelector: {
              matchExpressions: [{ key: 'app', operator: 'NotIn', values: [value] }],
            },
          },
        ],
      });
    const verdict = (value: string) => {
      const parts = {
        pods: [labelled, client],
        services: [mapped],
        networkPolicies: [notIn(value)],
      };
      return verdictsOf(asClient, { parts, profile: 'aws-vpc-cni' });
    };
    expect(verdict('other')).toEqual(['80: allowed']);
    expect(verdict('web')).toEqual(['80: denied']);
  });

  test('is left open where a ClusterNetworkPolicy and a podSelector disagree', () => {
    const otherPolicies = [
      {
        read: 'clusternetworkpolicies.networking.k8s.aws',
        kind: 'ClusterNetworkPolicy',
        name: 'no-services',
        spec: {
          tier: 'Admin',
          priority: 1,
          subject: { namespaces: {} },
          egress: [{ action: 'Deny', to: [{ networks: ['10.100.0.0/16'] }] }],
        },
      },
    ];
    const networkPolicies = [egress(toPods({ app: 'web' }))];
    const parts = { pods: [labelled, client], services: [mapped], otherPolicies, networkPolicies };
    expect(verdictsOf(asClient, { parts, profile: 'aws-vpc-cni' })).toEqual(['80: undefined']);
  });

  test('is left open by a ClusterNetworkPolicy that selects the pods', () => {
    const otherPolicies = [
      {
        read: 'clusternetworkpolicies.networking.k8s.aws',
        kind: 'ClusterNetworkPolicy',
        name: 'no-web',
        spec: {
          tier: 'Admin',
          priority: 1,
          subject: { namespaces: {} },
          egress: [
            {
              action: 'Deny',
              to: [
                { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } },
              ],
            },
          ],
        },
      },
    ];
    const parts = { pods: [labelled, client], services: [mapped], otherPolicies };
    const [port] = connected(asClient, { parts, profile: 'aws-vpc-cni' }).ports;
    expect(port?.verdict).toBe('undefined');
    expect(port?.reason).toContain('no-web');
  });

  test('is at the pod under other engines', () => {
    const parts = {
      pods: [labelled, client],
      services: [mapped],
      networkPolicies: [egress(toPods({ tier: 'front' }))],
    };
    expect(verdictsOf(asClient, { parts, profile: 'calico' })).toEqual(['80: allowed']);
  });
});
