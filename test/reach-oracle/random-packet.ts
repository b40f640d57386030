import type { Pod, Snapshot } from '../../functions/model/snapshot.ts';
import type { OracleProfile } from './dialect.ts';
import type { OraclePeer, Packet } from './packet.ts';
import { runningPods } from './question.ts';
import type { Random } from './random.ts';
import {
  dnsNames,
  externalAddresses,
  externalAddresses6,
  portNumbers,
  protocolNames,
} from './random-words.ts';

const entities = [
  'host',
  'remoteNode',
  'apiServer',
  'ingressProxy',
  'health',
  'unmanaged',
] as const;

/** Kinds of peers beside pods that a packet may come from or go to, under a profile. */
const otherPeers: Readonly<Record<OracleProfile, readonly OraclePeer['kind'][]>> = {
  spec: ['node', 'address', 'name'],
  'aws-vpc-cni': ['node', 'address', 'name'],
  'aws-vpc-cni strict': ['node', 'address', 'name'],
  cilium: ['node', 'address', 'name', 'entity'],
  calico: ['node', 'address'],
  'external-ipblocks': ['address'],
};

/** Packets that the policies of a cluster care about: around their ports, more often than not. */
export function randomPackets(
  random: Random,
  snapshot: Snapshot,
  profile: OracleProfile,
): (() => Packet) | undefined {
  const pods = runningPods(snapshot).filter((given) => isAsked(given, profile));
  if (pods.length === 0) return undefined;
  const text = JSON.stringify([snapshot.otherPolicies, snapshot.networkPolicies, snapshot.pods]);
  const ports = portsAround(text);
  const names = dnsNames.filter((name) => text.includes(`"${name}"`));
  const kinds = otherPeers[profile].filter((kind) => kind !== 'name' || names.length > 0);
  // What a port name means on Cilium's host is nobody's word: such pods are asked as sources only.
  const servers = pods.filter(({ spec }) => profile !== 'cilium' || !spec.hostNetwork);
  if (servers.length === 0) return undefined;
  const podOf = (among: readonly Pod[]): OraclePeer => {
    const { namespace, name } = random.pick(among);
    return { kind: 'pod', namespace, name };
  };
  return () => {
    const isOther = random.chance(0.4);
    const outside = isOther ? otherPeer(random, snapshot, { kinds, names, profile }) : undefined;
    const isOut = outside?.kind === 'name' || random.chance(0.5);
    const destination = (isOut ? outside : undefined) ?? podOf(servers);
    const named = namedPorts(snapshot, destination);
    return {
      source: (isOut ? undefined : outside) ?? podOf(pods),
      destination,
      protocol: randomProtocol(random, profile),
      port: random.chance(0.95) ? random.pick(ports) : 1 + random.int(65_535),
      ...(named.length > 0 && random.chance(0.3) ? random.pick(named) : {}),
    };
  };
}

/** Where it is open whether a peer is a pod's own host, nobody says what Cilium makes of port names. */
function isAsked({ nodeName }: Pod, profile: OracleProfile): boolean {
  return profile !== 'cilium' || nodeName !== undefined;
}

/** The ports that the containers of a pod name. */
function namedPorts(
  { pods }: Snapshot,
  peer: OraclePeer,
): readonly Pick<Packet, 'protocol' | 'port'>[] {
  const found = pods.find(
    ({ namespace, name }) =>
      peer.kind === 'pod' && peer.namespace === namespace && peer.name === name,
  );
  const containers = [...(found?.spec.containers ?? []), ...(found?.spec.initContainers ?? [])];
  return containers.flatMap(({ ports }) =>
    ports.map(({ containerPort, protocol }) => ({
      protocol: protocol as Packet['protocol'],
      port: containerPort,
    })),
  );
}

function randomProtocol(random: Random, profile: OracleProfile): Packet['protocol'] {
  const hasOthers = profile !== 'external-ipblocks';
  if (hasOthers && random.chance(0.08)) return 'OTHER';
  return random.chance(0.6) ? 'TCP' : random.pick(protocolNames);
}

function otherPeer(
  random: Random,
  { nodes }: Snapshot,
  around: {
    readonly kinds: readonly OraclePeer['kind'][];
    readonly names: readonly string[];
    readonly profile: OracleProfile;
  },
): OraclePeer {
  const { kinds, names, profile } = around;
  switch (random.pick(kinds)) {
    case 'node':
      return { kind: 'node', name: random.pick(nodes).name };
    case 'name':
      return { kind: 'name', name: random.pick(names) };
    case 'entity':
      return { kind: 'entity', entity: random.pick(entities) };
    default: {
      const isFour = profile === 'external-ipblocks' || random.chance(0.8);
      return {
        kind: 'address',
        address: random.pick<string>(isFour ? externalAddresses : externalAddresses6),
      };
    }
  }
}

/** The numbers that stand in policies, and those beside them. */
function portsAround(text: string): readonly number[] {
  const found = [...text.matchAll(/[":](\d{1,5})\b/g)].map(([, digits]) => Number(digits));
  return [
    ...new Set([...found, ...portNumbers].flatMap((port) => [port, port - 1, port + 1])),
  ].filter((port) => port >= 1 && port <= 65_535);
}
