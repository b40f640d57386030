import { Bits } from '../engine/bits.ts';
import type { PortPoint } from '../explain/step.ts';
import type { Reach } from '../reach.ts';
import { type End, policiesText, splitOf } from './half-answers.ts';
import type { Judgement } from './judgement.ts';

/** A packet between a class and another peer, by the peer's place. */
export type Packet = {
  readonly peer: number;
  readonly point: PortPoint;
  /** What the packet is for. */
  readonly text: string;
};

/** What the policies of one end of a connection say of it. */
export function judgeEnd(reach: Reach, end: End, { peer, point, text }: Packet): Judgement {
  const split = splitOf(reach, end, Bits.of([peer]), point);
  const policies = policiesText(reach, end);
  if (!split.allowed.isEmpty) {
    const reason = policies === undefined ? `no policy restricts ${end.direction}` : undefined;
    return { verdict: 'allowed', reason: reason ?? `policies allow ${text}` };
  }
  if (!split.undefined.isEmpty) {
    return { verdict: 'undefined', reason: `policies leave ${text} open` };
  }
  return {
    verdict: 'denied',
    reason: `${policies ?? 'the engine'} denies ${text}`,
  };
}
