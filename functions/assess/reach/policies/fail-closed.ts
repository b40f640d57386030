import type { ClusterPeer } from './cluster-peers.ts';
import { doubted } from './doubtful-rules.ts';
import type { Rule } from './policy.ts';

/**
 * What becomes of a rule whose peers have none of the known fields. "If an implementation sees no
 * fields are set ... it should fail closed. For "Accept" rules, "fail closed" means: "treat the rule
 * as matching no traffic". For "Deny" and "Pass" rules, "fail closed" means: "treat the rule as a
 * 'Deny all' rule"."
 *
 * A peer with fields that only this engine does not know may be understood in the cluster, or be
 * closed there: both are possible.
 */
export function failClosed(
  rule: Rule,
  peers: readonly ClusterPeer[],
  /** Whether the API says what a peer without fields means; AWS does not. */
  isDefined: boolean,
): readonly Rule[] {
  const foreign = peers.flatMap((peer) => peer.foreign ?? []);
  if (foreign.length === 0) return [rule];
  if (isDefined && foreign.some(({ has }) => has === 'no field')) return [closed(rule)];
  const whys = foreign.map(({ why }) => why);
  return rule.action === 'allow' ? [doubted(rule, whys)] : [doubted(closed(rule), whys), rule];
}

function closed(rule: Rule): Rule {
  const isAllow = rule.action === 'allow';
  return {
    ...rule,
    action: isAllow ? 'allow' : 'deny',
    peers: [{ path: rule.path, peers: { op: isAllow ? 'none' : 'every' } }],
    ports: isAllow ? rule.ports : 'every',
  };
}
