import { coveringBlocks } from './cidr.ts';
import type { ActingPolicy, Direction, Rule } from './network-policy.ts';

/**
 * Which policies allow everything in a direction to the pods that they select, each as a sentence.
 * Rules add up: those of a policy, and those of policies with the same selector.
 */
export function unrestrictedPolicies(
  policies: readonly ActingPolicy[],
  direction: Direction,
): readonly string[] {
  const groups = Map.groupBy(policies, ({ podSelector }) => JSON.stringify(podSelector));
  return [...groups.values()].flatMap((group) => {
    const alone = group.flatMap((policy) => allowances([policy], direction).slice(0, 1));
    return alone.length > 0 ? alone : allowances(group, direction).slice(0, 1);
  });
}

type Place = { readonly policy: string; readonly ipBlock?: Rule['peers'][number]['ipBlock'] };

/** Everything is any peer, or any address of a family, on every port of one protocol. */
function allowances(policies: readonly ActingPolicy[], direction: Direction): readonly string[] {
  const rules = policies.flatMap((policy) =>
    (policy[direction] ?? []).map((rule) => ({ ...rule, policy: policy.name })),
  );
  return protocols.flatMap((protocol) => {
    const open = rules.filter(({ ports }) => isEveryPort(ports, protocol));
    const everyPeer = open.filter(({ peers }) => peers.length === 0);
    const blocks = open.flatMap(({ peers, policy }) =>
      peers.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : { ipBlock, policy })),
    );
    // An exception narrows a block that is whole, and does not make it a named peer.
    const covers = coveringBlocks(blocks, ({ ipBlock }) => ipBlock.cidr);
    return [...everyPeer.map((rule) => [rule]), ...covers].map((places) =>
      allowanceText(places, direction),
    );
  });
}

const protocols = ['TCP', 'UDP', 'SCTP'] as const;

function isEveryPort(ports: Rule['ports'], wanted: (typeof protocols)[number]): boolean {
  if (ports.length === 0) return true;
  return ports.some(
    ({ protocol, port, endPort }) =>
      protocol === wanted && (port === undefined || (port === 1 && endPort === 65_535)),
  );
}

const peerWord = { ingress: 'source', egress: 'destination' } as const;

function allowanceText(places: readonly Place[], direction: Direction): string {
  const names = [...new Set(places.map(({ policy }) => `NetworkPolicy ${policy}`))].sort();
  const verb = names.length > 1 ? 'allow' : 'allows';
  return `${names.join(' and ')} ${verb} every ${peerWord[direction]}${blocksText(places)}`;
}

/** One block without an exception needs no explanation. */
function blocksText(places: readonly Place[]): string {
  const blocks = places.flatMap(({ ipBlock }) => ipBlock ?? []);
  const isPlain = blocks.every(({ except }) => except.length === 0);
  if (blocks.length < 2 && isPlain) return '';
  const texts = blocks.map(({ cidr, except }) =>
    except.length === 0 ? cidr : `${cidr} except ${except.join(' and ')}`,
  );
  return ` (${texts.join(' and ')})`;
}
