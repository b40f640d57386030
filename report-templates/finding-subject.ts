import type { Finding } from '../functions/model/assessment.ts';
import { subjectText } from '../functions/model/verdict.ts';

/** What a finding is about, and the exception that accepts it where there is one. */
export function findingSubject({ subject, exceptionId }: Finding): string {
  const name = subjectText(subject);
  return exceptionId === undefined ? name : `${name}\nAccepted: exception ${exceptionId}`;
}
