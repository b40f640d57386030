import { lastPort, noPorts, type PortSet, portsOf, unionOfPorts } from '../algebra/port-set.ts';
import type { PortMatch, Rule } from '../policies/policy.ts';
import type { PortsMatch } from './decision-map.ts';
import type { PortAlgebra } from './port-algebra.ts';
import type { NamedPort } from './units.ts';

/** The named ports of the destination: none where it is no pod. */
type Destination = readonly NamedPort[];

type Sets = { readonly must: PortSet; readonly may: PortSet };

/** Whether a rule's ports mean other numbers on other pods. */
export function hasNamedPorts({ ports, exceptPorts = [] }: Rule): boolean {
  const matches = ports === 'every' ? exceptPorts : [...ports, ...exceptPorts];
  return matches.some(({ op }) => op === 'named');
}

/** The ports of a rule on one destination. */
export function portsOfRule(
  { ports, exceptPorts = [] }: Rule,
  destination: Destination,
  algebra: PortAlgebra,
): PortsMatch {
  const given =
    ports === 'every'
      ? { must: algebra.all, may: algebra.all }
      : numbered(ports, destination, algebra);
  const except = numbered(exceptPorts, destination, algebra);
  return {
    must: algebra.difference(given.must, except.may),
    may: algebra.difference(given.may, except.must),
  };
}

function numbered(
  matches: readonly PortMatch[],
  destination: Destination,
  algebra: PortAlgebra,
): PortsMatch {
  const sets = matches.map((match) => setsOf(match, destination));
  return {
    must: algebra.idOf(unionOfAll(sets.map(({ must }) => must))),
    may: algebra.idOf(unionOfAll(sets.map(({ may }) => may))),
  };
}

/** By halves: a rule may list thousands of ports, and one after the other would be their square. */
function unionOfAll(sets: readonly PortSet[]): PortSet {
  const [first = noPorts] = sets;
  if (sets.length < 2) return first;
  const middle = sets.length >>> 1;
  return unionOfPorts(unionOfAll(sets.slice(0, middle)), unionOfAll(sets.slice(middle)));
}

function setsOf(match: PortMatch, destination: Destination): Sets {
  switch (match.op) {
    case 'ports':
      return both(portsOf(match.protocol, match.first, match.last));
    case 'protocol':
      return both(portsOf(match.protocol));
    case 'named':
      return both(portsNamed(match, destination));
    case 'unknown':
      return { must: noPorts, may: anyOf(match.protocol) };
  }
}

/** A name may stand in several containers with different numbers: all of them count. */
function portsNamed(
  { name, protocol }: Extract<PortMatch, { readonly op: 'named' }>,
  destination: Destination,
): PortSet {
  return destination
    .filter((port) => port.name === name && (protocol === undefined || port.protocol === protocol))
    .map((port) => ofProtocol(port))
    .reduce(unionOfPorts, noPorts);
}

function ofProtocol({ protocol, port }: NamedPort): PortSet {
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') return noPorts;
  return port > lastPort ? noPorts : portsOf(protocol, port);
}

function anyOf(protocol: Extract<PortMatch, { readonly op: 'unknown' }>['protocol']): PortSet {
  if (protocol !== undefined) return portsOf(protocol);
  return (['TCP', 'UDP', 'SCTP', 'OTHER'] as const)
    .map((each) => portsOf(each))
    .reduce(unionOfPorts);
}

function both(set: PortSet): Sets {
  return { must: set, may: set };
}
