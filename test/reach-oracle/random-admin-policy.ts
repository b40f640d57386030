import type { Random } from './random.ts';
import { dropAbsent, type Material } from './random-network-policy.ts';
import {
  dnsNames,
  nodeLabels,
  podLabels,
  portNames,
  portNumbers,
  protocolNames,
  randomBlock,
  randomNamespaceSelector,
  randomSelector,
} from './random-words.ts';

type Direction = 'ingress' | 'egress';

/** What the kinds of policies for administrators have different. */
type Form = {
  readonly actions: readonly string[];
  readonly hasNodes: boolean;
  readonly hasDomainNames: boolean;
  readonly ports: (random: Random, hasNames: boolean) => object;
};

const v1alpha1: Form = {
  actions: ['Allow', 'Deny', 'Pass'],
  hasNodes: true,
  hasDomainNames: true,
  ports: (random, hasNames) => ({ ports: randomPorts(random, hasNames) }),
};
const baseline: Form = { ...v1alpha1, actions: ['Allow', 'Deny'], hasDomainNames: false };
const v1alpha2: Form = {
  ...v1alpha1,
  actions: ['Accept', 'Deny', 'Pass'],
  ports: (random, hasNames) => ({ protocols: randomProtocols(random, hasNames) }),
};
const ofAws: Form = { ...v1alpha1, actions: ['Accept', 'Deny', 'Pass'], hasNodes: false };

export function randomAdminNetworkPolicy(material: Material, priority: number) {
  return {
    read: 'adminnetworkpolicies.policy.networking.k8s.io',
    kind: 'AdminNetworkPolicy',
    name: material.name,
    labels: {},
    specs: [{ priority, ...policySpec(material, v1alpha1) }],
  };
}

export function randomBaselinePolicy(material: Material) {
  return {
    read: 'baselineadminnetworkpolicies.policy.networking.k8s.io',
    kind: 'BaselineAdminNetworkPolicy',
    name: 'default',
    labels: {},
    specs: [policySpec(material, baseline)],
  };
}

export function randomClusterPolicy(material: Material, tier: string, priority: number) {
  return {
    read: 'clusternetworkpolicies.policy.networking.k8s.io',
    kind: 'ClusterNetworkPolicy',
    name: material.name,
    labels: {},
    specs: [{ tier, priority, ...policySpec(material, v1alpha2) }],
  };
}

export function randomAwsClusterPolicy(material: Material, tier: string, priority: number) {
  return {
    read: 'clusternetworkpolicies.networking.k8s.aws',
    kind: 'ClusterNetworkPolicy',
    name: material.name,
    labels: {},
    specs: [{ tier, priority, ...policySpec(material, ofAws) }],
  };
}

function policySpec(material: Material, form: Form): object {
  const { random } = material;
  const rules = (direction: Direction) =>
    random.pick<unknown>([
      undefined,
      [],
      ...random.times(4, 4, () => random.times(1, 4, () => randomRule(material, form, direction))),
    ]);
  return dropAbsent({
    subject: random.chance(0.3) ? { namespaces: {} } : podsOrNamespaces(random),
    ingress: rules('ingress'),
    egress: rules('egress'),
  });
}

function podsOrNamespaces(random: Random): object {
  if (random.chance(0.5)) return { namespaces: randomNamespaceSelector(random) };
  return {
    pods: {
      namespaceSelector: random.chance(0.4) ? {} : randomNamespaceSelector(random),
      podSelector: randomSelector(random, podLabels),
    },
  };
}

/** Names of ports stand only beside peers that have them, domain names only where allowed. */
function randomRule(material: Material, form: Form, direction: Direction): object {
  const { random } = material;
  const action = random.pick(form.actions);
  const name = random.pick([undefined, 'some rule']);
  if (direction === 'ingress') {
    const from = random.times(1, 3, () => podsOrNamespaces(random));
    return dropAbsent({ name, action, from, ...form.ports(random, true) });
  }
  const isAllowing = action === 'Allow' || action === 'Accept';
  const to = random.times(1, 3, () => destination(material, form, isAllowing));
  const hasNames = to.every((peer) => 'pods' in peer || 'namespaces' in peer);
  return dropAbsent({ name, action, to, ...form.ports(random, hasNames) });
}

function destination({ random, addresses }: Material, form: Form, isAllowing: boolean): object {
  const kind = random.int(8);
  if (kind <= 1) return { networks: random.times(1, 2, () => randomBlock(random, addresses)) };
  if (kind === 2 && form.hasNodes) return { nodes: randomSelector(random, nodeLabels) };
  if (kind === 3 && isAllowing && form.hasDomainNames) {
    return { domainNames: [random.pick([...dnsNames, '*.example.com'])] };
  }
  return podsOrNamespaces(random);
}

function randomPorts(random: Random, hasNames: boolean): unknown {
  if (random.chance(0.4)) return undefined;
  return random.times(1, 3, () => {
    const protocol = random.pick(protocolNames);
    const start = random.pick(portNumbers);
    const kind = random.int(hasNames ? 3 : 2);
    if (kind === 0) return { portNumber: { protocol, port: start } };
    if (kind === 1) return { portRange: { protocol, ...rangeFrom(random, start) } };
    return { namedPort: random.pick(portNames) };
  });
}

function randomProtocols(random: Random, hasNames: boolean): unknown {
  if (random.chance(0.4)) return undefined;
  return random.times(1, 3, () => {
    const protocol = random.pick(protocolNames).toLowerCase();
    const start = random.pick(portNumbers);
    const kind = random.int(hasNames ? 3 : 2);
    if (kind === 0) return { [protocol]: { destinationPort: { number: start } } };
    if (kind === 1) return { [protocol]: { destinationPort: { range: rangeFrom(random, start) } } };
    return { destinationNamedPort: random.pick(portNames) };
  });
}

function rangeFrom(random: Random, from: number) {
  const start = Math.min(from, 65_000);
  return { start, end: start + 1 + random.int(400) };
}
