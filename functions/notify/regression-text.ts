import type { Assessment, Changes, ControlResult, Finding } from '../model/assessment.ts';
import { openFindings } from '../model/exceptions-in-force.ts';
import { severities, subjectText } from '../model/verdict.ts';
import { bulletList, code, prose } from './slack-text.ts';

const findingLimits = { lines: 5, chars: 1_700 };
const reasonLimits = { lines: 4, chars: 900 };
const subjectsPerControlMax = 3;
const titleCharsMax = 150;

/** What got worse in a cluster: new and reopened findings, worst first, then what has no single finding. */
export function causesText(assessment: Assessment): string {
  const { regressions } = assessment.changes;
  const findings = findingLines(assessment);
  // Findings are listed with their subjects, so their one-line reasons would repeat them.
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
  const [worst] = worstFirst(addedFindings(assessment.changes));
  const [topFix] = assessment.topFixes;
  const controlId = worst?.controlId ?? topFix?.controlId;
  const control = assessment.results.find(({ id }) => id === controlId);
  if (control === undefined) return undefined;
  const where = worst === undefined ? '' : ` Begin with ${code(subjectText(worst.subject))}.`;
  return `*Do first*\n${prose(control.remediation)}${where}${gainText(assessment, control.id)}`;
}

/** The score after a later fix holds only with all fixes before it, so its own gain is told. */
function gainText({ topFixes }: Assessment, controlId: string): string {
  const fix = topFixes.find((each) => each.controlId === controlId);
  if (fix === undefined) return '';
  return fix === topFixes[0]
    ? ` The score would be ${fix.scoreAfter} after it.`
    : ` By itself it gains ${fix.gain} points.`;
}

/** New, or back after they had been mended; what an exception accepts is no alarm. */
function addedFindings({ new: added, reopened }: Changes): readonly Finding[] {
  return openFindings([...added, ...reopened]);
}

function findingLines({ changes, results }: Assessment): readonly string[] {
  const byControl = Map.groupBy(worstFirst(addedFindings(changes)), ({ controlId }) => controlId);
  const reopened = new Set(changes.reopened.map(({ fingerprint }) => fingerprint));
  return [...byControl].map(([controlId, findings]) =>
    controlLine(findings, {
      control: results.find(({ id }) => id === controlId),
      reopened,
    }),
  );
}

type ControlLine = {
  readonly control: ControlResult | undefined;
  /** Fingerprints of findings that are back. */
  readonly reopened: ReadonlySet<string>;
};

function controlLine(findings: readonly Finding[], { control, reopened }: ControlLine): string {
  const names = Map.groupBy(findings, ({ subject }) => subjectText(subject));
  const subjects = [...names].map(([name, each]) => {
    const isBack = each.every(({ fingerprint }) => reopened.has(fingerprint));
    return isBack ? `${code(name)} again` : code(name);
  });
  const shown = subjects.slice(0, subjectsPerControlMax).join(', ');
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
