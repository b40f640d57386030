import type { Check } from '../check.ts';
import { unmaskedProc } from '../unmasked-proc.ts';

/**
 * Pod Security Standards, restricted, "/proc Mount Type", from v1.35, when the baseline began to
 * leave out pods in a user namespace: this one does not.
 */
export const procMountRestricted: Check = {
  id: 'procMount_restricted',
  level: 'restricted',
  reason: 'procMount',
  versions: [{ since: 35, overrides: ['procMount'], faultsIn: unmaskedProc }],
};
