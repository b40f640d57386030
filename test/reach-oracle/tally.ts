import type { Snapshot } from '../../functions/model/snapshot.ts';
import { tweak } from '../minimal-snapshot.ts';
import type { OracleProfile } from './dialect.ts';
import type { Comparison } from './differential.ts';
import { verdictOf } from './verdict-of-packet.ts';

/** How often something occurred, by name. */
export type Tally = Map<string, number>;

/** One packet in so many is asked again without the policies of each family. */
const sampleOf = 3;

/** Counts the verdicts under a profile, and the packets that would fare otherwise without a family. */
export function countIn(
  tally: Tally,
  profile: OracleProfile,
  { snapshot, packets }: Comparison,
): void {
  for (const { verdict } of packets) add(tally, `${verdict} under ${profile}`);
  const without = [...kindsOf(snapshot)].map(
    (kind) => [kind, withoutKind(snapshot, kind)] as const,
  );
  for (const [index, packet] of packets.entries()) {
    if (index % sampleOf !== 0) continue;
    for (const [kind, smaller] of without) {
      const isDecisive = verdictOf(smaller, profile, packet) !== packet.verdict;
      if (isDecisive) add(tally, `decided by ${kind}`);
    }
  }
}

/** The kinds of policies in a snapshot, by the reads they come from. */
function kindsOf({ networkPolicies, otherPolicies }: Snapshot): ReadonlySet<string> {
  return new Set([
    ...networkPolicies.map(() => 'networkpolicies'),
    ...otherPolicies.map(({ read }) => read),
  ]);
}

function withoutKind(snapshot: Snapshot, kind: string): Snapshot {
  const { networkPolicies, otherPolicies } = snapshot;
  return tweak(snapshot, {
    networkPolicies: kind === 'networkpolicies' ? [] : networkPolicies,
    otherPolicies: otherPolicies.filter(({ read }) => read !== kind),
  });
}

function add(tally: Tally, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1);
}
