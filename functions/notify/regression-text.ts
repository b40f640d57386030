import type { Assessment, ControlResult, Finding } from '../model/assessment.ts';
import { severities, subjectText } from '../model/verdict.ts';
import { bulletList, code, prose } from './slack-text.ts';

const findingLimits = { lines: 5, chars: 1_700 };
const reasonLimits = { lines: 4, chars: 900 };
const subjectsPerControlMax = 3;
const titleCharsMax = 150;

/** What got worse in a cluster: new findings, worst first, then what has no single finding. */
export function causesText(assessment: Assessment): string {
  const { regressions } = assessment.changes;
  const findings = newFindingLines(assessment);
  // New findings are listed with their subjects, so their one-line reasons would repeat them.
  const reasons = regressions.filter(({ kind }) => kind !== 'newFinding' || findings.length === 0);
  const lists = [
    bulletList(findings, findingLimits),
    bulletList(
      reasons.map(({ text }) => prose(text)),
      reasonLimits,
    ),
  ];
  return ['*What got worse*', ...lists.filter((list) => list !== '')].join('\n');
}

/** How to mend the worst new finding, or else the fix that gains most; undefined without either. */
export function adviceText(assessment: Assessment): string | undefined {
  const [worst] = worstFirst(assessment.changes.new);
  const [topFix] = assessment.topFixes;
  const controlId = worst?.controlId ?? topFix?.controlId;
  const control = assessment.results.find(({ id }) => id === controlId);
  if (control === undefined) return undefined;
  const where = worst === undefined ? '' : ` Begin with ${code(subjectText(worst.subject))}.`;
  // A later fix in the list states the score after all fixes before it, so only the first counts.
  const gain =
    topFix?.controlId === control.id ? ` The score would be ${topFix.scoreAfter} after it.` : '';
  return `*Do first*\n${prose(control.remediation)}${where}${gain}`;
}

function newFindingLines({ changes, results }: Assessment): readonly string[] {
  const byControl = Map.groupBy(worstFirst(changes.new), ({ controlId }) => controlId);
  return [...byControl].map(([controlId, findings]) =>
    controlLine(
      findings,
      results.find(({ id }) => id === controlId),
    ),
  );
}

function controlLine(findings: readonly Finding[], control: ControlResult | undefined): string {
  const subjects = [...new Set(findings.map(({ subject }) => subjectText(subject)))];
  const shown = subjects.slice(0, subjectsPerControlMax).map(code).join(', ');
  const cut = subjects.length - subjectsPerControlMax;
  const [first] = findings;
  const title = prose(control?.title ?? 'Control', titleCharsMax);
  const id = prose(first?.controlId ?? '', titleCharsMax);
  const more = cut > 0 ? ` and ${cut} more` : '';
  return `*${first?.severity}* · ${title} (${id}): fails for ${shown}${more}`;
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  return findings.toSorted((left, right) => rank(left) - rank(right));
}
