import { describe, expect, test } from '@jest/globals';
import { claimsIn, cluster, denyAll, entrancesIn, officeOnly } from './entrance-claims.ts';

const aws = 'service.beta.kubernetes.io/aws-load-balancer-';

function balanced(service: object, parts: object = {}) {
  const all = {
    name: 'web',
    type: 'LoadBalancer',
    selector: { app: 'web' },
    ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
    ...service,
  };
  return entrancesIn(cluster({ services: [all], ...parts })).filter(
    ({ kind }) => kind === 'LoadBalancer',
  );
}

const originsOf = (entrances: ReturnType<typeof balanced>): readonly string[] =>
  entrances.map(({ from, certainty }) => `${from} ${certainty}`);

const controllerClass = { loadBalancerClass: 'service.k8s.aws/nlb' };
const autoModeClass = { loadBalancerClass: 'eks.amazonaws.com/nlb' };
const internet = ['internet yes'];
const vpc = ['vpc yes'];
const either = ['internet undefined', 'vpc undefined'];

/*
 * CP: the service controller of cloud-provider-aws. LBC: service annotations of the AWS Load Balancer
 * Controller. EKS: the user guide. ELB: the guides of Elastic Load Balancing.
 */
describe('the scheme of a load balancer', () => {
  test.each([
    // CP: aws-load-balancer-internal "Indicates that the load balancer should be internal."
    ['of the cloud provider faces the internet by default', {}, internet],
    ['of the cloud provider is internal if told so', { internal: 'true' }, vpc],
    ['of the cloud provider is internal for any value but false', { internal: '0.0.0.0/0' }, vpc],
    ['of the cloud provider faces the internet for false', { internal: 'false' }, internet],
    // CP has no aws-load-balancer-scheme: a cluster that left a Service to it ignores the annotation.
    ['of the cloud provider is not the annotation scheme', { scheme: 'internal' }, internet],
    ['of the cloud provider as NLB faces the internet too', { type: 'nlb' }, internet],
    // LBC: "If not specified, default is internal."
    ['of type external is internal by default', { type: 'external' }, vpc],
    ['of type nlb-ip is internal by default', { type: 'nlb-ip' }, vpc],
    [
      'of type external faces the internet if told so',
      { type: 'external', scheme: 'internet-facing' },
      internet,
    ],
    // LBC: "in case of ties, the aws-load-balancer-scheme gets precedence."
    [
      'is that of scheme before that of internal',
      { type: 'external', scheme: 'internet-facing', internal: 'true' },
      internet,
    ],
    [
      'of type external faces the internet if not internal',
      { type: 'external', internal: 'false' },
      internet,
    ],
    ['that is none is not known', { type: 'external', scheme: 'public' }, either],
  ])('%s', (_, given, expected) => {
    const annotations = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`${aws}${name}`, value]),
    );
    expect(originsOf(balanced({ annotations }))).toEqual(expected);
  });

  test.each([
    // LBC: "Since the v2.2.0 release, the LBC provisions an internal NLB by default."
    ['of the controller is internal by default', controllerClass, {}, vpc],
    [
      'of the controller faces the internet if told so',
      controllerClass,
      { [`${aws}scheme`]: 'internet-facing' },
      internet,
    ],
    ['of Auto Mode is internal by default', autoModeClass, {}, vpc],
    // EKS, Auto Mode: aws-load-balancer-internal is "Not supported".
    ['of Auto Mode is not that of internal', autoModeClass, { [`${aws}internal`]: 'false' }, vpc],
    [
      'of Auto Mode faces the internet if told so',
      autoModeClass,
      { [`${aws}scheme`]: 'internet-facing' },
      internet,
    ],
    ['of another class is not known', { loadBalancerClass: 'metallb.io/x' }, {}, either],
  ])('%s', (_, service, annotations, expected) => {
    expect(originsOf(balanced({ ...service, annotations }))).toEqual(expected);
  });

  test.each([
    // ELB: "internal-name-123456789.region.elb.amazonaws.com"
    ['internal-a1-1.eu-central-1.elb.amazonaws.com', vpc],
    // ELB: "name-1234567890.region.elb.amazonaws.com"
    ['a1-1.eu-central-1.elb.amazonaws.com', internet],
    ['a1-1.cn-north-1.elb.amazonaws.com.cn', internet],
    ['10.0.3.4', vpc],
    ['3.120.0.1', internet],
  ])('is the one that its address %s shows', (address, expected) => {
    const given = { loadBalancerAddresses: [address], loadBalancerClass: 'metallb.io/x' };
    expect(originsOf(balanced(given))).toEqual(expected);
  });

  test('is not shown by the name of a Network Load Balancer', () => {
    const address = 'k8s-shop-web-1.elb.eu-central-1.amazonaws.com';
    const given = { loadBalancerAddresses: [address], ...controllerClass };
    expect(originsOf(balanced(given))).toEqual(vpc);
  });

  // EKS: the controller "sets the spec.loadBalancerClass field to service.k8s.aws/nlb for new services".
  test.each([
    ['faces the internet where manifests show no controller', [], internet],
    [
      'is not known where manifests show the controller',
      [{ kind: 'Deployment', name: 'aws-load-balancer-controller' }],
      either,
    ],
  ])('without a class %s', (_, workloads, expected) => {
    expect(originsOf(balanced({}, { source: 'manifests', workloads }))).toEqual(expected);
  });

  // EKS, Auto Mode: "eks.amazonaws.com/nlb specification is automatically set as the cluster default".
  test('without a class is internal in Auto Mode', () => {
    expect(originsOf(balanced({}, { eksCluster: { isAutoMode: true } }))).toEqual(vpc);
  });
});

describe('the source that pods behind a load balancer see', () => {
  const sourcesOf = (service: object): readonly string[] =>
    balanced(service).flatMap(({ backends }) => backends.map(({ source }) => source));
  const local = { externalTrafficPolicy: 'Local' };
  const ip = { annotations: { [`${aws}nlb-target-type`]: 'ip' } };
  const attribute = (value: string) => ({
    annotations: {
      [`${aws}nlb-target-type`]: 'ip',
      [`${aws}target-group-attributes`]: `preserve_client_ip.enabled=${value}`,
    },
  });
  const udp = { ports: [{ port: 53, protocol: 'UDP', targetPort: 5353, nodePort: 30053 }] };

  test.each([
    ['is a node with externalTrafficPolicy Cluster', {}, 'nodes'],
    ['is the load balancer itself of a Classic one with Local', local, 'loadBalancer'],
    // ELB: "Instance type target groups: Enabled"
    ['is the client of an NLB with Local', { ...controllerClass, ...local }, 'clients'],
    ['is a node behind an NLB with instance targets', controllerClass, 'nodes'],
    // ELB: "IP type target groups (TCP, TLS): Disabled"
    ['is the NLB itself with IP targets and TCP', { ...controllerClass, ...ip }, 'loadBalancer'],
    // ELB: "IP type target groups (UDP, TCP_UDP, ...): Enabled"
    ['is the client with IP targets and UDP', { ...controllerClass, ...ip, ...udp }, 'clients'],
    [
      'is the client where the attribute keeps it',
      { ...controllerClass, ...attribute('true') },
      'clients',
    ],
    [
      'is the NLB where the attribute does not',
      { ...controllerClass, ...attribute('false') },
      'loadBalancer',
    ],
    // EKS: "The default targeting mode is IP Mode, not Instance Mode."
    ['is the NLB itself in Auto Mode', autoModeClass, 'loadBalancer'],
    // LBC, nlb-ip: "the aws-load-balancer-nlb-target-type annotation gets ignored".
    [
      'is the NLB itself of type nlb-ip, whatever the target type',
      { annotations: { [`${aws}type`]: 'nlb-ip', [`${aws}nlb-target-type`]: 'instance' } },
      'loadBalancer',
    ],
    ['may be any for an unknown class', { loadBalancerClass: 'metallb.io/x' }, 'oneOf'],
  ])('%s', (_, service, expected) => {
    expect(new Set(sourcesOf(service))).toEqual(new Set([expected]));
  });
});

describe('policies and load balancers', () => {
  const guarded = {
    selector: { app: 'guarded' },
    annotations: { [`${aws}scheme`]: 'internet-facing' },
    ...controllerClass,
  };
  const verdicts = (service: object, networkPolicies: readonly object[], profile?: 'spec') =>
    claimsIn(
      entrancesIn(
        cluster({
          networkPolicies,
          services: [
            {
              name: 'web',
              type: 'LoadBalancer',
              ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
              ...guarded,
              ...service,
            },
          ],
        }),
        profile,
      ),
      'LoadBalancer',
    );

  // Points 36 and 40: the source is a node, and from its own node a pod takes in everything.
  test('a policy does not stop what the own node forwards, where the engine sees the node', () => {
    expect(verdicts({}, [denyAll])).toEqual([
      'internet yes nodes => allowed Deployment guarded TCP 8080',
    ]);
  });

  // KD: whether that happens before or after policies are asked is not defined.
  test('what a policy does to packets that a node forwards is left open by the specification', () => {
    expect(verdicts({}, [denyAll], 'spec')).toEqual([
      'internet yes nodes => undefined Deployment guarded TCP 8080',
    ]);
    expect(verdicts({}, [officeOnly], 'spec')).toEqual([
      'internet yes nodes => allowed Deployment guarded TCP 8080',
    ]);
  });

  test.each([
    ['stops clients that it does not name', [denyAll], {}, 'denied'],
    ['lets in clients that it names', [officeOnly], {}, 'allowed'],
    [
      'lets in none of the clients that the load balancer takes',
      [officeOnly],
      { loadBalancerSourceRanges: ['8.8.8.0/24'] },
      'denied',
    ],
  ])('a policy %s, where their address is kept', (_, policies, service, expected) => {
    const local = { externalTrafficPolicy: 'Local', ...service };
    expect(verdicts(local, policies)).toEqual([
      `internet yes clients => ${expected} Deployment guarded TCP 8080`,
    ]);
  });

  test('a block that may hold the load balancer or not leaves its packets open', () => {
    const inVpc = {
      name: 'vpc',
      spec: {
        podSelector: { matchLabels: { app: 'guarded' } },
        ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/16' } }] }],
      },
    };
    const proxied = { annotations: { ...guarded.annotations, [`${aws}nlb-target-type`]: 'ip' } };
    const [claim] = verdicts(proxied, [inVpc]);
    expect(claim).toBe('internet yes loadBalancer => undefined Deployment guarded TCP 8080');
    expect(verdicts(proxied, [denyAll])).toEqual([
      'internet yes loadBalancer => denied Deployment guarded TCP 8080',
    ]);
  });
});

describe('who may come to a load balancer', () => {
  const ranges = 'service.beta.kubernetes.io/load-balancer-source-ranges';

  test.each([
    [
      'source ranges with public addresses',
      { loadBalancerSourceRanges: ['52.95.0.0/16'] },
      internet,
    ],
    ['source ranges of private addresses', { loadBalancerSourceRanges: ['10.0.0.0/8'] }, vpc],
    ['ranges in the annotation', { annotations: { [ranges]: '10.0.0.0/8, 172.16.0.0/12' } }, vpc],
    [
      'ranges that are no CIDR',
      { loadBalancerSourceRanges: ['52.95.0.0/16', 'office'] },
      ['internet undefined'],
    ],
    [
      'security groups that are not read',
      { annotations: { [`${aws}security-groups`]: 'sg-1' } },
      ['internet undefined'],
    ],
    [
      'more security groups that are not read',
      {
        loadBalancerSourceRanges: ['10.0.0.0/8'],
        annotations: { [`${aws}extra-security-groups`]: 'sg-1' },
      },
      ['internet undefined'],
    ],
    [
      'prefix lists that are not read',
      { annotations: { [`${aws}security-group-prefix-lists`]: 'pl-1' } },
      ['internet undefined'],
    ],
  ])('is told by %s', (_, service, expected) => {
    expect(originsOf(balanced(service))).toEqual(expected);
  });

  // EKS, Auto Mode: the annotation is "Not supported"; "Use spec.loadBalancerSourceRanges".
  test('is not told by the annotation in Auto Mode', () => {
    const annotations = { [ranges]: '10.0.0.0/8', [`${aws}scheme`]: 'internet-facing' };
    expect(originsOf(balanced({ ...autoModeClass, annotations }))).toEqual(internet);
  });

  test('says which field is not understood', () => {
    const [entrance] = balanced({ loadBalancerSourceRanges: ['52.95.0.0/16', 'office'] });
    expect(entrance?.why).toContain('"office" in loadBalancerSourceRanges is no CIDR');
  });
});

// LBC: "If the NodePort is not allocated for a service port, the controller will fail to reconcile".
test('a load balancer of nodes leads nowhere without node ports', () => {
  const ports = [{ port: 80, targetPort: 8080 }];
  const without = { allocateLoadBalancerNodePorts: false, ports, ...controllerClass };
  const [entrance] = balanced(without);
  expect(entrance?.backends.map(({ verdict }) => verdict)).toEqual(['denied']);
  expect(entrance?.backends[0]?.reason).toContain('allocateLoadBalancerNodePorts');
  const ip = { ...without, annotations: { [`${aws}nlb-target-type`]: 'ip' } };
  expect(balanced(ip)[0]?.backends.map(({ verdict }) => verdict)).toEqual(['allowed']);
});
