import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ArrowEnd, keyOf } from '../cli/present/reach-graph/arrows.ts';
import type { Drawing } from '../cli/present/reach-graph/drawing.ts';
import { readableDrawing } from '../cli/present/reach-graph/folding.ts';
import { boxesAt } from '../cli/present/reach-graph/joint.ts';
import { type Relation, relationOf } from '../cli/present/reach-graph/relation.ts';
import { joinedStrands, type Strand } from '../cli/present/reach-graph/strand.ts';
import { toldStrands } from '../cli/present/reach-graph/told-strands.ts';
import { portsOf, portsWithout, textOfPorts } from '../functions/assess/reach/algebra/port-set.ts';
import type { ConnectionLine } from '../functions/assess/reach/lines/connection-line.ts';
import type { Connection } from '../functions/assess/reach/reach.ts';
import {
  addresses,
  everyPort,
  everyPortOpen,
  internet,
  line,
  tcp,
  workload,
} from './graph-lines.ts';

const connections: readonly Connection[] = [
  everyPort,
  everyPortOpen,
  tcp(80),
  tcp(443),
  tcp(80, 443),
  { allowed: portsOf('TCP', 80), undefined: portsOf('UDP', 53) },
  { allowed: portsOf('TCP', 80), undefined: portsWithout(everyPort.allowed, portsOf('TCP', 80)) },
];

/** Few kinds of behaviour for many workloads, so that some are alike and most are not. */
const map = fc
  .record({
    spaces: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 9 }),
    behaviours: fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }),
    podCounts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 9, maxLength: 9 }),
    table: fc.array(fc.integer({ min: -6, max: connections.length - 1 }), {
      minLength: 64,
      maxLength: 64,
    }),
    noise: fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.nat(connections.length - 1)), {
      maxLength: 4,
    }),
  })
  .map(({ spaces, behaviours, podCounts, table, noise }) => {
    const pods = spaces.map((space, at) => ({
      peer: workload(`${space}/w${at}`, podCounts[at]),
      behaviour: behaviours[at] ?? 0,
      isSingle: podCounts[at] === 1,
    }));
    const outside = [internet, addresses('10.0.0.0/8')].map((peer, at) => ({
      peer,
      behaviour: 4 + at,
    }));
    const lines = new Map<string, ConnectionLine>();
    const add = (from: (typeof outside)[number], to: (typeof outside)[number], kind: number) => {
      const connection = connections[kind];
      const isOutside = from.behaviour > 3 && to.behaviour > 3;
      const isOnePod = from === to && 'isSingle' in from && from.isSingle === true;
      if (connection === undefined || isOutside || isOnePod) return;
      lines.set(`${from.peer.text} ${to.peer.text}`, line(from.peer, to.peer, connection));
    };
    const all = [...pods, ...outside];
    for (const from of all) {
      for (const to of all) add(from, to, table[from.behaviour * 8 + to.behaviour] ?? -1);
    }
    for (const [from, to, kind] of noise) {
      const [one, other] = [all[from % all.length], all[to % all.length]];
      if (one !== undefined && other !== undefined) add(one, other, kind);
    }
    return [...lines.values()];
  });

type Say = (from: ArrowEnd, to: ArrowEnd, strand: Strand) => void;

/** All that a picture says, read off its lines and labels by nothing but its key. */
function readOff(drawing: Drawing): ReadonlyMap<string, readonly Strand[]> {
  const { amongGroups, boxes, groups, selves } = drawing;
  const said = new Map<string, Strand[]>();
  const say: Say = (from, to, strand) => {
    if (from.kind === 'junction' || to.kind === 'junction') throw new Error('no end');
    for (const source of boxesAt([from], groups)) {
      for (const destination of boxesAt([to], groups)) {
        const key = `${source} ${destination}`;
        said.set(key, [...(said.get(key) ?? []), strand]);
      }
    }
  };
  followLines(drawing, say);
  for (const { group, strand } of amongGroups) {
    say({ kind: 'all', group }, { kind: 'all', group }, strand);
  }
  for (const [box, { isOnly, strands }] of selves.entries()) {
    const key = `${box} ${box}`;
    said.set(key, isOnly ? [...strands] : [...(said.get(key) ?? []), ...strands]);
  }
  const places = boxes.flatMap(({ members }, box) => members.map((peer) => ({ peer, box })));
  return new Map(
    places.flatMap(({ peer: source, box: from }) =>
      places.flatMap(({ peer: destination, box: to }) => {
        const strands = joinedStrands([said.get(`${from} ${to}`) ?? []]);
        return strands.length === 0 ? [] : [[`${source.key} ${destination.key}`, strands] as const];
      }),
    ),
  );
}

/** From each end over lines, and through at most one junction, to each end that they lead to. */
function followLines({ arrows }: Drawing, say: Say): void {
  const ways = arrows.flatMap(({ from, to, strand, isTwoWay }) => [
    { from, to, strand },
    ...(isTwoWay ? [{ from: to, to: from, strand }] : []),
  ]);
  for (const { from, to, strand } of ways.filter((way) => way.from.kind !== 'junction')) {
    const onward = ways.filter((way) => to.kind === 'junction' && keyOf(way.from) === keyOf(to));
    for (const end of to.kind === 'junction' ? onward.map((way) => way.to) : [to]) {
      say(from, end, strand);
    }
  }
}

/** What lines say, with pairs of which they have no word left out. */
function told({ peers, rows }: Relation): ReadonlyMap<string, readonly Strand[]> {
  return new Map(
    rows.flatMap((row, from) =>
      [...row].map(([to, strands]) => [`${peers[from]?.key} ${peers[to]?.key}`, strands] as const),
    ),
  );
}

function isWordless(key: string, { peers }: Relation): boolean {
  return peers.some(
    (peer) =>
      (peer.isSingle && key === `${peer.key} ${peer.key}`) ||
      (peer.side === 'source' &&
        peers.some((other) => other.side !== undefined && key === `${peer.key} ${other.key}`)),
  );
}

function texts(pairs: ReadonlyMap<string, readonly Strand[]>, relation: Relation) {
  return [...pairs]
    .filter(([key]) => !isWordless(key, relation))
    .map(([key, strands]) => {
      const parts = strands.map(({ certainty, ports }) => `${certainty} ${textOfPorts(ports)}`);
      return `${key}: ${parts.sort().join('; ')}`;
    })
    .sort();
}

test('a picture says what the lines say, no more and no less', () => {
  fc.assert(
    fc.property(map, (lines) => {
      const relation = relationOf(toldStrands(lines, true), []);
      const { drawing, notes } = readableDrawing(relation, true);
      expect(notes).toEqual([]);
      expect(texts(readOff(drawing), relation)).toEqual(texts(told(relation), relation));
    }),
    { numRuns: 600 },
  );
});

test('a picture never takes more lines than there are connections', () => {
  fc.assert(
    fc.property(map, (lines) => {
      const relation = relationOf(toldStrands(lines, true), []);
      const strands = relation.rows.flatMap((row) => [...row.values()].flat());
      const { arrows } = readableDrawing(relation, true).drawing;
      expect(arrows.length).toBeLessThanOrEqual(strands.length);
    }),
    { numRuns: 200 },
  );
});
