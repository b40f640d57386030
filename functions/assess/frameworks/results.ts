import type { ControlResult } from '../../model/assessment.ts';
import type {
  Framework,
  FrameworkResult,
  Requirement,
  RequirementOutcome,
  RequirementResult,
} from '../../model/framework.ts';

type Judged = Pick<ControlResult, 'id' | 'outcome' | 'isEvaluated'>;

/** What the results of controls say about each requirement of each framework. */
export function frameworkResults(
  frameworks: readonly Framework[],
  results: readonly Judged[],
): FrameworkResult[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return frameworks.map(({ id, title, version, claim, requirements }) => ({
    id,
    title,
    version,
    claim,
    requirements: requirements.map((requirement) => requirementResult(requirement, byId)),
  }));
}

function requirementResult(
  requirement: Requirement,
  byId: ReadonlyMap<string, Judged>,
): RequirementResult {
  const { id, title, controls, stricterControls, needsMore, notVisible } = requirement;
  return {
    id,
    title,
    outcome: outcomeOf(requirement, byId),
    controls: [...controls],
    ...(stricterControls !== undefined && { stricterControls: [...stricterControls] }),
    ...(needsMore !== undefined && { needsMore }),
    ...(notVisible !== undefined && { notVisible }),
  };
}

function outcomeOf(
  { controls, stricterControls = [], needsMore, notVisible }: Requirement,
  byId: ReadonlyMap<string, Judged>,
): RequirementOutcome {
  if (notVisible !== undefined) return 'notVisible';
  if (controls.some((id) => byId.get(id)?.outcome === 'fail')) return 'notSatisfied';
  const needed = [...controls, ...stricterControls].map((id) => byId.get(id));
  if (needsMore !== undefined || needed.length === 0 || needed.some(isOpen)) return 'notEvaluated';
  const isUnused = needed.every((result) => result?.outcome === 'notApplicable');
  return isUnused ? 'notApplicable' : 'satisfied';
}

/** A failure is one of a stricter control here: it leaves open whether the requirement is met. */
function isOpen(result: Judged | undefined): boolean {
  return result === undefined || !result.isEvaluated || result.outcome === 'fail';
}
