import { hasNoPorts, intersectionOfPorts, type PortSet, unionOfPorts } from './algebra/port-set.ts';
import type { ConnectionChange, MapSide } from './difference.ts';
import { explainLine, type LineExplanation } from './lines/explained-line.ts';
import type { LinePeer } from './lines/line-peer.ts';
import { unitPeersOf } from './lines/unit-peers.ts';

/** Why a connection changed. */
export type ChangeReasons = {
  /** Workloads and nodes that only one side has: `shop/web[Deployment] is new`. */
  readonly peers: readonly string[];
  /** What decided about the ports that changed, before and after; empty where a peer came or went. */
  readonly before: readonly LineExplanation[];
  readonly after: readonly LineExplanation[];
};

/** Tells the reasons of the changes between two maps; the sides are looked through once. */
export function changeExplainer(
  before: MapSide,
  after: MapSide,
): (change: ConnectionChange) => ChangeReasons {
  const [old, now] = [unitsOf(before), unitsOf(after)];
  return ({ source, destination, gained, lost }) => {
    const units = [source, destination].filter(isUnit);
    const fresh = units.filter(({ text }) => !old.has(text)).map(({ text }) => `${text} is new`);
    const gone = units.filter(({ text }) => !now.has(text)).map(({ text }) => `${text} is gone`);
    const peers = [...new Set([...fresh, ...gone])];
    if (peers.length > 0) return { peers, before: [], after: [] };
    const ports = unionOfPorts(gained, lost);
    const explained = ({ reach }: MapSide, known: Units): readonly LineExplanation[] => {
      const ends = { source: inSide(source, known), destination: inSide(destination, known) };
      return explainLine(reach, ends).flatMap((given) => onPorts(given, ports));
    };
    return { peers, before: explained(before, old), after: explained(after, now) };
  };
}

type Units = ReadonlyMap<string, LinePeer>;

function unitsOf({ reach, snapshot }: MapSide): Units {
  const { peers } = unitPeersOf(reach, snapshot, 'workload');
  return new Map(peers.map(({ peer }) => [peer.text, peer]));
}

function isUnit({ kind }: LinePeer): boolean {
  return kind === 'pods' || kind === 'node';
}

/** A workload is known on both sides by its text, and has other pods on each. */
function inSide(peer: LinePeer, units: Units): LinePeer {
  return units.get(peer.text) ?? peer;
}

function onPorts(given: LineExplanation, ports: PortSet): readonly LineExplanation[] {
  const common = intersectionOfPorts(given.ports, ports);
  return hasNoPorts(common) ? [] : [{ ...given, ports: common }];
}
