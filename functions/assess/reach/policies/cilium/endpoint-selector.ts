import { allOf, everyPeerOf, inNamespaces, notOf, unknownBecause } from '../conditions.ts';
import { child, type Field, malformed, notUnderstood } from '../field.ts';
import type { Condition, Peers } from '../policy.ts';
import { peersOfReservedLabel } from './entities.ts';
import {
  isReserved,
  labelKeyOf,
  namespaceKey,
  namespaceLabelsPrefix,
  nodeCondition,
  placeOfKey,
  podCondition,
} from './label-keys.ts';
import { type Requirement, requirementsOf } from './selector-requirements.ts';

/** The namespace of a CiliumNetworkPolicy; undefined for a clusterwide policy. */
export type Scope = { readonly namespace: string | undefined };

/**
 * The pods that a policy acts on. "The endpointSelector always applies to pods in the namespace
 * associated with the CiliumNetworkPolicy resource itself" (Using Kubernetes Constructs in Policy).
 */
export function subjectOf(selector: Field, { namespace }: Scope): Condition {
  const { known, whys } = requirementsOf(selector);
  const kept = namespace === undefined ? known : withoutNamespace(known, selector, namespace);
  return allOf([
    ...(namespace === undefined ? [] : [inNamespaces([namespace])]),
    ...kept.map((requirement) => podCondition(requirement, selector)),
    ...whys.map(unknownBecause),
  ]);
}

/**
 * The peers of an item of `fromEndpoints` or `toEndpoints`: "if the namespace label of policy rules
 * is omitted it defaults to the same namespace where the policy itself is applied in"; a clusterwide
 * policy takes pods of every namespace. getEndpointSelector of Cilium leaves the namespace open for
 * labels of namespaces too, though the page on Kubernetes constructs still says that a namespaced
 * policy ignores them.
 */
export function endpointPeers(selector: Field, { namespace }: Scope): Peers {
  const { known, whys } = requirementsOf(selector);
  const doubts = whys.map(unknownBecause);
  if (known.some(isReserved)) return everyPeerOf([reservedPeers(known, selector), ...doubts]);
  const names = known.map(({ key }) => labelKeyOf(key).name);
  const isAcrossNamespaces =
    names.includes(namespaceKey) ||
    (namespace !== undefined && names.some((name) => name.startsWith(namespaceLabelsPrefix)));
  const where = allOf([
    ...(isAcrossNamespaces || namespace === undefined ? [] : [inNamespaces([namespace])]),
    ...known.map((requirement) => podCondition(requirement, selector)),
  ]);
  const isMetWithoutLabels = isAcrossNamespaces && known.every(({ isNegated }) => isNegated);
  const peers: Peers = isMetWithoutLabels ? allButPods(notOf(where)) : { op: 'pods', where };
  return everyPeerOf([peers, ...doubts]);
}

/**
 * The peers of an item of `fromNodes` or `toNodes`, which "will only take effect when
 * enable-node-selector-labels flag is set to true"; a snapshot does not show it.
 */
export function nodePeers(selector: Field): Peers {
  const { known, whys } = requirementsOf(selector);
  const where = allOf(known.map((requirement) => nodeCondition(requirement, selector)));
  const switched = notUnderstood(
    selector,
    'takes effect only with enable-node-selector-labels, which is not known',
  );
  return everyPeerOf([{ op: 'nodes', where }, ...[...whys, switched].map(unknownBecause)]);
}

/** NotIn and DoesNotExist hold for whatever has no such label: addresses and nodes too. */
function allButPods(where: Condition): Peers {
  return { op: 'not', operand: { op: 'pods', where } };
}

/** A selector with reserved labels is kept to no namespace, and no pod has such a label. */
function reservedPeers(requirements: readonly Requirement[], selector: Field): Peers {
  if (!requirements.every(isReserved)) {
    return unknownBecause(notUnderstood(selector, 'reserved labels are mixed with others'));
  }
  return everyPeerOf(requirements.map((requirement) => peersWithLabel(requirement, selector)));
}

function peersWithLabel({ key, values, isNegated }: Requirement, selector: Field): Peers {
  const labelled = peersOfReservedLabel(labelKeyOf(key).name);
  if (labelled === undefined) {
    return unknownBecause(notUnderstood(placeOfKey(key, selector), 'label is not known'));
  }
  // Reserved labels have no value.
  const peers: Peers = values?.includes('') === false ? { op: 'none' } : labelled;
  return isNegated ? { op: 'not', operand: peers } : peers;
}

/** AddMatch of Cilium writes the policy's own namespace over the one under this very key. */
function withoutNamespace(
  requirements: readonly Requirement[],
  selector: Field,
  namespace: string,
): readonly Requirement[] {
  const namespaceLabel = `k8s:${namespaceKey}`;
  const { value } = child(child(selector, 'matchLabels'), namespaceLabel);
  if (value === undefined) return requirements;
  if (value !== namespace) {
    const place = placeOfKey(namespaceLabel, selector);
    malformed(place, 'Cilium puts the namespace of the policy in its place');
  }
  return requirements.filter(
    ({ key, values }) =>
      key !== namespaceLabel || values === undefined || values.length > 1 || values[0] !== value,
  );
}
