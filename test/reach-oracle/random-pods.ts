import type { Random } from './random.ts';
import { dropAbsent } from './random-network-policy.ts';
import {
  namespaceNames,
  nodeLabels,
  podLabels,
  portNames,
  portNumbers,
  protocolNames,
  randomLabels,
  serviceAccounts,
} from './random-words.ts';

type RandomNode = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly internalIPs: readonly string[];
  readonly externalIPs: readonly string[];
};

/** Nodes and pods of a cluster have addresses of one family, but for a few pods with both. */
export function randomNodes(random: Random, isIPv6: boolean): readonly RandomNode[] {
  const internal = (place: number) => (isIPv6 ? `fd00:2::${place}` : `192.168.1.${place}`);
  const external = (place: number) => (isIPv6 ? `2001:db8:1::${place}` : `198.51.100.${place}`);
  return random
    .times(1, 3, () => 0)
    .map((_, index) => ({
      name: `node-${index}`,
      labels: { ...randomLabels(random, nodeLabels), ...randomSort(random) },
      internalIPs: random.chance(0.9) ? [internal(index + 1)] : [],
      externalIPs: random.chance(0.2) ? [external(index + 1)] : [],
    }));
}

/** Some nodes are none that an agent runs on. */
function randomSort(random: Random): Readonly<Record<string, string>> {
  return random.pick([
    ...Array(12).fill({}),
    { 'kubernetes.io/os': 'linux' },
    { 'kubernetes.io/os': 'windows' },
    { 'eks.amazonaws.com/compute-type': 'fargate' },
  ]);
}

/** Pods of every sort: with an address and without, on the host's network, ended, bare. */
export function randomPods(random: Random, nodes: readonly RandomNode[], isIPv6: boolean) {
  const namespaces = random.some(namespaceNames, 4);
  const spaces = namespaces.length > 0 ? namespaces : namespaceNames;
  return random
    .times(4, 14, () => 0)
    .map((_, index) => randomPod(random, { nodes, spaces, index, isIPv6 }));
}

type Around = {
  readonly nodes: readonly RandomNode[];
  readonly spaces: readonly string[];
  readonly index: number;
  readonly isIPv6: boolean;
};

function randomPod(random: Random, { nodes, spaces, index, isIPv6 }: Around) {
  const node = random.chance(0.8) ? random.pick(nodes) : undefined;
  const isHost = random.chance(0.15);
  const isFargate = random.chance(0.06);
  const owner = random.pick([
    undefined,
    `Deployment app-${index}`,
    'StatefulSet set',
    'Deployment app',
  ]);
  const [four, six] = [`10.0.${1 + (index % 3)}.${index + 1}`, `fd00:1::${index + 1}`];
  const both = random.chance(0.05) ? [four, six] : [four];
  const ownAddresses = isIPv6 ? [six] : both;
  const hostAddresses = node?.internalIPs ?? [];
  return {
    name: owner === 'StatefulSet set' ? `set-${index}` : `pod-${index}`,
    namespace: random.pick(spaces),
    labels: {
      ...randomLabels(random, podLabels),
      ...(isFargate ? { 'eks.amazonaws.com/fargate-profile': 'fp' } : {}),
    },
    ...dropAbsent({ owner, nodeName: node?.name }),
    phase: random.pick([
      'Running',
      'Running',
      'Running',
      'Running',
      'Pending',
      'Succeeded',
      'Failed',
    ]),
    isRepresentative: random.chance(0.05),
    podIPs: addressesOf(random, isHost ? hostAddresses : ownAddresses),
    spec: dropAbsent({
      hostNetwork: isHost,
      serviceAccountName: random.pick(serviceAccounts),
      os: random.chance(0.04) ? { name: 'windows' } : undefined,
      containers: random.times(1, 2, () => 0).map((__, place) => container(random, `c${place}`)),
      initContainers: random.chance(0.2)
        ? [
            {
              ...container(random, 'init'),
              ...dropAbsent({ restartPolicy: random.pick([undefined, 'Always']) }),
            },
          ]
        : [],
    }),
  };
}

function addressesOf(random: Random, addresses: readonly string[]): readonly string[] {
  return random.chance(0.85) ? addresses : [];
}

/** The same name may have another number or protocol in the next container. */
function container(random: Random, name: string) {
  const ports = random.some(portNames, 2).map((portName) => ({
    name: portName,
    containerPort: random.pick(portNumbers),
    ...(random.chance(0.3) ? { protocol: random.pick(protocolNames) } : {}),
  }));
  return { name, image: 'app', ports };
}
