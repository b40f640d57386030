import { allOf, always, anyOf, everyPeerOf, never, notOf, unknownBecause } from '../conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  malformed,
  notUnderstood,
  textOf,
} from '../field.ts';
import type { Condition, Peers } from '../policy.ts';
import { addressPeers, hasEveryAddress, type IpVersion } from './addresses.ts';
import { type EntityScope, selectedPeers } from './entity-selectors.ts';

const entityFields = [
  'nets',
  'notNets',
  'selector',
  'notSelector',
  'namespaceSelector',
  'serviceAccounts',
  'services',
  'domains',
  'ports',
  'notPorts',
] as const;

/**
 * What `source` or `destination` of a rule matches, but for its ports. "If the rule contains
 * multiple match criteria (for example, an IP and a port) then all match criteria must match"
 * (docs.tigera.io, EntityRule).
 */
export function entityPeers(
  entity: Field,
  scope: EntityScope,
  ipVersion?: IpVersion | undefined,
): Peers {
  return everyPeerOf([
    selectedPeers(entity, scope),
    addressPeers(entity, ipVersion),
    ...servicePeers(entity, scope),
    ...domainPeers(child(entity, 'domains'), scope),
    ...faultsOf(entity, entityFields).map(unknownBecause),
  ]);
}

/**
 * The pods among the peers, undefined where labels do not tell them. Peers that are no pods are
 * left out: this is for the side of a rule that the policy's own pods are on.
 */
export function podsAmong(peers: Peers): Condition | undefined {
  switch (peers.op) {
    case 'every':
      return always;
    case 'pods':
      return peers.where;
    case 'unknown':
      return peers;
    case 'addresses':
      return hasEveryAddress(peers.addresses) ? always : undefined;
    case 'not': {
      const operand = podsAmong(peers.operand);
      return operand && notOf(operand);
    }
    case 'and':
    case 'or': {
      const operands = peers.operands.map(podsAmong);
      const known = operands.filter((operand) => operand !== undefined);
      if (known.length < operands.length) return undefined;
      return peers.op === 'and' ? allOf(known) : anyOf(known);
    }
    default:
      return never;
  }
}

/**
 * "Only traffic that originates from or terminates at endpoints within the selected service(s) will
 * be matched, and only to/from each endpoint's port": these are not looked up.
 */
function servicePeers(entity: Field, { namespace }: EntityScope): readonly Peers[] {
  const services = child(entity, 'services');
  if (isMissing(services)) return [];
  const faults = faultsOf(services, ['name', 'namespace']);
  const name = textOf(child(services, 'name'));
  if ('why' in name) return [name.why, ...faults].map(unknownBecause);
  const given = child(services, 'namespace').value ?? namespace;
  const service = `Service ${typeof given === 'string' ? `${given}/` : ''}${name.value}`;
  const why = notUnderstood(services, `the endpoints of ${service} are not evaluated`);
  return [why, ...faults].map(unknownBecause);
}

/**
 * "Using domain names in policy rules is limited to only egress allow rules" (docs.tigera.io,
 * Calico Enterprise, DNS policy).
 */
function domainPeers(list: Field, { takesDomains }: EntityScope): readonly Peers[] {
  const { items, faults } = itemsOf(list);
  const domains = items.map(textOf);
  const isAllowed = takesDomains || isMissing(list);
  const misplaced = isAllowed ? [] : [malformed(list, 'only egress rules that allow take domains')];
  const names = domains.map(
    (domain): Peers =>
      'why' in domain ? unknownBecause(domain.why) : { op: 'dnsName', pattern: domain.value },
  );
  return [
    ...(names.length === 0 ? [] : [{ op: 'or' as const, operands: names }]),
    ...[...faults, ...misplaced].map(unknownBecause),
  ];
}
