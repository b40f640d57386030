import type { Random } from './random.ts';
import { dropAbsent, type Material } from './random-network-policy.ts';
import {
  dnsNames,
  namespaceLabels,
  namespaceNames,
  podLabels,
  portNames,
  portNumbers,
  randomBlock,
  randomExcepts,
  randomSelector,
  randomSubject,
} from './random-words.ts';

type Direction = 'ingress' | 'egress';

const entities = [
  'all',
  'world',
  'cluster',
  'host',
  'remote-node',
  'kube-apiserver',
  'ingress',
  'health',
  'unmanaged',
  'world-ipv4',
] as const;

const hostEntities: readonly string[] = ['host', 'remote-node', 'cluster'];

export function randomCiliumPolicy(material: Material) {
  const { random, namespaces, name } = material;
  return {
    read: 'ciliumnetworkpolicies.cilium.io',
    kind: 'CiliumNetworkPolicy',
    namespace: random.pick(namespaces),
    name,
    labels: {},
    specs: random.times(1, random.chance(0.2) ? 2 : 1, () => policySpec(material)),
  };
}

export function randomClusterwidePolicy(material: Material) {
  return {
    read: 'ciliumclusterwidenetworkpolicies.cilium.io',
    kind: 'CiliumClusterwideNetworkPolicy',
    name: material.name,
    labels: {},
    specs: [policySpec(material)],
  };
}

function policySpec(material: Material): object {
  const { random } = material;
  const rules = (direction: Direction, isDeny: boolean) =>
    random.times(1, 3, () => randomRule(material, direction, isDeny));
  const part = (direction: Direction) =>
    random.pick<unknown>([undefined, [], [{}], rules(direction, false), rules(direction, false)]);
  const deny = (direction: Direction) => (random.chance(0.3) ? rules(direction, true) : undefined);
  const sections = {
    ingress: part('ingress'),
    egress: part('egress'),
    ingressDeny: deny('ingress'),
    egressDeny: deny('egress'),
  };
  const isEmpty = Object.values(sections).every((section) => String(section ?? '') === '');
  return dropAbsent({
    endpointSelector: randomSubject(random, podLabels),
    ...sections,
    // A spec without any rule is refused.
    ...(isEmpty ? { ingress: [{}] } : {}),
    enableDefaultDeny: random.chance(0.15)
      ? { ingress: random.chance(0.5), egress: random.chance(0.5) }
      : undefined,
  });
}

/** One kind of peers to a rule, as Cilium demands, or none and ports. */
function randomRule(material: Material, direction: Direction, isDeny: boolean): object {
  const { random } = material;
  const word = direction === 'ingress' ? 'from' : 'to';
  const ports = random.chance(0.5)
    ? random.times(1, 2, () => randomPortRule(random, isDeny))
    : undefined;
  const peers = randomPeers(material, word, { isDeny, hasPorts: ports !== undefined });
  return dropAbsent({ ...peers, toPorts: ports });
}

function randomPeers(
  { random, addresses, namesHosts }: Material,
  word: 'from' | 'to',
  { isDeny, hasPorts }: { readonly isDeny: boolean; readonly hasPorts: boolean },
): object {
  const kind = random.int(9);
  const block = () => randomBlock(random, addresses);
  if (kind === 0 && hasPorts) return {};
  if (kind === 1) return { [`${word}CIDR`]: random.times(1, 2, block) };
  if (kind === 2) {
    const cidr = block();
    return { [`${word}CIDRSet`]: [{ cidr, except: randomExcepts(random, cidr) }] };
  }
  if (kind <= 4) {
    const known = entities.filter((entity) => namesHosts || !hostEntities.includes(entity));
    return { [`${word}Entities`]: random.times(1, 2, () => random.pick(known)) };
  }
  if (kind === 5 && word === 'to' && !isDeny) {
    return { toFQDNs: random.times(1, 2, () => randomFqdn(random)) };
  }
  return { [`${word}Endpoints`]: random.times(1, 2, () => randomEndpoints(random)) };
}

function randomFqdn(random: Random): object {
  if (random.chance(0.6)) return { matchName: random.pick(dnsNames) };
  return { matchPattern: random.pick(['*.example.com', '*', 'w*.example.com']) };
}

/** A selector of pods that may name namespaces, in one of the ways that there are. */
function randomEndpoints(random: Random): unknown {
  if (random.chance(0.5)) return randomSelector(random, podLabels);
  const prefix = random.pick(['k8s:', '']);
  const labelsOfNamespace = Object.entries(namespaceLabels).map(
    ([key, values]) => [`${prefix}io.cilium.k8s.namespace.labels.${key}`, values] as const,
  );
  const words = random.pick<Readonly<Record<string, readonly string[]>>>([
    { ...podLabels, [`${prefix}io.kubernetes.pod.namespace`]: namespaceNames },
    { [`${prefix}io.kubernetes.pod.namespace`]: namespaceNames },
    Object.fromEntries(labelsOfNamespace),
  ]);
  return randomSelector(random, words);
}

function randomPortRule(random: Random, isDeny: boolean): object {
  const ports = random.times(1, 2, () => randomPort(random));
  const isHttp = !isDeny && random.chance(0.1);
  if (!isHttp) return { ports };
  return { ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [{ method: 'GET' }] } };
}

function randomPort(random: Random): object {
  const protocol = random.pick([undefined, 'ANY', 'TCP', 'UDP', 'SCTP', 'TCP']);
  const kind = random.int(6);
  if (kind === 0) return dropAbsent({ port: random.pick(portNames), protocol });
  if (kind === 1) return dropAbsent({ port: '0', protocol });
  const first = random.pick(portNumbers);
  const endPort = kind === 2 ? Math.min(65_535, first + random.int(400)) : undefined;
  return dropAbsent({ port: String(first), protocol, endPort });
}
