/** Ports in a row, both ends included. */
export type PortRange = { readonly first: number; readonly last: number };

type GivenPort = {
  readonly protocol: string;
  readonly port?: number | string | undefined;
  readonly endPort?: number | undefined;
};

const firstPort = 1;
const lastPort = 65_535;
const allPorts: PortRange = { first: firstPort, last: lastPort };

/** The ports of one protocol that a rule names by number; a rule without ports means all of them. */
export function portRanges(ports: readonly GivenPort[], wanted: string): readonly PortRange[] {
  if (ports.length === 0) return [allPorts];
  return ports.flatMap(({ protocol, port, endPort }) => {
    if (protocol !== wanted || typeof port === 'string') return [];
    return port === undefined ? allPorts : { first: port, last: endPort ?? port };
  });
}

/** Parts all ports where a range begins or ends, so that each range holds a part whole or not. */
export function partsOfPorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const begins = ranges.flatMap(({ first, last }) => [first, last + 1]);
  const inside = begins.filter((port) => port > firstPort && port <= lastPort);
  const starts = [...new Set([firstPort, ...inside])].sort((one, other) => one - other);
  return starts.map((first, index) => ({
    first,
    last: (starts[index + 1] ?? lastPort + 1) - 1,
  }));
}

/** Whether one of the ranges holds every port of a part. */
export function holdsPorts(ranges: readonly PortRange[], part: PortRange): boolean {
  return ranges.some(({ first, last }) => first <= part.first && part.last <= last);
}
