import type { PortSet } from '../algebra/port-set.ts';
import { hasPort, protocols } from '../algebra/port-set.ts';
import type { PortPoint, Verdict } from '../explain/step.ts';
import type { Connection } from '../reach.ts';

/** What becomes of a packet, and what that rests on. */
export type Judgement = { readonly verdict: Verdict; readonly reason: string };

/** From the most open to the least. */
const verdicts = ['allowed', 'undefined', 'denied'] as const satisfies readonly Verdict[];

/** Where one way of several is enough; `ifNone` where there is no way at all. */
export function mostOpen<Item extends Judgement>(
  judgements: readonly Item[],
  ifNone: Item | Judgement,
): Item | Judgement {
  const verdict = verdicts.find((each) => judgements.some((item) => item.verdict === each));
  return judgements.find((item) => item.verdict === verdict) ?? ifNone;
}

/** Where every one of several hurdles must be passed. */
export function leastOpen(judgements: readonly [Judgement, ...Judgement[]]): Judgement {
  const [first] = judgements;
  const verdict = verdicts.findLast((each) => judgements.some((item) => item.verdict === each));
  return judgements.find((item) => item.verdict === verdict) ?? first;
}

/** Where one of several readings holds and nobody says which: an answer only if they agree. */
export function agreed(why: string, readings: readonly [Judgement, ...Judgement[]]): Judgement {
  const [first] = readings;
  if (readings.every(({ verdict }) => verdict === first.verdict)) return first;
  const texts = readings.map(({ verdict, reason }) => `${verdict} if ${reason}`);
  return { verdict: 'undefined', reason: `${why}: ${texts.join('; ')}` };
}

export function verdictIn({ allowed, undefined: open }: Connection, point: PortPoint): Verdict {
  if (isIn(allowed, point)) return 'allowed';
  return isIn(open, point) ? 'undefined' : 'denied';
}

/** The port of a protocol as the API names it; undefined for a protocol that it does not know. */
export function pointOf(protocol: string, port: number): PortPoint | undefined {
  const known = protocols.find((each) => each === protocol);
  return known === undefined ? undefined : { protocol: known, port };
}

export function pointText({ protocol, port }: PortPoint): string {
  return protocol === 'OTHER' ? 'other protocols' : `${protocol} ${port}`;
}

function isIn(set: PortSet, { protocol, port }: PortPoint): boolean {
  return hasPort(set, protocol, port);
}
