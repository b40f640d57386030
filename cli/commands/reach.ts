import { portsOf } from '../../functions/assess/reach/algebra/port-set.ts';
import type { PortPoint } from '../../functions/assess/reach/explain/step.ts';
import { futurePeers } from '../../functions/assess/reach/future/future-peers.ts';
import {
  type AskedPeers,
  askedPeers,
  reachKnowing,
} from '../../functions/assess/reach/lines/asked-peers.ts';
import type { ConnectionLine } from '../../functions/assess/reach/lines/connection-line.ts';
import { connectionWalk } from '../../functions/assess/reach/lines/connection-lines.ts';
import { explainLine } from '../../functions/assess/reach/lines/explained-line.ts';
import { lineReading } from '../../functions/assess/reach/lines/line-reading.ts';
import type { Level } from '../../functions/assess/reach/lines/peer-names.ts';
import { nameIn } from '../../functions/assess/reach/lines/peer-query.ts';
import { shownByEither, shownOutside } from '../../functions/assess/reach/lines/shown-outside.ts';
import { unconnectedPairs } from '../../functions/assess/reach/lines/unconnected-pairs.ts';
import { unitPeersOf } from '../../functions/assess/reach/lines/unit-peers.ts';
import type { DetectedProfile } from '../../functions/assess/reach/profiles/detect.ts';
import type { Reach } from '../../functions/assess/reach/reach.ts';
import { exposureOf } from '../../functions/assess/reach/ways/exposure.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import { chosenProfile, type ProfileWish, tellProfile } from '../choose-profile.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import {
  type ConnectionFormat,
  connectionFormatters,
  type ToldLine,
} from '../present/connection-formats.ts';
import { withoutOpenProtocols } from '../present/explanation-data.ts';
import { type ExposureFormat, withExposure } from '../present/exposure-formats.ts';
import {
  type GraphFormat,
  graphLines,
  isGraphFormat,
} from '../present/reach-graph/graph-formats.ts';
import type { GraphOptions } from '../present/reach-graph/reach-graph.ts';
import { tellLimits, tellOtherProtocols } from '../reach-remarks.ts';
import { tellWarnings } from '../source-warnings.ts';
import type { ScanSource } from '../sources/scan-source.ts';
import { snapshotOfSource } from '../sources/source-snapshot.ts';
import type { Terminal } from '../terminal.ts';
import { writeResult } from '../write-result.ts';

/** Of pairs that have no connection so many are explained. */
const unconnectedMax = 50;

export type ReachRequest = {
  readonly source: ScanSource;
  readonly profile: ProfileWish;
  readonly level: Level;
  /** Peers as a person asks for them. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly port: PortPoint | undefined;
  readonly isExplained: boolean;
  readonly format: ConnectionFormat | GraphFormat;
  /** The format in which the exposure of the cluster is told, too. */
  readonly exposure: ExposureFormat | undefined;
  readonly output: string | undefined;
};

/** Tells who can talk to whom in one cluster. */
export async function reachCommand(request: ReachRequest, terminal: Terminal): Promise<ExitStatus> {
  const { source, format, output } = request;
  tellWarnings(source.warnings, terminal);
  const snapshot = await terminal.progress.during('reading the cluster', () =>
    snapshotOfSource(source),
  );
  const chosen = chosenProfile(snapshot, request.profile);
  tellProfile(chosen, terminal);
  const names = [request.from, request.to].flatMap((text) => nameIn(text ?? '') ?? []);
  const reach = reachKnowing(snapshot, chosen.profile, names);
  tellLimits(reach, snapshot, terminal);
  const map = { reach, snapshot };
  const told = toldLines(map, request, terminal);
  const isInteractive = terminal.isInteractive && output === undefined;
  const look = { isExplained: request.isExplained, isInteractive };
  const lines = isGraphFormat(format)
    ? await graphLines(format, linesOf(told), graphOptions(map, request, chosen))
    : connectionFormatters[format](told.lines, look);
  await writeResult(withExposed(map, lines, request), output, terminal);
  tellOtherProtocols(told.openForOtherProtocols(), reach, terminal);
  if (told.count() === 0) terminal.note('no connections');
  return exitStatus.done;
}

function* linesOf({ lines }: Told): Generator<ConnectionLine> {
  for (const { line } of lines) yield line;
}

/** What stands over a picture: whose map it is, how it was read, and what was asked for. */
function graphOptions(
  { reach, snapshot }: Map,
  { level, from, to, port }: ReachRequest,
  { profile, why }: DetectedProfile,
): GraphOptions {
  const asked = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(port === undefined ? [] : [`on ${port.port}/${port.protocol}`]),
  ];
  const isWhole = from === undefined && to === undefined;
  const units = isWhole ? unitPeersOf(reach, snapshot, level).peers : [];
  return {
    title: `Who can talk to whom in ${snapshot.cluster.name}`,
    remarks: [
      `Profile ${profile.name}: ${why}.`,
      ...(asked.length > 0 ? [`Only connections ${asked.join(', ')}.`] : []),
    ],
    ...(isWhole && { peers: units.flatMap(({ peer }) => (peer.kind === 'pods' ? peer : [])) }),
    tellsOwnPairs: lineReading(profile).tellsOwnPairs,
  };
}

function withExposed(
  { reach, snapshot }: Map,
  lines: Iterable<string>,
  { exposure: format }: ReachRequest,
): Iterable<string> {
  if (format === undefined) return lines;
  const exposure = exposureOf(reach, snapshot);
  return withExposure(lines, { exposure, future: futurePeers(snapshot, reach.profile) }, format);
}

type Map = { readonly reach: Reach; readonly snapshot: Snapshot };

type Told = {
  readonly lines: Iterable<ToldLine>;
  /** Of the lines that were gone through. */
  readonly count: () => number;
  readonly openForOtherProtocols: () => number;
};

function toldLines(map: Map, request: ReachRequest, terminal: Terminal): Told {
  const { reach, snapshot } = map;
  const from = asked(map, request, 'from');
  const to = asked(map, request, 'to');
  const shown = [from, to].reduce(
    (before, peers) => (peers === undefined ? before : shownByEither(before, peers.shows)),
    shownOutside(reach, snapshot),
  );
  const { port, level, isExplained } = request;
  const ports = port && portsOf(port.protocol, port.port);
  const choice = { from: from?.choose, to: to?.choose, ports };
  const walk = connectionWalk(reach, snapshot, { level, shown, ...choice });
  let count = 0;
  function* lines(): Generator<ToldLine> {
    const met: ConnectionLine[] = [];
    const isAnswered = isExplained && from !== undefined && to !== undefined;
    for (const line of walk.lines) {
      count += 1;
      if (isAnswered) met.push(line);
      yield isExplained ? explained(reach, line, port) : { line };
    }
    if (!isAnswered) return;
    for (const line of unconnected(met, from, to, terminal)) {
      count += 1;
      yield explained(reach, line, port);
    }
  }
  return { lines: lines(), count: () => count, openForOtherProtocols: walk.openForOtherProtocols };
}

function explained(reach: Reach, line: ConnectionLine, port: PortPoint | undefined): ToldLine {
  return { line, reasons: withoutOpenProtocols(explainLine(reach, line, port)) };
}

function asked(
  { reach, snapshot }: Map,
  request: ReachRequest,
  role: 'from' | 'to',
): AskedPeers | undefined {
  const text = request[role];
  if (text === undefined) return undefined;
  return askedPeers(reach, snapshot, { level: request.level, role, text });
}

/** Who names both ends and asks why wants to hear of what does not pass, too. */
function unconnected(
  lines: readonly ConnectionLine[],
  from: AskedPeers,
  to: AskedPeers,
  terminal: Terminal,
): readonly ConnectionLine[] {
  const pairs = unconnectedPairs(lines, from.peers, to.peers);
  const rest = pairs.length - unconnectedMax;
  if (rest > 0) terminal.note(`note: ${rest} more pairs have no connection and are not explained`);
  return pairs.slice(0, unconnectedMax);
}
