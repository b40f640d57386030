import { isAbsence } from '../functions/model/gaps.ts';
import type { Gap } from '../functions/model/snapshot.ts';
import { gapWords } from './words.ts';

type GapKind = 'failed' | 'notMade' | 'notInstalled';

/** An optional kind that is not served is a fact about the cluster, not a failed read. */
export function gapKind(gap: Gap): GapKind {
  if (gap.reason === 'notCollected') return 'notMade';
  return isAbsence(gap) ? 'notInstalled' : 'failed';
}

/** Why a read is not whole, in two or three words. */
export function gapReasonText(gap: Gap): string {
  return gapKind(gap) === 'notInstalled' ? 'Not installed' : gapWords[gap.reason];
}
