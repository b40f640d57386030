import { unionOfPorts } from '../algebra/port-set.ts';
import { type Explanation, explainConnection } from '../explain/explain.ts';
import { explanationText } from '../explain/explanation-text.ts';
import type { PortPoint } from '../explain/step.ts';
import type { Reach } from '../reach.ts';
import type { LinePeer } from './line-peer.ts';
import { standingPairs } from './line-refs.ts';

/** In this order they are told. */
const verdicts: readonly Explanation['verdict'][] = ['allowed', 'undefined', 'denied'];

type Ends = { readonly source: LinePeer; readonly destination: LinePeer };

/** Why two peers may say what they may, with the pods where those of one workload differ. */
export type LineExplanation = Explanation & {
  readonly between?: { readonly source: string; readonly destination: string };
};

/**
 * Explains a line, for one port or for all: pods that no policy can tell apart have one explanation.
 * Empty for a peer that only its owner can resolve.
 */
export function explainLine(
  reach: Reach,
  ends: Ends,
  point?: PortPoint,
): readonly LineExplanation[] {
  const pairs = standingPairs(reach, ends);
  const explained = pairs.flatMap(({ source, destination }) =>
    explainConnection(reach, source.ref, destination.ref, point).map((explanation) => ({
      ...explanation,
      between: { source: source.text, destination: destination.text },
    })),
  );
  const merged = [...Map.groupBy(explained, reasonOf).values()]
    .map(joined)
    .sort((one, other) => verdicts.indexOf(one.verdict) - verdicts.indexOf(other.verdict));
  return merged.length > 1 && pairs.length > 1
    ? merged
    : merged.map(({ between: _, ...explanation }) => explanation);
}

/** Everything that is told beside the ports. */
function reasonOf(explanation: Explanation): string {
  const [, ...reasons] = explanationText(explanation);
  return [explanation.verdict, ...reasons].join('\n');
}

function joined<Given extends Explanation>(same: readonly Given[]): Given {
  const [first] = same;
  if (first === undefined) throw new Error('a group has at least one member');
  return { ...first, ports: same.map(({ ports }) => ports).reduce(unionOfPorts) };
}
