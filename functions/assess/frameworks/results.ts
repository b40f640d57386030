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
  const { id, title, controls, needsMore, notVisible } = requirement;
  return {
    id,
    title,
    outcome: outcomeOf(requirement, byId),
    controls: [...controls],
    ...(needsMore !== undefined && { needsMore }),
    ...(notVisible !== undefined && { notVisible }),
  };
}

function outcomeOf(
  { controls, needsMore, notVisible }: Requirement,
  byId: ReadonlyMap<string, Judged>,
): RequirementOutcome {
  if (notVisible !== undefined) return 'notVisible';
  const needed = controls.map((id) => byId.get(id));
  if (needed.some((result) => result?.outcome === 'fail')) return 'notSatisfied';
  const isOpen = needed.some((result) => result === undefined || !result.isEvaluated);
  if (isOpen || needsMore !== undefined || needed.length === 0) return 'notEvaluated';
  const isUnused = needed.every((result) => result?.outcome === 'notApplicable');
  return isUnused ? 'notApplicable' : 'satisfied';
}
