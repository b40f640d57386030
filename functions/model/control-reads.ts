import type { Control } from './control.ts';
import type { ReadId } from './reads.ts';

type Reads = Pick<Control, 'subjectReads' | 'judgementReads' | 'consultedReads'>;

/** Everything that a control reads, each once. */
export function readsOf(control: Reads): readonly ReadId[] {
  const { subjectReads, judgementReads, consultedReads = [] } = control;
  return [...new Set([...subjectReads, ...judgementReads, ...consultedReads])];
}
