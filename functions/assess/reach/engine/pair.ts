import { portsOf } from '../algebra/port-set.ts';
import type { Direction } from '../policies/policy.ts';
import type { Engine } from './engine.ts';
import { type Answer, either, joined } from './half.ts';
import { readingsOf } from './own-node.ts';
import { isSelf, opposite, type PeerRef, placeOf, resolved } from './peer-place.ts';

/** The answer for two peers, with what holds for single pods whatever policies say. */
export function answerBetween(engine: Engine, from: PeerRef, to: PeerRef): Answer {
  const [source, destination] = [resolved(engine, from), resolved(engine, to)];
  if (isSelf(source, destination)) return everything(engine);
  return joined(
    endAnswer(engine, 'egress', source, destination),
    endAnswer(engine, 'ingress', destination, source),
    engine.algebra,
  );
}

function endAnswer(engine: Engine, direction: Direction, subject: PeerRef, peer: PeerRef): Answer {
  const { algebra } = engine;
  const place = placeOf(engine, subject, opposite[direction]);
  const readings = readingsOf(engine, direction, subject, peer).map(({ at, exempt }) => {
    if (exempt === 'yes') return everything(engine);
    const answer = engine.end(direction, place, at);
    if (exempt === 'no') return answer;
    return { allowed: answer.allowed, undefined: algebra.difference(algebra.all, answer.allowed) };
  });
  return either(readings, algebra);
}

function everything({ profile, algebra }: Engine): Answer {
  const other = algebra.idOf(portsOf('OTHER'));
  const allowed =
    profile.otherProtocols === 'absent' ? algebra.difference(algebra.all, other) : algebra.all;
  return { allowed, undefined: algebra.none };
}
