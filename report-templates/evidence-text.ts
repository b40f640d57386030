import type { Finding } from '../functions/model/assessment.ts';
import { oneLine } from '../functions/model/one-line.ts';
import { isShortened, shortened } from './shortened.ts';

/** A finding of a large namespace can have a value for each of its workloads. */
export const valuesShownMax = 12;
/** A value can name thousands of ports, which would fill pages. */
export const valueCharsMax = 400;

/** The path of the evidence, and below it the values that were found there. */
export function evidenceText({ path, values }: Finding): string {
  const shown = values
    .slice(0, valuesShownMax)
    .map((value) => `= ${shortened(oneLine(value), valueCharsMax)}`);
  const cut =
    shown.length === values.length ? [] : [`(showing ${shown.length} of ${values.length} values)`];
  return [shortened(oneLine(path), valueCharsMax), ...shown, ...cut].join('\n');
}

export function hasCutEvidence(findings: readonly Finding[]): boolean {
  return findings.some(({ values }) => values.length > valuesShownMax);
}

export function hasCutValue(findings: readonly Finding[]): boolean {
  return findings.some(({ path, values }) =>
    [path, ...values.slice(0, valuesShownMax)].some((text) =>
      isShortened(oneLine(text), valueCharsMax),
    ),
  );
}
