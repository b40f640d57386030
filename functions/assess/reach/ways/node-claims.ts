import type { Snapshot } from '../../../model/snapshot.ts';
import type { OriginClaim } from './entrance.ts';

const unreadGroups = 'whether their security groups admit it is not read';

/** From where a port of every node can be asked for. */
export function nodeClaims(snapshot: Snapshot): readonly OriginClaim[] {
  return [
    { from: 'nodes', certainty: 'yes', why: 'nodes reach the ports of nodes' },
    {
      from: 'vpc',
      certainty: 'undefined',
      why: `nodes have addresses in the VPC; ${unreadGroups}`,
    },
    ...internetClaim(snapshot),
  ];
}

function internetClaim({ nodes }: Snapshot): readonly OriginClaim[] {
  if (nodes.length === 0) {
    const why = 'the snapshot has no nodes that would show whether they have external addresses';
    return [{ from: 'internet', certainty: 'undefined', why }];
  }
  const external = nodes.filter(({ externalIPs }) => externalIPs.length > 0);
  const [first] = external;
  if (first === undefined) return [];
  const why = `${external.length} of ${nodes.length} nodes have external addresses (${first.name}: ${first.externalIPs[0]}); ${unreadGroups}`;
  return [{ from: 'internet', certainty: 'undefined', why }];
}
