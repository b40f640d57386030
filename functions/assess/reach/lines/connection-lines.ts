import type { Snapshot } from '../../../model/snapshot.ts';
import type { PortSet } from '../algebra/port-set.ts';
import type { Connection, Reach } from '../reach.ts';
import { type ConnectionLine, isTold } from './connection-line.ts';
import { type ConnectionNumber, ConnectionNumbers } from './connection-numbers.ts';
import type { LinePeer } from './line-peer.ts';
import { lineReading } from './line-reading.ts';
import { outsideReader } from './outside-peers.ts';
import { type NodeRule, nodeRule } from './own-nodes.ts';
import type { Level } from './peer-names.ts';
import { ShapeRows } from './shape-rows.ts';
import { type ShownOutside, shownOutside } from './shown-outside.ts';
import { type UnitPair, unitPairs } from './unit-pairs.ts';
import { type UnitPeer, type UnitPeers, unitPeersOf } from './unit-peers.ts';

/** The peer as it was asked for, or undefined where it was not: an address out of a range. */
export type PeerChoice = (peer: LinePeer) => LinePeer | undefined;

export type LineQuestion = {
  readonly level: Level;
  readonly from?: PeerChoice | undefined;
  readonly to?: PeerChoice | undefined;
  /** Only connections on these ports, and of each no more than them. */
  readonly ports?: PortSet | undefined;
  /** What of the outside is told; by default what the snapshot shows to matter. */
  readonly shown?: ShownOutside;
};

export type ConnectionWalk = {
  /** In order of source and destination; a walk can be gone once. */
  readonly lines: Iterable<ConnectionLine>;
  /**
   * Pairs met so far for which the profile leaves open what becomes of protocols beside TCP, UDP and
   * SCTP.
   */
  readonly openForOtherProtocols: () => number;
};

/** The connections of a map, as lines in order. */
export function connectionLines(
  reach: Reach,
  snapshot: Snapshot,
  question: LineQuestion,
): readonly ConnectionLine[] {
  return [...connectionWalk(reach, snapshot, question).lines];
}

/**
 * The lines of a map: workloads, pods and nodes among each other and with the outside. A pair has a
 * line where TCP, UDP or SCTP may pass, or other protocols surely. No line has a pod at neither end:
 * policies have no say there. Lines are made as they are asked for: a large cluster has millions.
 */
export function connectionWalk(
  reach: Reach,
  snapshot: Snapshot,
  question: LineQuestion,
): ConnectionWalk {
  const walk = new LineWalk(reach, snapshot, question);
  return { lines: walk.lines(), openForOtherProtocols: () => walk.openForOtherProtocols };
}

function byText(one: { readonly text: string }, other: { readonly text: string }): number {
  return one.text < other.text ? -1 : Number(one.text > other.text);
}

/** A source, and its lines once they are asked for. */
type Source = { readonly text: string; readonly lines: () => readonly ConnectionLine[] };

type Ends = Pick<ConnectionLine, 'source' | 'destination'>;

/** A connection by its number, and whether it is worth a line. */
type Telling = { readonly connection: Connection; readonly isTold: boolean };

const everyPeer: PeerChoice = (peer) => peer;

/** One pass over a map; it counts on the way what gives no line. */
class LineWalk {
  openForOtherProtocols = 0;
  private readonly reach: Reach;
  private readonly question: LineQuestion;
  private readonly units: UnitPeers;
  private readonly numbers: ConnectionNumbers;
  private readonly rows: ShapeRows;
  private readonly mayBeOwnNode: NodeRule;
  private readonly readOutside: ReturnType<typeof outsideReader>;
  private readonly tellings = new Map<ConnectionNumber, Telling>();
  private readonly narrowed = new Map<ConnectionNumber, ConnectionNumber>();
  /** By the keys of pairs of units. */
  private readonly ofPairs = new Map<string, ConnectionNumber>();
  /** Places of the units that were asked for as destinations. */
  private readonly destinations: readonly number[];

  constructor(reach: Reach, snapshot: Snapshot, question: LineQuestion) {
    this.reach = reach;
    this.question = question;
    this.units = unitPeersOf(reach, snapshot, question.level);
    this.numbers = new ConnectionNumbers(reach.engine.algebra);
    this.rows = new ShapeRows(reach, this.units.shapes, this.numbers);
    const parts = this.units.peers.map((unit) => unit.parts);
    this.mayBeOwnNode = nodeRule(reach.profile, parts);
    this.readOutside = outsideReader(reach, question.shown ?? shownOutside(reach, snapshot));
    const to = question.to ?? everyPeer;
    this.destinations = this.units.peers.flatMap(({ peer }, place) =>
      to(peer) === undefined ? [] : place,
    );
  }

  *lines(): Generator<ConnectionLine> {
    const sources = [...this.unitSources(), ...this.outsideSources()];
    for (const { lines } of sources.sort(byText)) yield* lines();
  }

  private unitSources(): readonly Source[] {
    const from = this.question.from ?? everyPeer;
    return this.units.peers.flatMap((unit, place) => {
      if (from(unit.peer) === undefined) return [];
      return { text: unit.peer.text, lines: () => this.fromUnit(unit, place) };
    });
  }

  private fromUnit(unit: UnitPeer, place: number): readonly ConnectionLine[] {
    const lines = [...this.toUnits(unit, place), ...this.toOutside(unit)];
    return lines.sort((one, other) => byText(one.destination, other.destination));
  }

  /** Sources outside: their lines are found at their destinations, where their ranges are joined. */
  private outsideSources(): readonly Source[] {
    const from = this.question.from ?? everyPeer;
    const bySource = new Map<string, ConnectionLine[]>();
    for (const place of this.destinations) {
      const unit = this.units.peers[place];
      if (unit === undefined || unit.peer.kind === 'node') continue;
      const row = this.kept(this.rows.ofOutside(unit.shape));
      for (const { peer, number } of this.readOutside('sources', row)) {
        const source = from(peer);
        if (source === undefined) continue;
        const lines = bySource.get(source.text) ?? [];
        bySource.set(source.text, lines);
        this.add(lines, { source, destination: unit.peer }, number);
      }
    }
    return [...bySource].map(([text, lines]) => ({ text, lines: () => lines }));
  }

  private toUnits(unit: UnitPeer, place: number): readonly ConnectionLine[] {
    const row = this.rows.units(unit.shape);
    const lines: ConnectionLine[] = [];
    for (const at of this.destinations) {
      const other = this.units.peers[at];
      if (other === undefined || (unit.peer.kind === 'node' && other.peer.kind === 'node'))
        continue;
      const isRuledByBlocks = at !== place && !this.mayBeOwnNode(place, at);
      const number = isRuledByBlocks ? (row[other.shape] ?? 0) : this.byPairs(unit, other);
      const ends = { source: unit.peer, destination: other.peer };
      if (number !== 0) this.add(lines, ends, this.narrow(number));
    }
    return lines;
  }

  private toOutside(unit: UnitPeer): readonly ConnectionLine[] {
    if (unit.peer.kind === 'node') return [];
    const to = this.question.to ?? everyPeer;
    const row = this.kept(this.rows.toOutside(unit.shape));
    const lines: ConnectionLine[] = [];
    for (const { peer, number } of this.readOutside('destinations', row)) {
      const destination = to(peer);
      if (destination !== undefined) this.add(lines, { source: unit.peer, destination }, number);
    }
    return lines;
  }

  /** What any pod of one may say to any of the other, or to another pod of the same workload. */
  private byPairs(source: UnitPeer, destination: UnitPeer): ConnectionNumber {
    const { reach, numbers } = this;
    if (source === destination && !lineReading(reach.profile).tellsOwnPairs) return 0;
    return unitPairs(source.parts, destination.parts)
      .map((pair) => this.ofPair(pair))
      .reduce((one, other) => numbers.union(one, other), 0);
  }

  private ofPair({ key, source, destination }: UnitPair): ConnectionNumber {
    const known = this.ofPairs.get(key);
    if (known !== undefined) return known;
    const number = this.numbers.numberOf(this.reach.between(source.ref, destination.ref));
    this.ofPairs.set(key, number);
    return number;
  }

  private add(lines: ConnectionLine[], ends: Ends, number: ConnectionNumber): void {
    const { connection, isTold: isWorthALine } = this.telling(number);
    if (connection.undefined.OTHER) this.openForOtherProtocols += 1;
    if (isWorthALine) lines.push({ ...ends, connection });
  }

  private telling(number: ConnectionNumber): Telling {
    const known = this.tellings.get(number);
    if (known !== undefined) return known;
    const connection = this.numbers.connection(number);
    const telling = { connection, isTold: isTold(connection) };
    this.tellings.set(number, telling);
    return telling;
  }

  /** Ports are left out before ranges are joined: what is alike on the ports asked for is one line. */
  private kept(row: Int32Array): Int32Array {
    return this.question.ports === undefined ? row : row.map((number) => this.narrow(number));
  }

  private narrow(number: ConnectionNumber): ConnectionNumber {
    const { ports } = this.question;
    if (ports === undefined || number === 0) return number;
    const known = this.narrowed.get(number) ?? this.numbers.narrowed(number, ports);
    this.narrowed.set(number, known);
    return known;
  }
}
