import { type AddressSet, parseCidr } from '../functions/assess/reach/algebra/address-set.ts';
import {
  allPorts,
  noPorts,
  type PortSet,
  portsOf,
  unionOfPorts,
} from '../functions/assess/reach/algebra/port-set.ts';
import type { ConnectionLine } from '../functions/assess/reach/lines/connection-line.ts';
import {
  addressesPeer,
  type LinePeer,
  outsidePeer,
  type PodsPeer,
  podsPeer,
} from '../functions/assess/reach/lines/line-peer.ts';
import type { Connection } from '../functions/assess/reach/reach.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const [pod] = snapshotOf({ pods: [{ name: 'any' }] }).pods;

/** `shop/web`, a Deployment with so many pods. */
export function workload(text: string, podCount = 1, kind = 'Deployment'): PodsPeer {
  const [namespace = '', name = ''] = text.split('/');
  const pods = Array.from({ length: podCount }, () => pod).flatMap((given) => given ?? []);
  return podsPeer({ namespace, name, kind }, pods);
}

export function addresses(cidr: string): LinePeer {
  const [range] = parseCidr(cidr) ?? ([] satisfies AddressSet);
  if (range === undefined) throw new Error(`"${cidr}" is no CIDR`);
  return addressesPeer(range);
}

export function dnsName(name: string): LinePeer {
  const peer = outsidePeer({ kind: 'name', name });
  if (peer === undefined) throw new Error('a name is outside');
  return peer;
}

export const internet = addresses('0.0.0.0/0');

export const everyPort: Connection = { allowed: allPorts, undefined: noPorts };
export const everyPortOpen: Connection = { allowed: noPorts, undefined: allPorts };

export function tcp(...ports: readonly number[]): Connection {
  const sets: readonly PortSet[] = ports.map((port) => portsOf('TCP', port));
  return { allowed: sets.reduce(unionOfPorts, noPorts), undefined: noPorts };
}

export function line(
  source: LinePeer,
  destination: LinePeer,
  connection: Connection = everyPort,
): ConnectionLine {
  return { source, destination, connection };
}

/** A line from each to each other one. */
export function mesh(
  peers: readonly LinePeer[],
  connection: Connection = everyPort,
): readonly ConnectionLine[] {
  return peers.flatMap((source) =>
    peers
      .filter((destination) => destination !== source)
      .map((destination) => line(source, destination, connection)),
  );
}
