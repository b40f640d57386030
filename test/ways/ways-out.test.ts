import { describe, expect, test } from '@jest/globals';
import type { ProfileName } from '../../functions/assess/reach/profiles/profile.ts';
import { egress, exposed, toBlock } from './exposed.ts';

describe('ways out', () => {
  test.each([
    ['no policy', [], { answer: 'yes', ports: 'All Connections' }],
    ['no rule', egress(), { answer: 'no', ports: '' }],
    ['a private block', egress(toBlock('10.0.0.0/8')), { answer: 'no', ports: '' }],
    [
      'every address',
      egress(toBlock('0.0.0.0/0', { port: 443 })),
      { answer: 'yes', ports: 'TCP 443' },
    ],
    [
      'one public address',
      egress(toBlock('3.120.0.1/32', { port: 443 })),
      { answer: 'yes', ports: 'TCP 443', reason: 'of the internet 3.120.0.1-3.120.0.1' },
    ],
  ])('to the internet: %s', (_, networkPolicies, expected) => {
    expect(exposed('web', { networkPolicies }).to.internet).toMatchObject(expected);
  });

  // Point 30: what a NetworkPolicy does to other protocols is undefined.
  test('to the internet are closed although other protocols are left open', () => {
    const { internet } = exposed('web', { networkPolicies: egress() }, 'spec').to;
    expect(internet.answer).toBe('no');
    expect(internet.reason).toContain('protocols beside TCP, UDP and SCTP are left open');
  });

  test('are those of any of its pods', () => {
    const replica = (name: string, app: string) => ({
      name,
      labels: { app },
      owner: 'Deployment web',
    });
    const pods = [replica('web-1', 'web'), replica('web-2', 'canary')];
    const { internet } = exposed('web', { pods, networkPolicies: egress() }).to;
    expect(internet.answer).toBe('yes');
    expect(internet.reason).toContain('some of its pods');
  });

  test('to the internet by a name are left open: nobody knows the addresses', () => {
    const otherPolicies = [
      {
        read: 'applicationnetworkpolicies.networking.k8s.aws',
        kind: 'ApplicationNetworkPolicy',
        namespace: 'shop',
        name: 'names',
        spec: {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [
            { to: [{ domainNames: ['api.stripe.com'] }], ports: [{ port: 443, protocol: 'TCP' }] },
          ],
        },
      },
    ];
    const { internet } = exposed('web', { otherPolicies }).to;
    expect(internet).toMatchObject({ answer: 'undefined', ports: '' });
    expect(internet.reason).toContain('api.stripe.com');
  });

  // EC2: the service listens on 169.254.169.254 and fd00:ec2::254.
  test.each([
    ['no policy', [], 'yes'],
    ['every address', egress(toBlock('0.0.0.0/0')), 'yes'],
    [
      'every address but this one',
      egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }] }),
      'no',
    ],
    ['another port of it', egress(toBlock('169.254.169.254/32', { port: 443 })), 'no'],
    ['its address in IPv6', egress(toBlock('fd00:ec2::254/128')), 'yes'],
  ])('to instance metadata: %s', (_, networkPolicies, expected) => {
    expect(exposed('web', { networkPolicies }).to.instanceMetadata.answer).toBe(expected);
  });

  test('to instance metadata are of one family in a cluster that has one', () => {
    const networkPolicies = egress(toBlock('fd00:ec2::254/128'));
    const eksCluster = { ipFamily: 'ipv4' };
    expect(exposed('web', { networkPolicies, eksCluster }).to.instanceMetadata.answer).toBe('no');
  });

  // EKS: instance metadata "isn't available to Pods that are deployed to Fargate nodes".
  test('to instance metadata are none on Fargate', () => {
    const pods = [
      {
        name: 'web-1',
        owner: 'Deployment web',
        labels: { 'eks.amazonaws.com/fargate-profile': 'all' },
      },
    ];
    expect(exposed('web', { pods }).to.instanceMetadata.answer).toBe('no');
  });
});

describe('the way to the API server', () => {
  const apiServer = {
    services: [
      {
        name: 'kubernetes',
        namespace: 'default',
        clusterIPs: ['10.100.0.1'],
        ports: [{ name: 'https', port: 443 }],
      },
    ],
    writtenEndpoints: [
      {
        name: 'kubernetes',
        namespace: 'default',
        service: 'kubernetes',
        addresses: ['10.0.8.5'],
        ports: [{ name: 'https', port: 443 }],
      },
    ],
  };

  // Point 52: the Service leads to addresses of the control plane; under AWS egress sees the Service.
  test.each([
    ['spec', 'no policy', [], 'yes'],
    ['spec', 'its endpoints', egress(toBlock('10.0.8.0/24', { port: 443 })), 'yes'],
    ['spec', 'the Service', egress(toBlock('10.100.0.1/32', { port: 443 })), 'no'],
    ['aws-vpc-cni', 'the Service', egress(toBlock('10.100.0.1/32', { port: 443 })), 'yes'],
    ['aws-vpc-cni', 'neither', egress(toBlock('10.9.0.0/16')), 'no'],
  ] as const)('under %s by %s', (profile, _, networkPolicies, expected) => {
    const { to } = exposed('web', { ...apiServer, networkPolicies }, profile);
    expect(to.apiServer.answer).toBe(expected);
  });

  test.each([
    ['no policy', [], 'yes'],
    ['no rule', egress(), 'no'],
    ['some addresses', egress(toBlock('10.0.0.0/8')), 'undefined'],
  ])('of an unknown address: %s', (_, networkPolicies, expected) => {
    const { apiServer: fact } = exposed('web', { networkPolicies }).to;
    expect(fact.answer).toBe(expected);
    if (expected === 'undefined') expect(fact.reason).toContain('default/kubernetes');
  });

  test('is an entity to Cilium', () => {
    const otherPolicies = [
      {
        read: 'ciliumnetworkpolicies.cilium.io',
        kind: 'CiliumNetworkPolicy',
        namespace: 'shop',
        name: 'api',
        spec: { endpointSelector: {}, egress: [{ toEntities: ['kube-apiserver'] }] },
      },
    ];
    expect(exposed('web', { ...apiServer, otherPolicies }, 'cilium').to.apiServer.answer).toBe(
      'yes',
    );
  });
});

describe('the way to DNS', () => {
  const resolver = {
    name: 'coredns-1',
    namespace: 'kube-system',
    labels: { 'k8s-app': 'kube-dns' },
    owner: 'Deployment coredns',
    podIPs: ['10.0.1.53'],
  };
  const web = {
    name: 'web-1',
    labels: { app: 'web' },
    owner: 'Deployment web',
    podIPs: ['10.0.1.9'],
  };
  const kubeDns = {
    name: 'kube-dns',
    namespace: 'kube-system',
    clusterIPs: ['10.100.0.10'],
    selector: { 'k8s-app': 'kube-dns' },
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 1053 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 1053 },
    ],
  };
  const namespaces = ['shop', 'kube-system'];
  const known = { namespaces, pods: [web, resolver], services: [kubeDns] };
  const toResolver = (...ports: readonly object[]) => ({
    to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
    ports,
  });
  const udp = { port: 1053, protocol: 'UDP' };
  const tcp = { port: 1053, protocol: 'TCP' };

  // Point 50: pods that egress policies isolate need UDP and TCP to the resolver.
  test.each([
    ['no policy', [], { answer: 'yes', ports: 'TCP 53,UDP 53' }],
    ['both protocols', egress(toResolver(udp, tcp)), { answer: 'yes', ports: 'TCP 53,UDP 53' }],
    ['UDP alone', egress(toResolver(udp)), { answer: 'yes', ports: 'UDP 53' }],
    ['TCP alone', egress(toResolver(tcp)), { answer: 'no', ports: 'TCP 53' }],
    [
      'the port of the Service',
      egress(toResolver({ port: 53, protocol: 'UDP' })),
      { answer: 'no', ports: '' },
    ],
    ['no rule', egress(), { answer: 'no', ports: '' }],
  ])('leads to the pods of its Service: %s', (_, networkPolicies, expected) => {
    for (const profile of ['spec', 'aws-vpc-cni'] as const) {
      expect(exposed('web', { ...known, networkPolicies }, profile).to.dns).toMatchObject(expected);
    }
  });

  test('has a port of its own for each protocol', () => {
    const [dns, dnsTcp] = kubeDns.ports;
    const services = [{ ...kubeDns, ports: [dns, { ...dnsTcp, targetPort: 2053 }] }];
    const networkPolicies = egress(toResolver({ port: 2053, protocol: 'UDP' }));
    expect(exposed('web', { ...known, services, networkPolicies }, 'spec').to.dns.answer).toBe(
      'no',
    );
  });

  test('is closed by a policy of the resolver', () => {
    const closed = {
      name: 'closed',
      namespace: 'kube-system',
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    };
    const { dns } = exposed('web', { ...known, networkPolicies: [closed] }).to;
    expect(dns.answer).toBe('no');
    expect(dns.reason).toContain('NetworkPolicy kube-system/closed');
  });

  test('leads to pods by their label where there is no Service', () => {
    const parts = {
      namespaces,
      pods: [web, resolver],
      networkPolicies: egress(toResolver({ port: 53, protocol: 'UDP' })),
    };
    expect(exposed('web', parts).to.dns).toMatchObject({ answer: 'yes', ports: 'UDP 53' });
  });

  test('may lead to a cache on the node', () => {
    const workloads = [{ kind: 'DaemonSet', name: 'node-local-dns' }];
    const dns = (networkPolicies: readonly object[], profile?: ProfileName) =>
      exposed('web', { ...known, workloads, networkPolicies }, profile).to.dns;
    expect(dns(egress(toBlock('169.254.20.10/32'))).answer).toBe('yes');
    expect(dns(egress()).answer).toBe('undefined');
    expect(dns(egress()).reason).toContain('169.254.20.10');
    expect(dns(egress(), 'calico').answer).toBe('no');
  });

  test('is on the node in Auto Mode, where policies may apply or not', () => {
    const auto = { services: [kubeDns], eksCluster: { isAutoMode: true } };
    const dns = (networkPolicies: readonly object[]) =>
      exposed('web', { ...auto, networkPolicies }).to.dns;
    expect(dns([]).answer).toBe('yes');
    expect(dns(egress(toBlock('10.100.0.10/32'))).answer).toBe('yes');
    expect(dns(egress()).answer).toBe('undefined');
    expect(dns(egress()).reason).toContain('EKS Auto Mode');
  });

  test.each([
    ['no policy', [], 'yes'],
    ['no rule', egress(), 'no'],
    ['some addresses', egress(toBlock('10.0.0.0/8')), 'undefined'],
  ])('to a resolver that is not known: %s', (_, networkPolicies, expected) => {
    expect(exposed('web', { networkPolicies }).to.dns.answer).toBe(expected);
  });
});
