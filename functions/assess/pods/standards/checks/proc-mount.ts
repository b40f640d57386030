import type { Check } from '../check.ts';
import { outsideUserNamespaces } from '../exempt-pods.ts';
import { unmaskedProc } from '../unmasked-proc.ts';

/** Pod Security Standards, baseline, "/proc Mount Type", from v1.0; relaxed from v1.35. */
export const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  reason: 'procMount',
  versions: [
    { since: 0, faultsIn: unmaskedProc },
    { since: 35, faultsIn: outsideUserNamespaces(unmaskedProc) },
  ],
};
