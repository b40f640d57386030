import * as z from 'zod';
import { lastPort, type Protocol, protocols } from '../../algebra/port-set.ts';
import { unknownBecause } from '../conditions.ts';
import {
  child,
  expectedIn,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  joinedFaults,
  oneOf,
  type Reading,
  readAs,
  wholeNumberOf,
  whysOf,
} from '../field.ts';
import type { PortMatch } from '../policy.ts';

/** IsSvcName of Cilium; names are compared in any case, and those of containers are in lower. */
const portName = z
  .string()
  .max(15)
  .regex(/^(?=.*[a-zA-Z])[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/)
  .transform((name) => name.toLowerCase());

const portNumber = /^(0|[1-9]\d{0,4})$/;

/** Protocols without ports, which are a part of what the engine knows as other protocols. */
const portlessProtocols = [
  'ICMP',
  'ICMPV6',
  'VRRP',
  'IGMP',
  'GRE',
  'IPIP',
  'IPV6',
  'ESP',
  'AH',
] as const;

/** The ports of one item of `ports`: "If omitted or empty, any protocol matches", of the three. */
export function ciliumPorts(item: Field): readonly PortMatch[] {
  const faults = faultsOf(item, ['port', 'endPort', 'protocol']);
  const protocol = protocolsOf(child(item, 'protocol'));
  if ('why' in protocol) return [unknownBecause(joinedFaults([...faults, protocol.why]))];
  const { value } = protocol;
  if (value === 'portless') return [otherProtocol(`${item.path}: one of the other protocols`)];
  if (faults.length > 0) return value.map((name) => unknownPort(name, joinedFaults(faults)));
  return portsOf(item, value);
}

/** The ICMP types of an item of `icmps`: a part of the other protocols, and which is not told. */
export function icmpPorts(item: Field): readonly PortMatch[] {
  const structure = faultsOf(item, ['fields']);
  const { items, faults } = itemsOf(child(item, 'fields'));
  return [
    ...[...structure, ...faults].map(otherProtocol),
    ...items.map((field) => otherProtocol(joinedFaults(icmpFaults(field)))),
  ];
}

function icmpFaults(field: Field): readonly string[] {
  const [family, type] = [child(field, 'family'), child(field, 'type')];
  const faults = [
    ...faultsOf(field, ['family', 'type']),
    ...(isMissing(family) ? [] : whysOf([oneOf(family, ['IPv4', 'IPv6'])])),
    ...whysOf([readAs(type, z.union([z.number(), z.string()]), 'a type of ICMP')]),
  ];
  return faults.length > 0 ? faults : [`${field.path}: types of ICMP are not told apart`];
}

function protocolsOf(field: Field): Reading<readonly Protocol[] | 'portless'> {
  if (isMissing(field) || field.value === '') return { value: protocols };
  const name = oneOf(field, [...protocols, 'ANY', ...portlessProtocols]);
  if ('why' in name) return name;
  if (name.value === 'ANY') return { value: protocols };
  const protocol = protocols.find((known) => known === name.value);
  return { value: protocol === undefined ? 'portless' : [protocol] };
}

function portsOf(item: Field, of: readonly Protocol[]): readonly PortMatch[] {
  const port = child(item, 'port');
  const text = typeof port.value === 'string' ? port.value : '';
  if (portNumber.test(text)) return numberedPorts(item, Number(text), of);
  const name = readAs(port, portName, `a port from 0 to ${lastPort} or a name, as a string`);
  if ('why' in name) return of.map((protocol) => unknownPort(protocol, name.why));
  // "EndPort ... is ignored when Port is a named port."
  const [only] = of;
  if (only === undefined || of.length > 1) return [{ op: 'named', name: name.value }];
  return [{ op: 'named', name: name.value, protocol: only }];
}

/** Port 0 without an end is every port of the protocol (PortRangeToMaskedPorts of Cilium). */
function numberedPorts(item: Field, first: number, of: readonly Protocol[]): readonly PortMatch[] {
  const last = lastPortOf(item, first);
  if ('why' in last) return of.map((protocol) => unknownPort(protocol, last.why));
  if (first === 0 && (last.value === 0 || last.value === lastPort)) {
    return of.map((protocol) => ({ op: 'protocol', protocol }));
  }
  return of.map((protocol) => ({
    op: 'ports',
    protocol,
    first: Math.max(first, 1),
    last: last.value,
  }));
}

function lastPortOf(item: Field, first: number): Reading<number> {
  const endPort = child(item, 'endPort');
  if (first > lastPort) {
    return expectedIn(child(item, 'port'), `a port from 0 to ${lastPort} or a name, as a string`);
  }
  if (isMissing(endPort) || endPort.value === 0) return { value: first };
  return wholeNumberOf(endPort, first, lastPort);
}

function unknownPort(protocol: Protocol, why: string): PortMatch {
  return { ...unknownBecause(why), protocol };
}

function otherProtocol(why: string): PortMatch {
  return { ...unknownBecause(why), protocol: 'OTHER' };
}
