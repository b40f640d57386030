import * as z from 'zod';
import { always } from '../conditions.ts';
import { doubted } from '../doubtful-rules.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  malformed,
  notUnderstood,
  oneOf,
  readAs,
} from '../field.ts';
import type { Action, Condition, Direction, Rule } from '../policy.ts';
import type { IpVersion } from './addresses.ts';
import { entityPeers, podsAmong } from './entity.ts';
import type { SelectorScope } from './entity-selectors.ts';
import { portsOfRule } from './ports.ts';

const ruleFields = [
  'action',
  'ipVersion',
  'protocol',
  'notProtocol',
  'icmp',
  'notICMP',
  'source',
  'destination',
  'http',
  'metadata',
] as const;

const actions = { Allow: 'allow', Deny: 'deny', Pass: 'pass', Log: 'log' } as const;
const actionNames = ['Allow', 'Deny', 'Pass', 'Log'] as const;
const everyAction: readonly Action[] = ['allow', 'deny', 'pass'];

const sides = {
  ingress: { own: 'destination', peer: 'source' },
  egress: { own: 'source', peer: 'destination' },
} as const;

/** A rule, and which of the policy's pods it is for. */
export type NarrowedRule = { readonly rule: Rule; readonly pods: Condition };

/**
 * A rule in the common form. None for Log, after which "processing continues with the next rule";
 * one for each action where the action cannot be read.
 */
export function readRule(
  field: Field,
  direction: Direction,
  scope: SelectorScope,
): readonly NarrowedRule[] {
  const named = oneOf(child(field, 'action'), actionNames);
  const action = 'value' in named ? actions[named.value] : undefined;
  if (action === 'log') return [];
  const ipVersion = ipVersionAt(child(field, 'ipVersion'));
  const peerSide = child(field, sides[direction].peer);
  const takesDomains = direction === 'egress' && action === 'allow';
  const peers = entityPeers(peerSide, { ...scope, takesDomains }, ipVersion.version);
  const own = ownPods(child(field, sides[direction].own), scope);
  const http = httpOf(child(field, 'http'), direction === 'ingress' && action === 'allow');
  const faults = [
    ...faultsOf(field, ruleFields),
    ...('why' in named ? [named.why] : []),
    ...ipVersion.faults,
    ...sourcePorts(child(field, 'source')),
    ...own.faults,
    ...http.faults,
  ];
  const rule = {
    path: field.path,
    peers: [{ path: peerSide.path, peers }],
    ...portsOfRule(field),
    ...http.narrowing,
  };
  const possible = action === undefined ? everyAction : [action];
  return possible.map((each) => ({
    rule: doubted({ ...rule, action: each }, faults),
    pods: own.pods,
  }));
}

const versionValue = z.union([z.literal(4), z.literal(6)]);

function ipVersionAt(field: Field): {
  readonly version?: IpVersion | undefined;
  readonly faults: readonly string[];
} {
  if (isMissing(field)) return { faults: [] };
  const version = readAs(field, versionValue, '4 or 6');
  return 'why' in version ? { faults: [version.why] } : { version: version.value, faults: [] };
}

/** The side of the policy's own pods: labels narrow them, their addresses are left open. */
function ownPods(
  entity: Field,
  scope: SelectorScope,
): { readonly pods: Condition; readonly faults: readonly string[] } {
  const pods = podsAmong(entityPeers(entity, { ...scope, takesDomains: false }));
  if (pods !== undefined) return { pods, faults: [] };
  const text = 'which addresses the pods of the policy have is not evaluated';
  return { pods: always, faults: [notUnderstood(entity, text)] };
}

function sourcePorts(source: Field): readonly string[] {
  return (['ports', 'notPorts'] as const)
    .map((key) => child(source, key))
    .filter(({ value }) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map((list) => notUnderstood(list, 'ports of the source are not evaluated'));
}

/**
 * "Only ingress policy is supported. Rules must have the action Allow if they contain application
 * layer policy match clauses."
 */
function httpOf(
  field: Field,
  isAllowed: boolean,
): { readonly narrowing: Pick<Rule, 'narrowedBy'>; readonly faults: readonly string[] } {
  if (isMissing(field)) return { narrowing: {}, faults: [] };
  if (isAllowed) return { narrowing: { narrowedBy: 'HTTP rules' }, faults: [] };
  return { narrowing: {}, faults: [malformed(field, 'only ingress rules that allow take http')] };
}
