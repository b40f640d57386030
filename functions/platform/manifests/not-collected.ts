import { ReadFailure } from '../../model/world.ts';

/** The answers of a command; a ReadFailure that names the command where there are none. */
export function required<Answer>(answers: readonly Answer[], command: string): readonly Answer[] {
  if (answers.length === 0) throw notCollected(command);
  return answers;
}

export function notCollected(command: string): ReadFailure {
  return new ReadFailure('notCollected', `no output of "${command}" stands beside the manifests`);
}
