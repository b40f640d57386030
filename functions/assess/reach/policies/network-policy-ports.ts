import * as z from 'zod';
import { lastPort, type Protocol, protocols } from '../algebra/port-set.ts';
import { unknownBecause } from './conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  joinedFaults,
  malformed,
  oneOf,
  type Reading,
  readAs,
  wholeNumberOf,
  whysOf,
} from './field.ts';
import type { PortMatch, Rule } from './policy.ts';

/** What the API server takes as the name of a port (IANA_SVC_NAME). */
const portName = z
  .string()
  .max(15)
  .regex(/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/);

/** The `ports` of a NetworkPolicy rule: "empty or missing" is every port of every protocol. */
export function networkPolicyPorts(list: Field): Rule['ports'] {
  const { items, faults } = itemsOf(list);
  if (faults.length > 0) return [unknownBecause(joinedFaults(faults))];
  return items.length === 0 ? 'every' : items.map(portMatch);
}

/** The protocol of a port; "if not specified, this field defaults to TCP". */
export function protocolOrTcp(field: Field): Reading<Protocol> {
  return isMissing(field) ? { value: 'TCP' } : oneOf(field, protocols);
}

function portMatch(entry: Field): PortMatch {
  const faults = faultsOf(entry, ['protocol', 'port', 'endPort']);
  const protocol = protocolOrTcp(child(entry, 'protocol'));
  if ('value' in protocol && faults.length === 0) return portOfProtocol(entry, protocol.value);
  return unknownBecause(joinedFaults([...faults, ...whysOf([protocol])]));
}

function portOfProtocol(entry: Field, protocol: Protocol): PortMatch {
  const [port, endPort] = [child(entry, 'port'), child(entry, 'endPort')];
  if (typeof port.value === 'number') return numberedPort({ port, endPort, protocol });
  if (!isMissing(endPort)) {
    return { ...unknownBecause(malformed(endPort, 'needs a number in port')), protocol };
  }
  if (isMissing(port)) return { op: 'protocol', protocol };
  const name = readAs(port, portName, 'a port number or the name of a port');
  return 'why' in name
    ? { ...unknownBecause(name.why), protocol }
    : { op: 'named', name: name.value, protocol };
}

function numberedPort({
  port,
  endPort,
  protocol,
}: {
  readonly port: Field;
  readonly endPort: Field;
  readonly protocol: Protocol;
}): PortMatch {
  // No cluster takes port 0; 0-65535 can only mean all ports, and is not to pass as unreadable.
  if (port.value === 0 && endPort.value === lastPort) return { op: 'protocol', protocol };
  const first = wholeNumberOf(port, 1, lastPort);
  if ('why' in first) return { ...unknownBecause(first.why), protocol };
  if (isMissing(endPort)) return { op: 'ports', protocol, first: first.value, last: first.value };
  const last = wholeNumberOf(endPort, first.value, lastPort);
  return 'why' in last
    ? { ...unknownBecause(last.why), protocol }
    : { op: 'ports', protocol, first: first.value, last: last.value };
}
