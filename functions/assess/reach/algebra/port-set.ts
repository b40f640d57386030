export const protocols = ['TCP', 'UDP', 'SCTP'] as const;
export type Protocol = (typeof protocols)[number];

/** Ports in a row, both ends included. */
export type PortRange = { readonly first: number; readonly last: number };

export const firstPort = 1;
export const lastPort = 65_535;

/**
 * A set of ports of each protocol, as ranges that are in order, apart and not adjacent. OTHER stands
 * for every protocol beside the three, which have no ports: all of them or none.
 */
export type PortSet = Readonly<Record<Protocol, readonly PortRange[]>> & {
  readonly OTHER: boolean;
};

const none: readonly PortRange[] = [];
const all: readonly PortRange[] = [{ first: firstPort, last: lastPort }];

export const noPorts: PortSet = { TCP: none, UDP: none, SCTP: none, OTHER: false };
export const allPorts: PortSet = { TCP: all, UDP: all, SCTP: all, OTHER: true };

/** Every port of a protocol, or one port, or a range of ports; what is not 1 to 65535 is cut off. */
export function portsOf(protocol: Protocol | 'OTHER', from?: number, to = from): PortSet {
  if (protocol === 'OTHER') return { ...noPorts, OTHER: true };
  const first = Math.max(from ?? firstPort, firstPort);
  const last = Math.min(to ?? lastPort, lastPort);
  return first > last ? noPorts : { ...noPorts, [protocol]: [{ first, last }] };
}

export function unionOfPorts(one: PortSet, other: PortSet): PortSet {
  return combined(one, other, (a, b) => a || b);
}

export function intersectionOfPorts(one: PortSet, other: PortSet): PortSet {
  return combined(one, other, (a, b) => a && b);
}

export function portsWithout(one: PortSet, other: PortSet): PortSet {
  return combined(one, other, (a, b) => a && !b);
}

export function hasNoPorts({ TCP, UDP, SCTP, OTHER }: PortSet): boolean {
  return !OTHER && TCP.length + UDP.length + SCTP.length === 0;
}

export function hasPort(set: PortSet, protocol: Protocol | 'OTHER', port: number): boolean {
  if (protocol === 'OTHER') return set.OTHER;
  return set[protocol].some(({ first, last }) => first <= port && port <= last);
}

/** Whether all ports of TCP, UDP and SCTP are in the set; other protocols are a matter of their own. */
export function hasEveryPort(set: PortSet): boolean {
  return protocols.every((protocol) => {
    const [range] = set[protocol];
    return range !== undefined && range.first === firstPort && range.last === lastPort;
  });
}

/** The same text for the same set, and for no other. */
export function keyOfPorts(set: PortSet): string {
  const parts = protocols.map((protocol) =>
    set[protocol].map(({ first, last }) => `${first}-${last}`).join(','),
  );
  return `${parts.join('/')}/${set.OTHER ? '*' : ''}`;
}

/** `All Connections`, or `TCP 80,443-444,UDP 53` in order of protocol; empty for no port. */
export function textOfPorts(set: PortSet): string {
  if (hasEveryPort(set)) return 'All Connections';
  const parts = [...protocols].sort().flatMap((protocol) => {
    const ranges = set[protocol].map(({ first, last }) =>
      first === last ? `${first}` : `${first}-${last}`,
    );
    return ranges.length === 0 ? [] : [`${protocol} ${ranges.join(',')}`];
  });
  return [...parts, ...(set.OTHER ? ['other protocols'] : [])].join(',');
}

type Keep = (inOne: boolean, inOther: boolean) => boolean;

function combined(one: PortSet, other: PortSet, keep: Keep): PortSet {
  return {
    TCP: combinedRanges(one.TCP, other.TCP, keep),
    UDP: combinedRanges(one.UDP, other.UDP, keep),
    SCTP: combinedRanges(one.SCTP, other.SCTP, keep),
    OTHER: keep(one.OTHER, other.OTHER),
  };
}

/** Walks over both lists at once, from each begin or end of a range to the next. */
function combinedRanges(
  one: readonly PortRange[],
  other: readonly PortRange[],
  keep: Keep,
): readonly PortRange[] {
  const result: { first: number; last: number }[] = [];
  let [i, j, port] = [0, 0, firstPort];
  while (port <= lastPort) {
    while ((one[i]?.last ?? Number.POSITIVE_INFINITY) < port) i += 1;
    while ((other[j]?.last ?? Number.POSITIVE_INFINITY) < port) j += 1;
    const inOne = (one[i]?.first ?? Number.POSITIVE_INFINITY) <= port;
    const inOther = (other[j]?.first ?? Number.POSITIVE_INFINITY) <= port;
    const end = Math.min(stepEnd(one[i], inOne), stepEnd(other[j], inOther));
    if (keep(inOne, inOther)) {
      const before = result.at(-1);
      if (before?.last === port - 1) before.last = end;
      else result.push({ first: port, last: end });
    }
    port = end + 1;
  }
  return result;
}

/** The last port of which the same holds for a list as of this one. */
function stepEnd(range: PortRange | undefined, isInside: boolean): number {
  if (range === undefined) return lastPort;
  return isInside ? range.last : range.first - 1;
}
