import type { Finding } from '../functions/model/assessment.ts';
import { oneLine } from '../functions/model/one-line.ts';

/** A finding of a large namespace can have a value for each of its workloads. */
export const valuesShownMax = 12;

/** The path of the evidence, and below it the values that were found there. */
export function evidenceText({ path, values }: Finding): string {
  const shown = values.slice(0, valuesShownMax).map((value) => `= ${oneLine(value)}`);
  const cut =
    shown.length === values.length ? [] : [`(showing ${shown.length} of ${values.length} values)`];
  return [oneLine(path), ...shown, ...cut].join('\n');
}

export function hasCutEvidence(findings: readonly Finding[]): boolean {
  return findings.some(({ values }) => values.length > valuesShownMax);
}
