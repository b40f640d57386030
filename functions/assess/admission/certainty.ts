import type { Namespace } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';

/** Whether something is so for a namespace. */
export type NamespaceTest = (namespace: Namespace) => Certainty;

export function certainly(isSo: boolean): Certainty {
  return isSo ? 'yes' : 'no';
}

/** `no` decides; of no parts at all it is so. */
export function everyOf(parts: readonly Certainty[]): Certainty {
  if (parts.includes('no')) return 'no';
  return parts.includes('undefined') ? 'undefined' : 'yes';
}

/** `yes` decides; of no parts at all it is not so. */
export function someOf(parts: readonly Certainty[]): Certainty {
  if (parts.includes('yes')) return 'yes';
  return parts.includes('undefined') ? 'undefined' : 'no';
}

const opposites = { yes: 'no', no: 'yes', undefined: 'undefined' } as const;

export function opposite(certainty: Certainty): Certainty {
  return opposites[certainty];
}
