import type { AddressSet } from '../algebra/address-set.ts';
import {
  type Condition,
  type Direction,
  directions,
  type Entity,
  type LabelOwner,
  type Peers,
  type Policy,
  type PortMatch,
  type Rule,
} from '../policies/policy.ts';

import { type DnsName, keyOfName } from './dns-pattern.ts';

/** Everything that policies tell peers by: what none of them mentions makes no difference. */
export type Mentions = {
  readonly conditions: readonly Condition[];
  readonly labelKeys: Readonly<Record<LabelOwner, readonly string[]>>;
  readonly portNames: ReadonlySet<string>;
  readonly addresses: Readonly<Record<Direction, readonly AddressSet[]>>;
  readonly names: readonly DnsName[];
  readonly symbols: ReadonlySet<string>;
  readonly entities: ReadonlySet<Entity>;
};

type Notes = {
  readonly conditions: Map<string, Condition>;
  readonly labelKeys: Record<LabelOwner, Set<string>>;
  readonly portNames: Set<string>;
  readonly addresses: Record<Direction, Set<AddressSet>>;
  readonly names: Map<string, DnsName>;
  readonly symbols: Set<string>;
  readonly entities: Set<Entity>;
};

export function mentionsOf(policies: readonly Policy[]): Mentions {
  const notes: Notes = {
    conditions: new Map(),
    labelKeys: { pod: new Set(), namespace: new Set(), node: new Set() },
    portNames: new Set(),
    addresses: { ingress: new Set(), egress: new Set() },
    names: new Map(),
    symbols: new Set(),
    entities: new Set(),
  };
  for (const policy of policies) notePolicy(policy, notes);
  return {
    conditions: [...notes.conditions.values()],
    labelKeys: {
      pod: [...notes.labelKeys.pod],
      namespace: [...notes.labelKeys.namespace],
      node: [...notes.labelKeys.node],
    },
    portNames: notes.portNames,
    addresses: { ingress: [...notes.addresses.ingress], egress: [...notes.addresses.egress] },
    names: [...notes.names.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, name]) => name),
    symbols: notes.symbols,
    entities: notes.entities,
  };
}

function notePolicy(policy: Policy, notes: Notes): void {
  noteCondition(policy.subject, notes);
  for (const direction of directions) {
    for (const rule of policy[direction]?.rules ?? []) noteRule(rule, direction, notes);
  }
}

function noteRule({ peers, ports, exceptPorts = [] }: Rule, of: Direction, notes: Notes): void {
  for (const peer of peers) notePeers(peer.peers, of, notes);
  const matches = ports === 'every' ? exceptPorts : [...ports, ...exceptPorts];
  for (const match of matches) notePort(match, notes);
}

function notePort(match: PortMatch, { portNames }: Notes): void {
  if (match.op === 'named') portNames.add(match.name);
}

function notePeers(peers: Peers, direction: Direction, notes: Notes): void {
  switch (peers.op) {
    case 'pods':
    case 'nodes':
      noteCondition(peers.where, notes);
      break;
    case 'addresses':
      notes.addresses[direction].add(peers.addresses);
      break;
    case 'dnsName':
      notes.names.set(keyOfName(peers), peers);
      break;
    case 'entity':
      notes.entities.add(peers.entity);
      break;
    case 'symbol':
      notes.symbols.add(peers.text);
      break;
    case 'not':
      notePeers(peers.operand, direction, notes);
      break;
    case 'and':
    case 'or':
      for (const operand of peers.operands) notePeers(operand, direction, notes);
      break;
    default:
  }
}

/** Conditions are noted whole: pods are told apart by what a condition comes to, not by its parts. */
function noteCondition(condition: Condition, notes: Notes): void {
  const key = JSON.stringify(condition);
  if (notes.conditions.has(key)) return;
  notes.conditions.set(key, condition);
  noteKeys(condition, notes);
}

function noteKeys(condition: Condition, notes: Notes): void {
  switch (condition.op) {
    case 'in':
    case 'exists':
    case 'text':
      notes.labelKeys[condition.of].add(condition.key);
      break;
    case 'not':
      noteKeys(condition.operand, notes);
      break;
    case 'and':
    case 'or':
      for (const operand of condition.operands) noteKeys(operand, notes);
      break;
    default:
  }
}
