import * as z from 'zod';
import { firstPort, lastPort, type PortRange, type Protocol } from '../algebra/port-set.ts';
import { unknownBecause } from './conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  joinedFaults,
  malformed,
  type Reading,
  readAs,
  wholeNumberOf,
  whysOf,
} from './field.ts';
import { protocolOrTcp } from './network-policy-ports.ts';
import type { PortMatch, Rule } from './policy.ts';

/*
 * Ports in the two forms of the network policy API: `ports` of v1alpha1, which AWS took over, and
 * `protocols` of v1alpha2.
 */

const portFields = ['portNumber', 'portRange', 'namedPort'] as const;
const protocolFields = ['tcp', 'udp', 'sctp', 'destinationNamedPort'] as const;
const protocolOf = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const;

type ClusterPortsForm = {
  readonly namedProtocol?: Protocol;
  readonly fewestInRange?: number;
};

const someText = z.string().min(1);

/**
 * `ports` of v1alpha1: "If Ports is not set then the rule does not filter traffic via port." AWS
 * takes a named port for TCP, and refuses a range of one port.
 */
export function clusterPorts(
  list: Field,
  { namedProtocol, fewestInRange = 1 }: ClusterPortsForm = {},
): Rule['ports'] {
  return portsOfList(list, (entry) =>
    exactlyOne(entry, portFields, (field, key) => {
      switch (key) {
        case 'portNumber':
          return ofWrittenProtocol(field, ['port'], () => onePort(child(field, 'port')));
        case 'portRange':
          return ofWrittenProtocol(field, ['start', 'end'], () => portRange(field, fewestInRange));
        case 'namedPort':
          return namedPort(field, namedProtocol);
      }
    }),
  );
}

/**
 * `protocols` of v1alpha2: without them "protocol-specific attributes will not be used". Of a range
 * "Start port must be less than End port".
 */
export function clusterProtocols(list: Field): Rule['ports'] {
  return portsOfList(list, (entry) =>
    exactlyOne(entry, protocolFields, (field, key) => {
      if (key === 'destinationNamedPort') return namedPort(field);
      return destinationPort(field, protocolOf[key]);
    }),
  );
}

function portsOfList(list: Field, read: (entry: Field) => PortMatch): Rule['ports'] {
  if (isMissing(list)) return 'every';
  const { items, faults } = itemsOf(list);
  if (faults.length > 0) return [unknownBecause(joinedFaults(faults))];
  return items.length === 0 ? [unknownBecause(malformed(list, 'is empty'))] : items.map(read);
}

function exactlyOne<Key extends string>(
  entry: Field,
  keys: readonly Key[],
  read: (field: Field, key: Key) => PortMatch,
): PortMatch {
  const faults = faultsOf(entry, keys);
  const given = keys.filter((key) => !isMissing(child(entry, key)));
  const [key] = given;
  if (faults.length > 0) return unknownBecause(joinedFaults(faults));
  if (key === undefined || given.length > 1) {
    return unknownBecause(malformed(entry, `needs exactly one of ${keys.join(', ')}`));
  }
  return read(child(entry, key), key);
}

function namedPort(field: Field, protocol?: Protocol): PortMatch {
  const name = readAs(field, someText, 'the name of a port');
  if ('why' in name) return unknownBecause(name.why);
  return { op: 'named', name: name.value, ...(protocol && { protocol }) };
}

/** `{ protocol, port }` or `{ protocol, start, end }`. */
function ofWrittenProtocol(
  field: Field,
  numberKeys: readonly string[],
  read: () => Reading<PortRange>,
): PortMatch {
  const faults = faultsOf(field, ['protocol', ...numberKeys]);
  const protocol = protocolOrTcp(child(field, 'protocol'));
  if ('why' in protocol || faults.length > 0) {
    return unknownBecause(joinedFaults([...faults, ...whysOf([protocol])]));
  }
  return ofProtocol(protocol.value, read());
}

/** `tcp: { destinationPort: { number } }` or `{ range: { start, end } }`. */
function destinationPort(field: Field, protocol: Protocol): PortMatch {
  const match = exactlyOne(field, ['destinationPort'], (port) =>
    exactlyOne(port, ['number', 'range'], (part, key) => {
      if (key === 'number') return ofProtocol(protocol, onePort(part));
      const faults = faultsOf(part, ['start', 'end']);
      return faults.length > 0
        ? unknownBecause(joinedFaults(faults))
        : ofProtocol(protocol, portRange(part, 2));
    }),
  );
  return match.op === 'unknown' ? { ...match, protocol } : match;
}

function ofProtocol(protocol: Protocol, range: Reading<PortRange>): PortMatch {
  return 'why' in range
    ? { ...unknownBecause(range.why), protocol }
    : { op: 'ports', protocol, ...range.value };
}

function onePort(field: Field): Reading<PortRange> {
  const port = wholeNumberOf(field, firstPort, lastPort);
  return 'why' in port ? port : { value: { first: port.value, last: port.value } };
}

function portRange(field: Field, fewest: number): Reading<PortRange> {
  const start = wholeNumberOf(child(field, 'start'), firstPort, lastPort);
  const firstEnd = ('value' in start ? start.value : firstPort) + fewest - 1;
  const end = wholeNumberOf(child(field, 'end'), firstEnd, lastPort);
  if ('why' in start || 'why' in end) return { why: joinedFaults(whysOf([start, end])) };
  return { value: { first: start.value, last: end.value } };
}
