import {
  allPorts,
  hasEveryPort,
  hasNoPorts,
  keyOfPorts,
  noPorts,
  type PortSet,
  portsWithout,
  textOfPorts,
  unionOfPorts,
} from '../../../functions/assess/reach/algebra/port-set.ts';
import type { Connection } from '../../../functions/assess/reach/reach.ts';

type Certainty = 'allowed' | 'undefined';

/** One kind of connection, which is what an arrow stands for. Equal kinds have equal keys. */
export type Strand = {
  readonly certainty: Certainty;
  readonly ports: PortSet;
  readonly key: string;
};

/**
 * What passes between two peers, and what is left open: at most one strand of each certainty. Where
 * every port passes or is left open, the open strand is of every port: what is sure beside it counts.
 */
export function strandsOf({ allowed, undefined: open }: Connection): readonly Strand[] {
  // Other protocols that are left open are told once and apart, as in lines.
  const rest = portsWithout({ ...open, OTHER: false }, allowed);
  const isEveryOther = !hasNoPorts(rest) && hasEveryPort(unionOfPorts(allowed, rest));
  return [
    ...strandOf('allowed', allowed),
    ...strandOf('undefined', isEveryOther ? allPorts : rest),
  ];
}

function strandOf(certainty: Certainty, given: PortSet): readonly Strand[] {
  if (hasNoPorts(given)) return [];
  const ports = hasEveryPort(given) ? allPorts : given;
  return [{ certainty, ports, key: `${certainty} ${keyOfPorts(ports)}` }];
}

/** What passes in any of the cases, and what is left open in any and sure in none. */
export function joinedStrands(lists: readonly (readonly Strand[])[]): readonly Strand[] {
  const joined = (certainty: Certainty): PortSet =>
    lists
      .flat()
      .filter((strand) => strand.certainty === certainty)
      .reduce((ports: PortSet, strand) => unionOfPorts(ports, strand.ports), noPorts);
  return strandsOf({ allowed: joined('allowed'), undefined: joined('undefined') });
}

export function isOnEveryPort({ ports }: Strand): boolean {
  return ports === allPorts;
}

/** Whether the one says nothing that the other does not say. */
export function isWithin(one: Strand, other: Strand): boolean {
  return one.certainty === other.certainty && hasNoPorts(portsWithout(one.ports, other.ports));
}

/** `TCP 80, 443, UDP 53`, `all ports`, or `all but UDP 53` where that is shorter. */
export function portsText(strand: Strand): string {
  if (isOnEveryPort(strand)) return 'all ports';
  const [given, missing] = [strand.ports, portsWithout(allPorts, strand.ports)].map(textOfPorts);
  const texts = [given ?? '', `all but ${missing}`];
  const [shortest = ''] = texts.toSorted((one, other) => one.length - other.length);
  return shortest.replaceAll(',', ', ');
}
