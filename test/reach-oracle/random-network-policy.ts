import type { Random } from './random.ts';
import {
  dnsNames,
  podLabels,
  portNames,
  portNumbers,
  protocolNames,
  randomBlock,
  randomExcepts,
  randomNamespaceSelector,
  randomSelector,
  randomSubject,
} from './random-words.ts';

export type Material = {
  readonly random: Random;
  /** Addresses that pods and nodes of the cluster have. */
  readonly addresses: readonly string[];
  /** Namespaces that have pods. */
  readonly namespaces: readonly string[];
  /** A name that no other policy of the cluster has. */
  readonly name: string;
  /**
   * Whether policies may name the host as an entity beside others that know it by its address: the
   * engine then says undefined where both together would decide.
   */
  readonly namesHosts: boolean;
};

/** A NetworkPolicy in any spelling that the API server takes. */
export function randomNetworkPolicy({ random, addresses, namespaces, name }: Material) {
  const spec = policySpec(random, () => randomRule(random, () => randomPeer(random, addresses)));
  return { namespace: random.pick(namespaces), name, labels: {}, spec };
}

/**
 * An ApplicationNetworkPolicy of AWS: the same, and domain names where traffic goes out. It always
 * says its directions: nobody says what it means without them.
 */
export function randomApplicationPolicy({ random, addresses, namespaces, name }: Material) {
  const peer = () => randomPeer(random, addresses);
  const spec = policySpec(random, (direction) => {
    if (direction === 'ingress') return randomRule(random, peer);
    if (random.chance(0.4)) {
      return {
        to: [
          { domainNames: random.times(1, 2, () => random.pick([...dnsNames, '*.example.com'])) },
        ],
        ...(random.chance(0.5) ? { ports: [{ protocol: 'TCP', port: 443 }] } : {}),
      };
    }
    // Without `to` the VPC CNI drops the rule: a matter of its own.
    return { ...randomRule(random, peer), to: random.times(1, 2, peer) };
  });
  const rules = { ...spec, ...(isOpen(spec) ? { egress: [] } : {}) };
  const policyTypes = random.pick([['Ingress'], ['Egress'], ['Ingress', 'Egress']]);
  return {
    read: 'applicationnetworkpolicies.networking.k8s.aws',
    kind: 'ApplicationNetworkPolicy',
    namespace: random.pick(namespaces),
    name,
    labels: {},
    specs: [{ ...rules, policyTypes }],
  };
}

function isOpen(spec: object): boolean {
  return 'egress' in spec && JSON.stringify(spec.egress) === '[{}]';
}

type Direction = 'ingress' | 'egress';

function policySpec(random: Random, rule: (direction: Direction) => object): object {
  const types = random.pick([
    undefined,
    [],
    ['Ingress'],
    ['Egress'],
    ['Ingress', 'Egress'],
    ['Ingress', 'Egress'],
  ]);
  const rules = (direction: Direction) =>
    random.pick<unknown>([
      undefined,
      [],
      [{}],
      random.times(1, 3, () => renamed(rule(direction), direction)),
      random.times(1, 3, () => renamed(rule(direction), direction)),
      random.times(1, 3, () => renamed(rule(direction), direction)),
    ]);
  return dropAbsent({
    podSelector: randomSubject(random, podLabels),
    policyTypes: types,
    ingress: rules('ingress'),
    egress: rules('egress'),
  });
}

function renamed(rule: object, direction: Direction): object {
  const { from, to, ...rest } = { from: undefined, to: undefined, ...rule };
  const peers = to ?? from;
  return dropAbsent({ ...rest, [direction === 'ingress' ? 'from' : 'to']: peers });
}

function randomRule(random: Random, peer: () => unknown): object {
  return dropAbsent({
    from: random.pick<unknown>([
      undefined,
      [],
      ...random.times(6, 6, () => random.times(1, 2, peer)),
    ]),
    ports: random.pick<unknown>([
      undefined,
      null,
      [],
      ...random.times(6, 6, () => random.times(1, 2, () => randomPort(random))),
    ]),
  });
}

function randomPeer(random: Random, addresses: readonly string[]): unknown {
  const podSelector = () => randomSelector(random, podLabels);
  switch (random.int(6)) {
    case 0:
      return { podSelector: podSelector() };
    case 1:
      return { namespaceSelector: randomNamespaceSelector(random) };
    case 2:
      return { namespaceSelector: randomNamespaceSelector(random), podSelector: podSelector() };
    case 3:
      return { namespaceSelector: null, podSelector: podSelector() };
    default: {
      const cidr = randomBlock(random, addresses);
      const except = randomExcepts(random, cidr);
      return { ipBlock: except.length > 0 || random.chance(0.1) ? { cidr, except } : { cidr } };
    }
  }
}

function randomPort(random: Random): unknown {
  const protocol = random.pick([undefined, ...protocolNames]);
  const port = random.pick(portNumbers);
  switch (random.int(6)) {
    case 0:
      return dropAbsent({ protocol });
    case 1:
    case 3:
      return dropAbsent({ protocol, port: random.pick(portNames) });
    case 2:
      return dropAbsent({ protocol, port, endPort: Math.min(65_535, port + random.int(400)) });
    default:
      return dropAbsent({ protocol, port });
  }
}

/** Without the fields that are undefined: JSON has none. */
export function dropAbsent(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
