import { allOf, everyPeerOf, inNamespaces, unknownBecause } from './conditions.ts';
import { child, type Field, faultsOf, isMissing, joinedFaults, malformed } from './field.ts';
import { ipBlockPeers } from './ip-block.ts';
import { labelSelectorCondition } from './label-selector.ts';
import type { Peers } from './policy.ts';

export const networkPolicyPeerFields = ['podSelector', 'namespaceSelector', 'ipBlock'] as const;

/** One item of `from` or `to` of a NetworkPolicy in a namespace. */
export function networkPolicyPeers(peer: Field, namespace: string): Peers {
  const faults = faultsOf(peer, networkPolicyPeerFields);
  const given = networkPolicyPeerFields.filter((key) => !isMissing(child(peer, key)));
  if (given.length === 0) {
    const why = faults.length > 0 ? joinedFaults(faults) : malformed(peer, 'peer is empty');
    return unknownBecause(why);
  }
  return everyPeerOf([givenPeers(peer, namespace, given), ...faults.map(unknownBecause)]);
}

function givenPeers(peer: Field, namespace: string, given: readonly string[]): Peers {
  if (!given.includes('ipBlock')) return selectedPods(peer, namespace);
  if (given.length === 1) return ipBlockPeers(child(peer, 'ipBlock'));
  return unknownBecause(malformed(peer, 'ipBlock and selectors exclude each other'));
}

/**
 * Without namespaceSelector the pods are those of the policy's own namespace; an empty one selects
 * all namespaces. Both selectors of one peer must hold.
 */
function selectedPods(peer: Field, namespace: string): Peers {
  const namespaces = child(peer, 'namespaceSelector');
  return {
    op: 'pods',
    where: allOf([
      isMissing(namespaces)
        ? inNamespaces([namespace])
        : labelSelectorCondition(namespaces, 'namespace'),
      labelSelectorCondition(child(peer, 'podSelector'), 'pod'),
    ]),
  };
}
