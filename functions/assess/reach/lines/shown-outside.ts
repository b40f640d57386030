import type { Snapshot } from '../../../model/snapshot.ts';
import { isIPv4, parseAddress } from '../algebra/address-set.ts';
import { directions, type Entity, type Peers, type Policy } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';

/** What of the outside is worth lines: what policies or the cluster show to matter. */
export type ShownOutside = {
  readonly hasIPv6: boolean;
  readonly entities: ReadonlySet<Entity>;
};

/** IPv6 where any policy, pod, node or the cluster has it; entities that some policy names. */
export function shownOutside(reach: Reach, snapshot: Snapshot): ShownOutside {
  return {
    hasIPv6: reach.profile.hasIPv6 && (policiesShowIPv6(reach) || clusterShowsIPv6(snapshot)),
    entities: new Set(reach.policies.flatMap(entitiesOf)),
  };
}

export function shownByEither(one: ShownOutside, other: ShownOutside): ShownOutside {
  return {
    hasIPv6: one.hasIPv6 || other.hasIPv6,
    entities: new Set([...one.entities, ...other.entities]),
  };
}

function policiesShowIPv6({ engine: { mentions } }: Reach): boolean {
  return directions.some((direction) =>
    mentions.addresses[direction].some((set) => set.some(({ first }) => !isIPv4(first))),
  );
}

function clusterShowsIPv6({ eksCluster, pods, nodes }: Snapshot): boolean {
  return (
    eksCluster?.ipFamily === 'ipv6' ||
    pods.some(({ podIPs }) => podIPs.some(isIPv6)) ||
    nodes.some(({ internalIPs, externalIPs }) => [...internalIPs, ...externalIPs].some(isIPv6))
  );
}

function isIPv6(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && !isIPv4(address);
}

function entitiesOf(policy: Policy): readonly Entity[] {
  return directions.flatMap((direction) =>
    (policy[direction]?.rules ?? []).flatMap((rule) =>
      rule.peers.flatMap(({ peers }) => entitiesIn(peers)),
    ),
  );
}

function entitiesIn(peers: Peers): readonly Entity[] {
  switch (peers.op) {
    case 'entity':
      return [peers.entity];
    case 'not':
      return entitiesIn(peers.operand);
    case 'and':
    case 'or':
      return peers.operands.flatMap(entitiesIn);
    default:
      return [];
  }
}
