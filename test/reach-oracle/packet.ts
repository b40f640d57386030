/*
 * A second reading of the policy specifications, for one packet at a time. It shares nothing with
 * the engine that it is compared with: simple and slow on purpose.
 */

export type OracleEntity =
  | 'host'
  | 'remoteNode'
  | 'apiServer'
  | 'ingressProxy'
  | 'health'
  | 'unmanaged';

export type OraclePeer =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'entity'; readonly entity: OracleEntity };

/** `OTHER` is any protocol beside the three; it has no ports. */
export type PacketProtocol = 'TCP' | 'UDP' | 'SCTP' | 'OTHER';

export type Packet = {
  readonly source: OraclePeer;
  readonly destination: OraclePeer;
  readonly protocol: PacketProtocol;
  readonly port: number;
};

export type Verdict = 'allowed' | 'denied' | 'undefined';

/** Whether something matches a packet: `maybe` where the specification or the snapshot is silent. */
export type Match = 'yes' | 'no' | 'maybe';

/** What may come of a packet: more than one of them is an open question. */
export type Outcome = 'allow' | 'deny' | 'pass' | 'none';
export type Outcomes = ReadonlySet<Outcome>;

export function matchOf(isMatch: boolean): Match {
  return isMatch ? 'yes' : 'no';
}

export function someOf(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  return matches.includes('maybe') ? 'maybe' : 'no';
}

export function everyOf(matches: readonly Match[]): Match {
  if (matches.includes('no')) return 'no';
  return matches.includes('maybe') ? 'maybe' : 'yes';
}

export function notOf(match: Match): Match {
  if (match === 'maybe') return 'maybe';
  return match === 'yes' ? 'no' : 'yes';
}

/** A rule, judged for one packet. */
export type JudgedRule = { readonly match: Match; readonly action: 'allow' | 'deny' | 'pass' };

/** The first rule that matches decides; one that may match leaves both ways open. */
export function firstMatch(rules: readonly JudgedRule[]): Outcomes {
  const outcomes = new Set<Outcome>();
  for (const { match, action } of rules) {
    if (match !== 'no') outcomes.add(action);
    if (match === 'yes') return outcomes;
  }
  return outcomes.add('none');
}

export function verdictOfOutcomes(outcomes: Outcomes): Verdict {
  if (outcomes.has('allow') && outcomes.has('deny')) return 'undefined';
  return outcomes.has('deny') ? 'denied' : 'allowed';
}
