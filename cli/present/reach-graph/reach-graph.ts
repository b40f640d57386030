import type { ConnectionLine } from '../../../functions/assess/reach/lines/connection-line.ts';
import type { PodsPeer } from '../../../functions/assess/reach/lines/line-peer.ts';
import { drawingDot, lineTexts } from './drawing-dot.ts';
import { readableDrawing } from './folding.ts';
import { insidePeer, printable } from './graph-peer.ts';
import type { Heading } from './header-label.ts';
import { type Relation, relationOf } from './relation.ts';
import { toldStrands } from './told-strands.ts';

export type GraphOptions = {
  /** What stands over the picture. */
  readonly title?: string;
  /** Sentences below the title. */
  readonly remarks?: readonly string[];
  /**
   * All workloads or pods of the map: those that no line names are shown, too. Without them the
   * picture does not know whether it has all of a namespace, and says so.
   */
  readonly peers?: readonly PodsPeer[] | undefined;
  /** False where the lines leave out what pods of one workload may say to each other. */
  readonly tellsOwnPairs?: boolean;
};

export type ReachGraph = {
  readonly dot: string;
  readonly heading: Heading;
  /** Boxes and lines. */
  readonly partCount: number;
  /** What each line says, by its id. */
  readonly lineTexts: ReadonlyMap<string, string>;
};

/** The lines as one picture that says all of them, and what it had to leave inexact. */
export function reachGraph(
  lines: Iterable<ConnectionLine>,
  { title = 'Who can talk to whom', remarks = [], peers, tellsOwnPairs = true }: GraphOptions,
): ReachGraph {
  const others = (peers ?? []).map((peer) => insidePeer(peer, tellsOwnPairs));
  let lineCount = 0;
  function* counting(): Generator<ConnectionLine> {
    for (const line of lines) {
      lineCount += 1;
      yield line;
    }
  }
  const relation = relationOf(toldStrands(counting(), tellsOwnPairs), others);
  const { drawing, notes } = readableDrawing(relation, peers !== undefined);
  const heading = {
    title: printable(title),
    remarks: [countsText(relation, lineCount), ...remarks, ...notes].map(printable),
  };
  const partCount = drawing.boxes.length + drawing.arrows.length;
  return { dot: drawingDot(drawing, heading), heading, partCount, lineTexts: lineTexts(drawing) };
}

/** The picture in the dot language of Graphviz. */
export function graphDot(lines: Iterable<ConnectionLine>, options: GraphOptions): string {
  return reachGraph(lines, options).dot;
}

function countsText({ peers }: Relation, lineCount: number): string {
  const workloads = peers.filter(({ look }) => look === 'workload');
  const namespaces = new Set(workloads.map(({ namespace }) => namespace));
  const what = workloads.every(({ kind }) => kind === 'Pod') ? 'pod' : 'workload';
  const connections = lineCount === 0 ? 'no connections' : counted(lineCount, 'connection');
  if (workloads.length === 0) return connections;
  return `${counted(workloads.length, what)} in ${counted(namespaces.size, 'namespace')}, ${connections}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
