import {
  type ClusterPeer,
  type ClusterPeerField,
  clusterPeer,
  clusterSubject,
  type RequiredSelectors,
} from './cluster-peers.ts';
import { allOf, everyPeerOf, unknownBecause } from './conditions.ts';
import { doubted, doubtfulRules, inDirections, unreadablePolicy } from './doubtful-rules.ts';
import { failClosed } from './fail-closed.ts';
import {
  child,
  expectedIn,
  type Field,
  faultsOf,
  isMissing,
  isObjectField,
  itemsOf,
  joinedFaults,
  malformed,
  oneOf,
  type Reading,
  textOf,
  wholeNumberOf,
} from './field.ts';
import type {
  Action,
  Direction,
  Policy,
  PolicyRef,
  Rule,
  RulePeer,
  Rules,
  Tier,
} from './policy.ts';

/*
 * The shape of the policies of a whole cluster: rules in order that allow, deny or pass, and no
 * isolation. AdminNetworkPolicy, BaselineAdminNetworkPolicy and the ClusterNetworkPolicy of the
 * network policy API and of AWS differ in the words of this form.
 */

export type OrderedForm = {
  readonly specFields: readonly string[];
  readonly actions: Readonly<Record<string, Action>>;
  readonly peerFields: Readonly<Record<Direction, readonly ClusterPeerField[]>>;
  readonly requiredSelectors: RequiredSelectors;
  /** Which actions may have domain names as peers. */
  readonly domainNameActions: readonly Action[];
  readonly portsField: string;
  readonly portsOf: (list: Field) => Rule['ports'];
  /** Whether the API says what a peer without any field means. */
  readonly definesEmptyPeers: boolean;
  /** What this family makes of named ports next to peers that have none. */
  readonly withNamedPorts: (rule: Rule, place: Field) => readonly Rule[];
};

type OrderedPolicy = {
  readonly ref: PolicyRef;
  readonly spec: Field;
  readonly form: OrderedForm;
  /** Where the policy stands; several places where it cannot be told. */
  readonly places: readonly { readonly tier: Tier; readonly priority: number }[];
  /** Why the whole policy may be in force or not, as it stands. */
  readonly faults: readonly string[];
};

type ReadPeer = RulePeer & ClusterPeer;

const lastPriority = 1_000;
const peerLists = { ingress: 'from', egress: 'to' } as const;

export function orderedPolicies(policy: OrderedPolicy): readonly Policy[] {
  const { ref, spec, form, places } = policy;
  if (!isObjectField(spec)) {
    const { why } = expectedIn(spec, 'an object');
    const actions = actionsOf(form);
    return places.map((place) =>
      unreadablePolicy({ ref, ...place, isolates: false, actions, why }),
    );
  }
  const unknownFields = faultsOf(spec, form.specFields);
  const subject = allOf([
    clusterSubject(child(spec, 'subject'), form.requiredSelectors),
    ...unknownFields.map(unknownBecause),
  ]);
  const written = inDirections((direction) => rulesIn(policy, direction, unknownFields));
  return places.map((place) => ({ ref, ...place, subject, ...written }));
}

/** "Priority is a value from 0 to 1000." */
export function priorityOf(spec: Field): Reading<number> {
  if (!isObjectField(spec)) return { why: spec.path };
  return wholeNumberOf(child(spec, 'priority'), 0, lastPriority);
}

/**
 * The place of a policy. One with a priority that cannot be read stands first: its rules are
 * doubtful, so that all which it may decide in any other place is open too.
 */
export function placeOf(priority: Reading<number>): number {
  return 'value' in priority ? priority.value : 0;
}

/** "ANPs with no ingress rules do not affect ingress traffic." */
function rulesIn(
  { spec, form, faults }: OrderedPolicy,
  direction: Direction,
  unknownFields: readonly string[],
): Rules | undefined {
  const list = child(spec, direction);
  const { items, faults: listFaults } = itemsOf(list);
  const rules = [
    // A field of the spec that is not known may do anything, before all rules.
    ...unknownFields.flatMap((why) => doubtfulRules(spec.path, why, actionsOf(form))),
    ...listFaults.flatMap((why) => doubtfulRules(list.path, why, actionsOf(form))),
    ...items.flatMap((rule) => rulesOf(rule, direction, form)),
  ];
  if (rules.length === 0) return undefined;
  return { isolates: false, rules: rules.map((rule) => doubted(rule, faults)) };
}

function rulesOf(rule: Field, direction: Direction, form: OrderedForm): readonly Rule[] {
  if (!isObjectField(rule)) {
    return doubtfulRules(rule.path, expectedIn(rule, 'an object').why, actionsOf(form));
  }
  const list = child(rule, peerLists[direction]);
  const action = readAction(child(rule, 'action'), form);
  const ports = form.portsOf(child(rule, form.portsField));
  const faults = faultsOf(rule, ['name', 'action', peerLists[direction], form.portsField]);
  return action.possible.flatMap((each) => {
    const known = action.faults.length > 0 ? undefined : each;
    const peers = readPeers(list, direction, form, known);
    const read: Rule = {
      path: rule.path,
      ...nameOf(child(rule, 'name')),
      action: each,
      peers: peers.map(({ path, peers: matched }) => ({ path, peers: matched })),
      ports,
    };
    const sure = failClosed(read, peers, form.definesEmptyPeers);
    return sure
      .map((one) => doubted(one, [...faults, ...action.faults]))
      .flatMap((one) => form.withNamedPorts(one, rule));
  });
}

/** The action of a rule; all of the family's where it cannot be told. */
function readAction(
  field: Field,
  { actions }: OrderedForm,
): { readonly possible: readonly Action[]; readonly faults: readonly string[] } {
  const word = oneOf(field, Object.keys(actions));
  if ('why' in word) return { possible: Object.values(actions), faults: [word.why] };
  const chosen = Object.entries(actions).filter(([key]) => key === word.value);
  return { possible: chosen.map(([, action]) => action), faults: [] };
}

/** "This field must be defined and contain at least one item." */
function readPeers(
  list: Field,
  direction: Direction,
  form: OrderedForm,
  action: Action | undefined,
): readonly ReadPeer[] {
  const { items, faults } = itemsOf(list);
  const isEmpty = items.length + faults.length === 0;
  const whys = isEmpty ? [malformed(list, 'needs at least one peer')] : faults;
  if (whys.length > 0) return [{ path: list.path, peers: unknownBecause(joinedFaults(whys)) }];
  return items.map((item) => {
    const read = clusterPeer(item, form.peerFields[direction], form.requiredSelectors);
    const names = child(item, 'domainNames');
    const isRefused = action !== undefined && !form.domainNameActions.includes(action);
    if (!isRefused || isMissing(names) || read.foreign !== undefined) {
      return { path: item.path, ...read };
    }
    const why = malformed(names, 'cannot stand in a rule with this action');
    return { path: item.path, peers: everyPeerOf([read.peers, unknownBecause(why)]) };
  });
}

function nameOf(field: Field): Pick<Rule, 'name'> {
  if (isMissing(field)) return {};
  const name = textOf(field);
  return 'why' in name ? {} : { name: name.value };
}

function actionsOf({ actions }: OrderedForm): readonly Action[] {
  return Object.values(actions);
}
