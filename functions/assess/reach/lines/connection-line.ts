import { hasNoPorts, type PortSet, textOfPorts } from '../algebra/port-set.ts';
import type { Connection } from '../reach.ts';
import type { LinePeer } from './line-peer.ts';

/** Two peers and what the one may say to the other. */
export type ConnectionLine = {
  readonly source: LinePeer;
  readonly destination: LinePeer;
  readonly connection: Connection;
};

/** `shop/web[Deployment] => shop/db[StatefulSet] : TCP 5432`. */
export function lineText({ source, destination, connection }: ConnectionLine): string {
  return `${source.text} => ${destination.text} : ${connectionText(connection)}`;
}

/** What passes, and after it what the profile leaves open: `TCP 80 (undefined: UDP 53)`. */
export function connectionText(connection: Connection): string {
  const open = undefinedText(connection);
  return open === undefined
    ? allowedText(connection)
    : `${allowedText(connection)} (undefined: ${open})`;
}

/** `All Connections`, `TCP 80,UDP 53`, or `none`. */
export function allowedText({ allowed }: Connection): string {
  return hasNoPorts(allowed) ? 'none' : textOfPorts(allowed);
}

/** Whether a connection is worth a line: what is open for other protocols alone is none. */
export function isTold(connection: Connection): boolean {
  return !hasNoPorts(connection.allowed) || undefinedText(connection) !== undefined;
}

/** Other protocols that are left open would stand in most lines: they are told once, not here. */
export function undefinedText(connection: Connection): string | undefined {
  const told: PortSet = { ...connection.undefined, OTHER: false };
  return hasNoPorts(told) ? undefined : textOfPorts(told);
}
