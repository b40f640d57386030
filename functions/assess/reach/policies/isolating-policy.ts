import { allOf, inNamespaces, unknownBecause } from './conditions.ts';
import { doubted, doubtfulRules, inDirections, unreadablePolicy } from './doubtful-rules.ts';
import {
  child,
  expectedIn,
  type Field,
  faultsOf,
  isObjectField,
  itemsOf,
  joinedFaults,
  oneOf,
  valuesOf,
  whysOf,
} from './field.ts';
import { networkPolicyPorts } from './network-policy-ports.ts';
import {
  type Condition,
  type Direction,
  directions,
  networkPolicyPriority,
  type Peers,
  type Policy,
  type PolicyRef,
  type Rule,
  type RulePeer,
  tiers,
} from './policy.ts';

/*
 * The shape of NetworkPolicy, which the ApplicationNetworkPolicy of AWS has too: a policy isolates
 * the pods it selects in its directions, its rules allow, and all policies add up.
 */

/** The directions in which a policy acts, and those of which it cannot be told. */
export type ActingDirections = {
  readonly sure: readonly Direction[];
  readonly doubtful: readonly Direction[];
  readonly faults: readonly string[];
};

type IsolatingPolicy = {
  readonly ref: PolicyRef & { readonly namespace: string };
  readonly spec: Field;
  /** Which pods of the namespace it selects. */
  readonly selects: (podSelector: Field) => Condition;
  readonly directionsWithoutTypes: (spec: Field) => ActingDirections;
  readonly rulesOf: (rule: Field, direction: Direction) => readonly Rule[];
};

const peerLists = { ingress: 'from', egress: 'to' } as const;
const directionOfType = { Ingress: 'ingress', Egress: 'egress' } as const;
const place = { tier: tiers.network, priority: networkPolicyPriority };

export function isolatingPolicies(shape: IsolatingPolicy): readonly Policy[] {
  const { ref, spec, selects } = shape;
  if (!isObjectField(spec)) return [unreadableIsolatingPolicy(ref, spec)];
  const faults = faultsOf(spec, ['podSelector', 'policyTypes', 'ingress', 'egress']);
  const acting =
    writtenDirections(child(spec, 'policyTypes')) ?? shape.directionsWithoutTypes(spec);
  const subject = allOf([
    inNamespaces([ref.namespace]),
    selects(child(spec, 'podSelector')),
    ...faults.map(unknownBecause),
  ]);
  // Rules of a direction in which the policy does not act are read too, for their faults.
  const rules = {
    ingress: directionRules(shape, 'ingress', faults),
    egress: directionRules(shape, 'egress', faults),
  };
  const policyIn = (acted: readonly Direction[], where: Condition): readonly Policy[] => {
    if (acted.length === 0) return [];
    const written = inDirections((direction) =>
      acted.includes(direction) ? { isolates: true, rules: rules[direction] } : undefined,
    );
    return [{ ref, ...place, subject: where, ...written }];
  };
  return [
    ...policyIn(acting.sure, subject),
    ...policyIn(acting.doubtful, allOf([subject, unknownBecause(joinedFaults(acting.faults))])),
  ];
}

/** A rule that allows: "traffic must match both ports and from". */
export function allowRule(
  rule: Field,
  direction: Direction,
  peersOf: (peer: Field) => Peers,
): Rule {
  const key = peerLists[direction];
  const read: Rule = {
    path: rule.path,
    action: 'allow',
    peers: rulePeers(rule, child(rule, key), peersOf),
    ports: networkPolicyPorts(child(rule, 'ports')),
  };
  return doubted(read, faultsOf(rule, [key, 'ports']));
}

/** What `policyTypes` says; undefined where it is missing or empty. */
function writtenDirections(types: Field): ActingDirections | undefined {
  const { items, faults } = itemsOf(types);
  if (items.length + faults.length === 0) return undefined;
  const readings = items.map((item) => oneOf(item, ['Ingress', 'Egress']));
  const sure = [...new Set(valuesOf(readings).map((type) => directionOfType[type]))];
  const allFaults = [...faults, ...whysOf(readings)];
  const rest = directions.filter((direction) => !sure.includes(direction));
  return { sure, doubtful: allFaults.length > 0 ? rest : [], faults: allFaults };
}

function directionRules(
  { spec, rulesOf }: IsolatingPolicy,
  direction: Direction,
  specFaults: readonly string[],
): readonly Rule[] {
  const list = child(spec, direction);
  const { items, faults } = itemsOf(list);
  return [
    ...items.flatMap((rule) => rulesOf(rule, direction)).map((rule) => doubted(rule, specFaults)),
    ...faults.flatMap((why) => doubtfulRules(list.path, why, ['allow'])),
    ...specFaults.flatMap((why) => doubtfulRules(spec.path, why, ['allow'])),
  ];
}

/** "If this field is empty or missing, this rule matches all sources", outside the cluster too. */
function rulePeers(rule: Field, list: Field, peersOf: (peer: Field) => Peers): readonly RulePeer[] {
  const { items, faults } = itemsOf(list);
  if (faults.length > 0) {
    return [{ path: list.path, peers: unknownBecause(joinedFaults(faults)) }];
  }
  if (items.length === 0) return [{ path: rule.path, peers: { op: 'every' } }];
  return items.map((peer) => ({ path: peer.path, peers: peersOf(peer) }));
}

function unreadableIsolatingPolicy(ref: PolicyRef, spec: Field): Policy {
  const { why } = expectedIn(spec, 'an object');
  return unreadablePolicy({ ref, ...place, isolates: true, actions: ['allow'], why });
}
