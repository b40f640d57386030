import {
  allOf,
  always,
  anyOf,
  labelIn,
  namespaceNameKey,
  never,
  notOf,
  unknownBecause,
} from '../conditions.ts';
import { type Condition, type LabelOwner, serviceAccountKey } from '../policy.ts';
import {
  nameLabel,
  namespaceLabel,
  ofNamespace,
  ofServiceAccount,
  orchestrator,
  orchestratorLabel,
  serviceAccountLabel,
} from './endpoint-labels.ts';
import type { Selector } from './selector.ts';
import { holdsFor } from './selector-truth.ts';

type LabelMatch = Extract<Selector, { readonly key: string }>;
type PodLabel = {
  readonly of: LabelOwner;
  readonly key: string;
  /** Every pod has it: a namespace and a service account. */
  readonly isAlwaysSet: boolean;
};

/** The pods that a selector of endpoints selects. */
export function podCondition(selector: Selector): Condition {
  switch (selector.op) {
    case 'all':
      return always;
    case 'global':
      return never;
    case 'unknown':
      return unknownBecause(selector.why);
    case 'not':
      return notOf(podCondition(selector.operand));
    case 'and':
      return allOf(selector.operands.map(podCondition));
    case 'or':
      return anyOf(selector.operands.map(podCondition));
    default:
      return labelCondition(selector);
  }
}

function labelCondition(match: LabelMatch): Condition {
  if (match.key === orchestratorLabel) return holdsFor(match, orchestrator) ? always : never;
  const label = podLabel(match.key);
  if (label === undefined) {
    return unknownBecause('labels of service accounts are not in the snapshot');
  }
  const { of, key, isAlwaysSet } = label;
  switch (match.op) {
    case 'has':
      return isAlwaysSet ? always : { op: 'exists', of, key };
    case 'in':
      return match.values.length === 0 ? never : labelIn(of, key, match.values);
    case 'text':
      return { op: 'text', of, key, how: match.how, text: match.text };
  }
}

function podLabel(key: string): PodLabel | undefined {
  if (key === namespaceLabel || key === `${ofNamespace}${nameLabel}`) {
    return { of: 'namespace', key: namespaceNameKey, isAlwaysSet: true };
  }
  if (key === serviceAccountLabel || key === `${ofServiceAccount}${nameLabel}`) {
    return { of: 'pod', key: serviceAccountKey, isAlwaysSet: true };
  }
  if (key.startsWith(ofServiceAccount)) return undefined;
  if (key.startsWith(ofNamespace)) {
    return { of: 'namespace', key: key.slice(ofNamespace.length), isAlwaysSet: false };
  }
  return { of: 'pod', key, isAlwaysSet: false };
}
