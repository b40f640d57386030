import type { FrameworkResult, RequirementOutcome } from '../../functions/model/framework.ts';

/** The framework whose counts are told in full. */
const toldInFull = 'cis-eks';

/**
 * How many requirements are satisfied, of the frameworks whose requirements controls can check: of
 * one that they only support nobody can say that a requirement is met.
 */
export function frameworkLines(frameworks: readonly FrameworkResult[]): readonly string[] {
  const checked = frameworks.filter(({ claim }) => claim === 'checks');
  const isInFull = ({ id }: FrameworkResult): boolean => id.startsWith(`${toldInFull}-`);
  const others = checked.filter((framework) => !isInFull(framework));
  return [
    ...checked.filter(isInFull).map((framework) => `frameworks: ${fullText(framework)}`),
    ...(others.length === 0 ? [] : [`  satisfied: ${others.map(shortText).join(', ')}`]),
  ];
}

function fullText(framework: FrameworkResult): string {
  const others = [
    `${countOf(framework, 'notSatisfied')} not satisfied`,
    `${countOf(framework, 'notEvaluated')} not evaluated`,
    `${countOf(framework, 'notApplicable')} not applicable`,
    `${countOf(framework, 'notVisible')} not visible`,
  ];
  const all = framework.requirements.length;
  const satisfied = `${countOf(framework, 'satisfied')} of ${all} satisfied`;
  return `${framework.id} ${satisfied} (${others.join(', ')})`;
}

function shortText(framework: FrameworkResult): string {
  return `${framework.id} ${countOf(framework, 'satisfied')} of ${framework.requirements.length}`;
}

function countOf({ requirements }: FrameworkResult, wanted: RequirementOutcome): number {
  return requirements.filter(({ outcome }) => outcome === wanted).length;
}
