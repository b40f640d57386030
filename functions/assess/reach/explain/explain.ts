import {
  lastPort,
  type PortSet,
  type Protocol,
  portsOf,
  protocols,
  unionOfPorts,
} from '../algebra/port-set.ts';
import type { Engine } from '../engine/engine.ts';
import { readingsOf } from '../engine/own-node.ts';
import { isSelf, opposite, type PeerRef, placeOf, resolved } from '../engine/peer-place.ts';
import type { Direction } from '../policies/policy.ts';
import type { Reach } from '../reach.ts';
import type { PortPoint, Step, Verdict } from './step.ts';
import { traceOf } from './trace.ts';

/** Why one end lets a packet through or stops it. */
export type End = {
  readonly direction: Direction;
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
};

/** The answer for some ports, with the reason that all of them share. */
export type Explanation = {
  readonly verdict: Verdict;
  readonly ports: PortSet;
  /** What holds whatever policies say: a pod reaches itself. */
  readonly always?: string;
  /** Egress of the source, then ingress of the destination; an end without policies is left out. */
  readonly ends: readonly End[];
};

/**
 * Explains what two peers may say to each other: one explanation for each set of ports with the same
 * reason, or for one port alone where it is given.
 */
export function explainConnection(
  reach: Reach,
  from: PeerRef,
  to: PeerRef,
  point?: PortPoint,
): readonly Explanation[] {
  const engine = reach.engineFor(from, to);
  const [source, destination] = [resolved(engine, from), resolved(engine, to)];
  const points = point === undefined ? pointsOf(engine) : [{ point, ports: portsAt(point) }];
  const explained = points.map(({ point: each, ports }) => ({
    ...explanationAt(engine, source, destination, each),
    ports,
  }));
  return [...Map.groupBy(explained, reasonKey).values()].map((same) => ({
    ...first(same),
    ports: same.map(({ ports }) => ports).reduce(unionOfPorts),
  }));
}

/** One step a policy at most: what decided, and before it what may have decided. */
function explanationAt(
  engine: Engine,
  source: PeerRef,
  destination: PeerRef,
  point: PortPoint,
): Omit<Explanation, 'ports'> {
  if (isSelf(source, destination)) {
    return { verdict: 'allowed', always: 'a pod always reaches itself', ends: [] };
  }
  const ends = (['egress', 'ingress'] as const).map((direction) =>
    direction === 'egress'
      ? endOf(engine, direction, [source, destination], point)
      : endOf(engine, direction, [destination, source], point),
  );
  const verdict = verdictOf(ends);
  const isExempt = ends.some((end) => end.isExempt === true && end.verdict === verdict);
  const told = ends.map((end) => telling(end, verdict)).filter(({ steps }) => steps.length > 0);
  return { verdict, ...(isExempt && { always: ownNodeText[verdict] }), ends: told };
}

const ownNode = 'traffic between a pod and its own node is not subject to policies';
const ownNodeText: Readonly<Record<Verdict, string>> = {
  allowed: ownNode,
  denied: ownNode,
  undefined: `${ownNode}, in one reading`,
};

type Told = End & { readonly isExempt?: boolean };

/** One end in each reading of what the peer is to it; readings that disagree leave it undefined. */
function endOf(
  engine: Engine,
  direction: Direction,
  [subject, peer]: readonly [PeerRef, PeerRef],
  point: PortPoint,
): Told {
  const readings = readingsOf(engine, direction, subject, peer).map(({ at, exempt }): Told => {
    if (exempt === 'yes') return { direction, verdict: 'allowed', steps: [], isExempt: true };
    const traced = tracedEnd(
      engine,
      direction,
      { subject: placeOf(engine, subject, opposite[direction]), at },
      point,
    );
    if (exempt === 'no' || traced.verdict === 'allowed') return traced;
    return { ...traced, verdict: 'undefined', isExempt: true };
  });
  return readings.reduce((one, other) => ({
    direction,
    verdict: one.verdict === other.verdict ? one.verdict : 'undefined',
    steps: other.steps.length > 0 ? other.steps : one.steps,
    isExempt: one.isExempt === true || other.isExempt === true,
  }));
}

type Places = { readonly subject: number; readonly at: number };

function tracedEnd(
  engine: Engine,
  direction: Direction,
  { subject, at }: Places,
  point: PortPoint,
): Told {
  const { subjects, placeOf: places } = engine.sides[direction];
  const found = subject < engine.classes.length ? subjects[places[subject] ?? -1] : undefined;
  if (found === undefined) return { direction, verdict: 'allowed', steps: [] };
  return { direction, ...traceOf({ engine, direction, subject: found, peer: at, point }) };
}

function verdictOf(ends: readonly End[]): Verdict {
  if (ends.some(({ verdict }) => verdict === 'denied')) return 'denied';
  return ends.some(({ verdict }) => verdict === 'undefined') ? 'undefined' : 'allowed';
}

/** Of a denied packet only what stops it is told; of an undefined one what leaves it open. */
function telling({ isExempt: _, ...end }: Told, verdict: Verdict): End {
  const isTold = verdict === 'allowed' || end.verdict !== 'allowed';
  return isTold ? end : { ...end, steps: [] };
}

type Piece = { readonly point: PortPoint; readonly ports: PortSet };

/** All ports, parted where a rule of any policy begins or ends to match. */
function pointsOf(engine: Engine): readonly Piece[] {
  const known = pieces.get(engine);
  if (known !== undefined) return known;
  const parts = [
    ...protocols.flatMap((protocol) => piecesOf(engine, protocol)),
    ...(engine.profile.otherProtocols === 'absent'
      ? []
      : [{ point: { protocol: 'OTHER', port: 0 } as const, ports: portsOf('OTHER') }]),
  ];
  pieces.set(engine, parts);
  return parts;
}

const pieces = new WeakMap<Engine, readonly Piece[]>();

function piecesOf({ algebra }: Engine, protocol: Protocol): readonly Piece[] {
  const begins = algebra
    .everySet()
    .flatMap((set) => set[protocol].flatMap(({ first: begin, last }) => [begin, last + 1]));
  const starts = [...new Set([1, ...begins])]
    .filter((port) => port <= lastPort)
    .sort((one, other) => one - other);
  return starts.map((start, index) => ({
    point: { protocol, port: start },
    ports: portsOf(protocol, start, (starts[index + 1] ?? lastPort + 1) - 1),
  }));
}

function portsAt({ protocol, port }: PortPoint): PortSet {
  return protocol === 'OTHER' ? portsOf('OTHER') : portsOf(protocol, port);
}

function reasonKey({ verdict, always = '', ends }: Explanation): string {
  const told = ends.map(({ direction, steps }) => [direction, ...steps.map(stepKey)]);
  return JSON.stringify([verdict, always, told]);
}

function stepKey(step: Step): string {
  switch (step.kind) {
    case 'rule': {
      const { family, namespace = '', name } = step.policy.ref;
      return [family, namespace, name, step.peer, step.rule.path, step.doubt ?? ''].join(' ');
    }
    case 'isolated':
      return step.policies.map(({ ref }) => `${ref.namespace}/${ref.name}`).join();
    default:
      return step.why;
  }
}

function first<Item>([item]: readonly Item[]): Item {
  if (item === undefined) throw new Error('a group has at least one member');
  return item;
}
