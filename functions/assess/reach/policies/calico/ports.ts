import * as z from 'zod';
import { firstPort, lastPort, type Protocol, protocols } from '../../algebra/port-set.ts';
import { unknownBecause } from '../conditions.ts';
import {
  child,
  expectedIn,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  malformed,
  readAs,
} from '../field.ts';
import type { PortMatch, Rule } from '../policy.ts';

/** What the rule says of the protocol: `why` where it is malformed, or one of many. */
type GivenProtocol = {
  readonly protocol?: Protocol | 'OTHER' | undefined;
  readonly why?: string | undefined;
};

const numberOfProtocol: Readonly<Record<string, Protocol>> = { 6: 'TCP', 17: 'UDP', 132: 'SCTP' };
const otherProtocols = ['ICMP', 'ICMPv6', 'UDPLite'];
const icmpProtocols = ['ICMP', 'ICMPv6', 1, 58];
const lastProtocol = 255;

const protocolValue = z.union([
  z.enum(protocols),
  z.string().refine((name) => otherProtocols.includes(name)),
  z.number().int().min(1).max(lastProtocol),
]);
const protocolNames = `${[...protocols, ...otherProtocols].join(', ')} or 1 to ${lastProtocol}`;

const portValue = z.union([z.number(), z.string()]);
const portRange = /^(\d+)(?::(\d+))?$/;
/** projectcalico/calico, api/pkg/lib/numorstring/port.go */
const portName = /^[a-zA-Z0-9_.-]{1,128}$/;

/**
 * The ports of a rule: `protocol` and `ports` of its destination, less what the negated fields take
 * away. Ports of the source are not for here.
 */
export function portsOfRule(rule: Field): Pick<Rule, 'ports' | 'exceptPorts'> {
  const destination = child(rule, 'destination');
  const given = protocolAt(child(rule, 'protocol'));
  const except = [
    ...excludedProtocol(child(rule, 'notProtocol')),
    ...excludedMessages(child(rule, 'notICMP')),
    ...portMatches(child(destination, 'notPorts'), given),
  ];
  const only = [...icmpMessages(rule, given), ...portMatches(child(destination, 'ports'), given)];
  return {
    ports: only.length > 0 ? only : everyPortOf(given),
    ...(except.length > 0 && { exceptPorts: except }),
  };
}

function protocolAt(field: Field): GivenProtocol {
  if (isMissing(field)) return {};
  const value = readAs(field, protocolValue, protocolNames);
  if ('why' in value) return value;
  const named = protocols.find((protocol) => protocol === value.value);
  const protocol = named ?? numberOfProtocol[value.value];
  if (protocol !== undefined) return { protocol };
  return { protocol: 'OTHER', why: `${field.path}: ${value.value} is one of many other protocols` };
}

function everyPortOf({ protocol, why }: GivenProtocol): Rule['ports'] {
  if (why !== undefined) return [{ ...unknownBecause(why), protocol }];
  return protocol === undefined ? 'every' : [{ op: 'protocol', protocol }];
}

function excludedProtocol(field: Field): readonly PortMatch[] {
  const excluded = everyPortOf(protocolAt(field));
  return excluded === 'every' ? [] : excluded;
}

/** "Negative match on ICMP": some of what OTHER stands for. */
function excludedMessages(field: Field): readonly PortMatch[] {
  if (isMissing(field)) return [];
  const faults = faultsOf(field, ['type', 'code']);
  const why = [`${field.path}: ICMP messages are not told apart`, ...faults].join('; ');
  return [{ ...unknownBecause(why), protocol: 'OTHER' }];
}

/** "rules that specify ICMP fields must set protocol to ICMP", which is unknown in any case. */
function icmpMessages(rule: Field, { protocol, why }: GivenProtocol): readonly PortMatch[] {
  const field = child(rule, 'icmp');
  if (isMissing(field)) return [];
  const faults = faultsOf(field, ['type', 'code']);
  const isIcmp = icmpProtocols.some((known) => known === child(rule, 'protocol').value);
  const misplaced = isIcmp ? [] : [malformed(field, 'needs the protocol ICMP or ICMPv6')];
  const whys = [...(why === undefined ? [] : [why]), ...misplaced, ...faults];
  return [{ ...unknownBecause(whys.join('; ')), protocol }];
}

function portMatches(list: Field, given: GivenProtocol): readonly PortMatch[] {
  const { items, faults } = itemsOf(list);
  return [
    ...items.map((item) => portMatch(item, given)),
    ...faults.map((fault) => ({ ...unknownBecause(fault), protocol: given.protocol })),
  ];
}

/**
 * `8080`, `'8080'`, `'6040:6050'` or a name. "Required if any of the EntityRules contain Ports
 * (because ports only apply to certain protocols)"; but a name alone is taken for TCP
 * (felix/calc/rule_scanner.go, ruleToParsedRule).
 */
function portMatch(field: Field, { protocol, why }: GivenProtocol): PortMatch {
  if (protocol === 'OTHER') {
    return {
      ...unknownBecause(malformed(field, 'the protocol of the rule has no ports')),
      protocol,
    };
  }
  const value = readAs(field, portValue, 'a port, a range of ports or the name of a port');
  if ('why' in value) return { ...unknownBecause(value.why), protocol };
  const text = String(value.value);
  const range = portRange.exec(text);
  if (why !== undefined) return unknownBecause(why);
  if (range !== null) return numberedPorts(field, range, protocol);
  if (typeof value.value === 'string' && portName.test(text)) {
    return { op: 'named', name: text, protocol: protocol ?? 'TCP' };
  }
  return { ...unknownBecause(expectedIn(field, 'a port or the name of a port').why), protocol };
}

function numberedPorts(
  field: Field,
  [, from = '', to = from]: RegExpExecArray,
  protocol: Protocol | undefined,
): PortMatch {
  const [first, last] = [Number(from), Number(to)];
  if (first < firstPort || last > lastPort || last < first) {
    const expected = `ports from ${firstPort} to ${lastPort}, the lower one first`;
    return { ...unknownBecause(expectedIn(field, expected).why), protocol };
  }
  if (protocol === undefined) {
    return unknownBecause(malformed(field, 'needs the protocol TCP, UDP or SCTP in the rule'));
  }
  return { op: 'ports', protocol, first, last };
}
