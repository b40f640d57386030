import { always, everyPeerOf, unknownBecause } from '../conditions.ts';
import { doubted } from '../doubtful-rules.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  joinedFaults,
  malformed,
  notUnderstood,
} from '../field.ts';
import type { Direction, Peers, PortMatch, Rule } from '../policy.ts';
import { ciliumPeers, peerFieldsOf, type RuleKind } from './cilium-peers.ts';
import { ciliumPorts, icmpPorts } from './cilium-ports.ts';
import { endpointPeers, type Scope } from './endpoint-selector.ts';
import {
  authenticationNarrowing,
  layer7Fields,
  layer7Narrowing,
  type Narrowing,
} from './layer-7.ts';

/** Ports with what narrows a connection to them: an item of `toPorts`, or all types of ICMP. */
type PortGroup = Narrowing & { readonly path: string; readonly ports: Rule['ports'] };

const requiredLists = { ingress: 'fromRequires', egress: 'toRequires' } as const;
const nothing: Narrowing = { narrowedBy: [], faults: [] };

/**
 * What an item of `ingress`, `ingressDeny`, `egress` or `egressDeny` says: several rules where its
 * ports are narrowed in different ways. Without peers a rule is for all of them, and without ports
 * for every port. With neither, as in `ingress: [{}]`, it is for nobody: mergeL4Filter of Cilium
 * takes a rule without ports for its peers alone, and the example of Layer 3 Policies so puts "an
 * endpoint into default deny mode without whitelisting other peers at the same time".
 */
export function ciliumRules(rule: Field, kind: RuleKind): readonly Rule[] {
  const { peers, faults } = ciliumPeers(rule, kind);
  const authentication = authenticationOf(rule, kind);
  const groups = portGroupsOf(rule, kind);
  const everybody: Peers = { op: groups.length > 0 ? 'every' : 'none' };
  const ruleFaults = [
    ...faultsOf(rule, fieldsOf(kind)),
    ...faults,
    ...authentication.faults,
    ...icmpBesidePorts(rule),
  ];
  return partsOf(rule, groups).map((part) => {
    const narrowedBy = [...authentication.narrowedBy, ...part.narrowedBy];
    const read: Rule = {
      path: part.path,
      action: kind.action,
      peers: peers ?? [{ path: rule.path, peers: everybody }],
      ports: part.ports,
      ...(narrowedBy.length > 0 && { narrowedBy: narrowedBy.join(' and ') }),
    };
    return doubted(read, [...ruleFaults, ...part.faults]);
  });
}

/**
 * Labels that peers need whatever else allows them: "the requirements set in toRequires and
 * fromRequires stay in effect no matter what would otherwise be allowed". They "have been removed as
 * of Cilium 1.19", and versions before differ in which rules they reach, so that it is unsure whether
 * pods without them are denied.
 */
export function requiredLabels(rule: Field, direction: Direction, scope: Scope): readonly Rule[] {
  const list = child(rule, requiredLists[direction]);
  const { items, faults } = itemsOf(list);
  if (items.length + faults.length === 0) return [];
  const why = notUnderstood(list, 'required labels depend on the version of Cilium');
  const required = [
    ...items.map((item) => endpointPeers(item, scope)),
    ...faults.map(unknownBecause),
  ];
  const peers = everyPeerOf([
    { op: 'pods', where: always },
    { op: 'not', operand: everyPeerOf(required) },
  ]);
  const denied: Rule = {
    path: list.path,
    action: 'deny',
    peers: [{ path: list.path, peers }],
    ports: 'every',
  };
  return [doubted(denied, [why])];
}

function fieldsOf(kind: RuleKind): readonly string[] {
  return [
    ...peerFieldsOf(kind),
    requiredLists[kind.direction],
    'toPorts',
    'icmps',
    ...(kind.action === 'allow' ? ['authentication'] : []),
  ];
}

function authenticationOf(rule: Field, { action }: RuleKind): Narrowing {
  return action === 'allow' ? authenticationNarrowing(child(rule, 'authentication')) : nothing;
}

/** The whole rule where nothing tells its ports apart, else each group of ports on its own. */
function partsOf(rule: Field, groups: readonly PortGroup[]): readonly PortGroup[] {
  const { path } = rule;
  const [only] = groups;
  if (only === undefined) return [{ path, ports: 'every', ...nothing }];
  if (groups.length === 1) return [{ ...only, path }];
  const isPlain = groups.every(({ narrowedBy, faults }) => narrowedBy.length + faults.length === 0);
  const ports = groups.flatMap((group): readonly PortMatch[] =>
    group.ports === 'every' ? [] : group.ports,
  );
  return isPlain ? [{ path, ports, ...nothing }] : groups;
}

function portGroupsOf(rule: Field, kind: RuleKind): readonly PortGroup[] {
  const [toPorts, icmps] = [child(rule, 'toPorts'), child(rule, 'icmps')];
  const [ports, types] = [itemsOf(toPorts), itemsOf(icmps)];
  return [
    ...ports.items.map((item) => portGroup(item, kind)),
    ...(types.items.length > 0
      ? [{ path: icmps.path, ports: types.items.flatMap(icmpPorts), ...nothing }]
      : []),
    ...unreadGroups(toPorts, ports.faults),
    ...unreadGroups(icmps, types.faults),
  ];
}

/** An item without ports is for none: mergeL4Filter goes through its ports one by one. */
function portGroup(item: Field, { action }: RuleKind): PortGroup {
  const isAllow = action === 'allow';
  const { items, faults } = itemsOf(child(item, 'ports'));
  const layer7 = isAllow ? layer7Narrowing(item) : nothing;
  return {
    path: item.path,
    ports: [...items.flatMap(ciliumPorts), ...faults.map(unknownBecause)],
    narrowedBy: layer7.narrowedBy,
    faults: [...faultsOf(item, ['ports', ...(isAllow ? layer7Fields : [])]), ...layer7.faults],
  };
}

function unreadGroups({ path }: Field, faults: readonly string[]): readonly PortGroup[] {
  if (faults.length === 0) return [];
  return [{ path, ports: [unknownBecause(joinedFaults(faults))], ...nothing }];
}

function icmpBesidePorts(rule: Field): readonly string[] {
  const [toPorts, icmps] = [child(rule, 'toPorts'), child(rule, 'icmps')];
  if (isMissing(toPorts) || isMissing(icmps)) return [];
  const areBothFilled = itemsOf(toPorts).items.length > 0 && itemsOf(icmps).items.length > 0;
  return areBothFilled ? [malformed(icmps, 'cannot be combined with toPorts')] : [];
}
