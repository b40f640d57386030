import { doubted } from './doubtful-rules.ts';
import { type Field, malformed } from './field.ts';
import type { Peers, PortMatch, Rule } from './policy.ts';

/*
 * Named ports next to peers that have none. A name is looked up on the destination pod, so it
 * matches nothing else; what is written in such a rule is all the same not the same everywhere.
 */

export function namedPortsOf({ ports }: Rule): readonly (PortMatch & { readonly op: 'named' })[] {
  return ports === 'every' ? [] : ports.filter((port) => port.op === 'named');
}

/**
 * "networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for
 * networks/nodes/domainNames": the API server refuses such a rule.
 */
export function refusedNamedPorts(rule: Rule, place: Field): readonly Rule[] {
  const isRefused =
    namedPortsOf(rule).length > 0 &&
    rule.peers.some(({ peers }) => mentions(peers, ['nodes', 'addresses', 'dnsName']));
  if (!isRefused) return [rule];
  const fault = malformed(place, 'named ports cannot stand with nodes, networks or domainNames');
  return [doubted(rule, [fault])];
}

/**
 * The rule, and where it has named ports and domain names a doubtful one for these names with the
 * ports that AWS makes of it. A named port matches no domain name, but the controller passes such
 * a rule on without the name of the port (inferred from its code, not documented).
 */
export function awsNamedPorts(rule: Rule, widened: Rule['ports']): readonly Rule[] {
  const peers = rule.peers.filter((peer) => mentions(peer.peers, ['dnsName']));
  if (namedPortsOf(rule).length === 0 || peers.length === 0) return [rule];
  const fault = `${rule.path}: a named port with domainNames may mean more ports than the name`;
  return [rule, doubted({ ...rule, peers, ports: widened }, [fault])];
}

function mentions(peers: Peers, ops: readonly Peers['op'][]): boolean {
  if (peers.op === 'and' || peers.op === 'or') {
    return peers.operands.some((operand) => mentions(operand, ops));
  }
  return ops.includes(peers.op);
}
