import { always, inNamespaces, labelIn, never, notOf, unknownBecause } from '../conditions.ts';
import { child, type Field, isMissing, notUnderstood } from '../field.ts';
import { type Condition, type LabelOwner, serviceAccountKey } from '../policy.ts';
import type { Requirement } from './selector-requirements.ts';

/** The labels under which Cilium shows a pod its namespace, and what else it knows of it. */
export const namespaceKey = 'io.kubernetes.pod.namespace';
export const namespaceLabelsPrefix = 'io.cilium.k8s.namespace.labels.';
const serviceAccountLabel = 'io.cilium.k8s.policy.serviceaccount';
const clusterLabel = 'io.cilium.k8s.policy.cluster';

/**
 * "Cilium considers all labels to be relevant for identities, with the following exceptions",
 * matched from the start of the key (Limiting Identity-Relevant Labels). A selector with one of
 * them finds no pod by it, unless the agent is told otherwise, which a snapshot does not show.
 */
const ignoredBeginnings = [
  'annotation',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'beta.kubernetes.io',
  'controller-revision-hash',
  'controller-uid',
  'etcd_node',
  'io.kubernetes',
  'k8s.io',
  'kubernetes.io',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
] as const;

/** `k8s:app` names the source of a label; without one, labels of any source match. */
export type LabelKey = { readonly source: string; readonly name: string };

export function labelKeyOf(key: string): LabelKey {
  const colon = key.indexOf(':');
  if (colon < 0) return { source: 'any', name: key };
  return { source: key.slice(0, colon), name: key.slice(colon + 1) };
}

export function isReserved({ key }: Requirement): boolean {
  return labelKeyOf(key).source === 'reserved';
}

/** What a requirement of an endpoint selector means for pods, which have no reserved labels. */
export function podCondition(requirement: Requirement, selector: Field): Condition {
  const { source, name } = labelKeyOf(requirement.key);
  if (source === 'reserved') return signed(never, requirement);
  if (source !== 'k8s' && source !== 'any') return unknownKey(requirement, selector, otherSource);
  if (name === namespaceKey) return signed(inNamespace(requirement), requirement);
  if (name.startsWith(namespaceLabelsPrefix)) {
    return labelCondition(requirement, 'namespace', name.slice(namespaceLabelsPrefix.length));
  }
  if (name === serviceAccountLabel) return labelCondition(requirement, 'pod', serviceAccountKey);
  if (name === clusterLabel) return clusterCondition(requirement, selector);
  if (isIgnored(name)) return unknownKey(requirement, selector, ignoredByDefault);
  return labelCondition(requirement, 'pod', name);
}

/** What a requirement of `fromNodes` or `toNodes` means for nodes. */
export function nodeCondition(requirement: Requirement, selector: Field): Condition {
  const { source, name } = labelKeyOf(requirement.key);
  if (!['any', 'k8s', 'node'].includes(source)) {
    return unknownKey(requirement, selector, otherSource);
  }
  if (name === clusterLabel) return clusterCondition(requirement, selector);
  return labelCondition(requirement, 'node', name);
}

/** Where a key stands in a selector. */
export function placeOfKey(key: string, selector: Field): Field {
  const label = child(child(selector, 'matchLabels'), key);
  return isMissing(label) ? child(selector, 'matchExpressions') : label;
}

const otherSource = 'labels of this source are not known';
const ignoredByDefault = 'Cilium leaves this label out unless it is told otherwise';
const nameOfCluster = 'the name that Cilium has for this cluster is not known';

function isIgnored(name: string): boolean {
  return ignoredBeginnings.some((beginning) => name.startsWith(beginning));
}

function inNamespace({ values }: Requirement): Condition {
  return values === undefined ? always : inNamespaces(values);
}

/** Every pod carries the name of its cluster. */
function clusterCondition(requirement: Requirement, selector: Field): Condition {
  if (requirement.values === undefined) return signed(always, requirement);
  return unknownKey(requirement, selector, nameOfCluster);
}

function labelCondition(requirement: Requirement, of: LabelOwner, key: string): Condition {
  const { values } = requirement;
  return signed(
    values === undefined ? { op: 'exists', of, key } : labelIn(of, key, values),
    requirement,
  );
}

function unknownKey({ key }: Requirement, selector: Field, text: string): Condition {
  return unknownBecause(notUnderstood(placeOfKey(key, selector), text));
}

function signed(condition: Condition, { isNegated }: Requirement): Condition {
  return isNegated ? notOf(condition) : condition;
}
