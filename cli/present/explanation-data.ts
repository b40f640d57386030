import {
  allPorts,
  hasNoPorts,
  textOfPorts,
} from '../../functions/assess/reach/algebra/port-set.ts';
import { explanationText } from '../../functions/assess/reach/explain/explanation-text.ts';
import type { Step } from '../../functions/assess/reach/explain/step.ts';
import type { LineExplanation } from '../../functions/assess/reach/lines/explained-line.ts';
import type { Policy } from '../../functions/assess/reach/policies/policy.ts';
import { oneLine } from '../../functions/model/one-line.ts';

/** That other protocols are left open is said once for a whole map, not for each of its lines. */
export function withoutOpenProtocols(
  explanations: readonly LineExplanation[],
): readonly LineExplanation[] {
  return explanations.filter(
    ({ verdict, ports }) => verdict !== 'undefined' || !hasNoPorts({ ...ports, OTHER: false }),
  );
}

/** Reasons in words, one line each. */
export function explanationLines(explanations: readonly LineExplanation[]): readonly string[] {
  return explanations.flatMap((explanation) => {
    const { between } = explanation;
    const pods = between === undefined ? [] : [`${between.source} => ${between.destination}`];
    return [...pods, ...explanationText(explanation)].map(oneLine);
  });
}

/** Reasons as data: policies by name, rules and peers by where they stand. */
export function explanationData(explanations: readonly LineExplanation[]): readonly object[] {
  return explanations.map(({ verdict, ports, between, always, ends }) => ({
    verdict,
    ports: textOfPorts(ports),
    isEveryPort: isEverything(ports),
    ...(between && { between }),
    ...(always && { always }),
    ends: ends.map(({ direction, verdict: own, steps }) => ({
      direction,
      verdict: own,
      steps: steps.map(stepData),
    })),
  }));
}

function isEverything(ports: LineExplanation['ports']): boolean {
  return textOfPorts(ports) === textOfPorts(allPorts) && ports.OTHER;
}

function stepData(step: Step): object {
  switch (step.kind) {
    case 'rule':
      return {
        kind: step.kind,
        policy: step.policy.ref,
        action: step.rule.action,
        rule: step.rule.path,
        ...(step.rule.name !== undefined && { name: step.rule.name }),
        peer: step.peer,
        ...(step.rule.narrowedBy !== undefined && { narrowedBy: step.rule.narrowedBy }),
        ...(step.doubt !== undefined && { doubt: step.doubt }),
      };
    case 'isolated':
      return {
        kind: step.kind,
        policies: step.policies.map(({ ref }: Policy) => ref),
        ...(step.doubt !== undefined && { doubt: step.doubt }),
      };
    default:
      return step;
  }
}
