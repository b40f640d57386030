import type { Snapshot } from '../../model/snapshot.ts';
import { judgeBy, pass, type Reach, unknown, type Verdict } from '../../model/verdict.ts';
import { exemption, type NamespaceItem } from './application-namespaces.ts';
import type { GuardedLevel } from './guard.ts';
import { enforcementOf, guardsOf } from './namespace-guards.ts';

const enforceLabel = 'pod-security.kubernetes.io/enforce';

export type Claim = {
  readonly level: GuardedLevel;
  readonly reach: Reach;
  /** What else is to say about a namespace that does not enforce the level. */
  readonly remark?: string;
};

/** Judges whether a namespace refuses pods that do not pass a level, by whatever guards it. */
export function judgeNamespace(
  { namespace }: NamespaceItem,
  snapshot: Snapshot,
  { level, reach, remark = '' }: Claim,
): Verdict {
  const exempt = exemption(namespace);
  if (exempt !== undefined) return exempt;
  const { isEnforced, missing } = enforcementOf(guardsOf(namespace, snapshot), level);
  if (isEnforced === 'yes') return pass;
  const [first, ...more] = missing;
  if (first !== undefined) return unknown(first, ...more);
  const value = namespace.labels[enforceLabel] ?? 'not set';
  return judgeBy([{ path: `labels[${enforceLabel}]`, value: `${value}${remark}` }], reach);
}
