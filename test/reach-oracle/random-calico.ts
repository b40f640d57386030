import type { Random } from './random.ts';
import { dropAbsent, type Material } from './random-network-policy.ts';
import {
  namespaceLabels,
  namespaceNames,
  podLabels,
  portNames,
  portNumbers,
  randomBlock,
  randomLabels,
  randomPair,
  serviceAccounts,
} from './random-words.ts';

/** Tiers around the default one; no two of the same order, which would leave theirs open. */
const tierOrders = [100, 900, 5_000, 2_000_000] as const;

export function randomTiers(random: Random): readonly object[] {
  return random.some(tierOrders, 2).map((order) => ({
    read: 'tiers.crd.projectcalico.org',
    kind: 'Tier',
    name: `tier-${order}`,
    labels: {},
    specs: [dropAbsent({ order, defaultAction: random.pick([undefined, 'Deny', 'Pass']) })],
  }));
}

export function randomNetworkSets({ random, addresses }: Material): readonly object[] {
  const set = (kind: string, name: string, namespace?: string) =>
    dropAbsent({
      read: `${kind.toLowerCase()}s.crd.projectcalico.org`,
      kind,
      namespace,
      name,
      labels: randomLabels(random, podLabels),
      specs: [{ nets: random.times(1, 2, () => randomBlock(random, addresses)) }],
    });
  return [
    ...(random.chance(0.3) ? [set('NetworkSet', 'set', random.pick(namespaceNames))] : []),
    ...(random.chance(0.3) ? [set('GlobalNetworkSet', 'global-set')] : []),
  ];
}

export function randomCalicoPolicy(material: Material, tiers: readonly string[]) {
  return {
    read: 'networkpolicies.crd.projectcalico.org',
    kind: 'NetworkPolicy',
    namespace: material.random.pick(material.namespaces),
    name: material.name,
    labels: {},
    specs: [policySpec(material, tiers)],
  };
}

export function randomGlobalPolicy(material: Material, tiers: readonly string[]) {
  const { random } = material;
  const namespaceSelector = random.chance(0.4) ? labelsOfNamespace(random) : undefined;
  return {
    read: 'globalnetworkpolicies.crd.projectcalico.org',
    kind: 'GlobalNetworkPolicy',
    name: material.name,
    labels: {},
    specs: [dropAbsent({ ...policySpec(material, tiers), namespaceSelector })],
  };
}

function policySpec(material: Material, tiers: readonly string[]): object {
  const { random } = material;
  const rules = (side: 'source' | 'destination') =>
    random.pick<unknown>([
      undefined,
      [],
      ...random.times(3, 3, () => random.times(1, 3, () => randomRule(material, side))),
    ]);
  return dropAbsent({
    tier: random.pick([undefined, 'default', ...tiers, ...tiers]),
    order: random.pick([undefined, 10, 10, 500.5, 1_000, 2_000]),
    selector: random.pick([
      undefined,
      '',
      'all()',
      'all()',
      expression(random),
      expression(random),
    ]),
    types: random.pick([undefined, ['Ingress'], ['Egress'], ['Ingress', 'Egress']]),
    ingress: rules('source'),
    egress: rules('destination'),
  });
}

function randomRule(material: Material, side: 'source' | 'destination'): object {
  const { random } = material;
  const action = random.pick(['Allow', 'Allow', 'Deny', 'Deny', 'Pass', 'Log']);
  const peer = random.chance(0.85) ? randomEntity(material) : undefined;
  const protocol = random.pick([undefined, 'TCP', 'TCP', 'UDP', 'SCTP', 17, 'ICMP', 47]);
  const notProtocol =
    protocol === undefined && random.chance(0.2) ? random.pick(['TCP', 'UDP', 'ICMP']) : undefined;
  const hasPorts = ['TCP', 'UDP', 'SCTP', 17].includes(protocol ?? '');
  const ports = hasPorts && random.chance(0.6) ? randomPorts(random) : undefined;
  const destination = side === 'destination' ? { ...peer, ...ports } : ports;
  return dropAbsent({
    action,
    protocol,
    notProtocol,
    source: side === 'source' ? peer : undefined,
    destination: destination && Object.keys(destination).length > 0 ? destination : undefined,
  });
}

function randomEntity({ random, addresses }: Material): object {
  const block = () => randomBlock(random, addresses);
  switch (random.int(8)) {
    case 0:
      return { nets: random.times(1, 2, block) };
    case 1:
      return { notNets: random.times(1, 2, block) };
    case 2:
      return { notSelector: expression(random) };
    case 3:
      return { namespaceSelector: namespaceExpression(random) };
    case 4:
      return { selector: expression(random), namespaceSelector: namespaceExpression(random) };
    case 5:
      return { selector: expression(random), notNets: [block()] };
    case 6:
      return { serviceAccounts: { names: [random.pick(serviceAccounts)] } };
    default:
      return { selector: expression(random) };
  }
}

function randomPorts(random: Random): object {
  const port = () => {
    const first = random.pick(portNumbers);
    return random.pick([
      first,
      `${first}:${Math.min(65_535, first + 300)}`,
      random.pick(portNames),
    ]);
  };
  const field = random.pick(['ports', 'ports', 'notPorts']);
  return { [field]: random.times(1, 3, port) };
}

function namespaceExpression(random: Random): string {
  if (random.chance(0.25)) return random.pick(['all()', 'global()']);
  return labelsOfNamespace(random);
}

function labelsOfNamespace(random: Random): string {
  return expression(random, {
    ...namespaceLabels,
    'projectcalico.org/name': namespaceNames,
    'kubernetes.io/metadata.name': namespaceNames,
  });
}

/** An expression of labels, with every operator and the ways to join them. */
function expression(
  random: Random,
  words: Readonly<Record<string, readonly string[]>> = podLabels,
  depth = 0,
): string {
  const inner = () => expression(random, words, depth + 1);
  if (depth < 2 && random.chance(0.35)) {
    return random.pick([
      `${inner()} && ${inner()}`,
      `${inner()} || ${inner()}`,
      `!(${inner()})`,
      `(${inner()}) && ${inner()}`,
    ]);
  }
  const [key, value] = randomPair(random, words);
  const quote = random.pick(["'", '"']);
  const text = `${quote}${value}${quote}`;
  const piece = `${quote}${value.slice(0, 2)}${quote}`;
  return random.pick([
    `${key} == ${text}`,
    `${key}==${text}`,
    `${key} != ${text}`,
    `has(${key})`,
    `!has(${key})`,
    `${key} in { ${text}, 'nothing' }`,
    `${key} not in {${text}}`,
    `${key} contains ${piece}`,
    `${key} starts with ${piece}`,
    `${key} ends with ${text}`,
    'all()',
  ]);
}
