import { unionOfAddresses } from '../../algebra/address-set.ts';
import { anyPeer, everyPeerOf, unknownBecause } from '../conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  itemsOf,
  malformed,
  notUnderstood,
  textOf,
  valuesOf,
  whysOf,
} from '../field.ts';
import type { Peers } from '../policy.ts';
import {
  namespaceLabel,
  ofNamespace,
  ofServiceAccount,
  orchestratorLabel,
  overNamespaces,
  overServiceAccounts,
  serviceAccountLabel,
} from './endpoint-labels.ts';
import type { NetworkSet } from './network-sets.ts';
import { podCondition } from './pod-condition.ts';
import { allGiven, mentionsGlobal, parseSelector, type Selector } from './selector.ts';
import { type LabelsOf, truthOf } from './selector-truth.ts';

/** What the selectors of a policy select among. */
export type SelectorScope = {
  /** Of a NetworkPolicy; a GlobalNetworkPolicy is of none. */
  readonly namespace: string | undefined;
  readonly networkSets: readonly NetworkSet[];
};

/** An entity of a rule: `source` or `destination`. */
export type EntityScope = SelectorScope & {
  /** Whether domain names have a meaning: only in the destination of an egress rule that allows. */
  readonly takesDomains: boolean;
};

const onlyInRules = 'global() may only stand alone in the namespaceSelector of a rule';

/** A selector, undefined where there is none: the empty text counts as none. */
export function selectorAt(field: Field): Selector | undefined {
  const selector = anySelectorAt(field);
  if (selector === undefined || !mentionsGlobal(selector)) return selector;
  return unknownSelector(malformed(field, onlyInRules));
}

function anySelectorAt(field: Field): Selector | undefined {
  if (isMissing(field) || field.value === '') return undefined;
  const text = textOf(field);
  if ('why' in text) return unknownSelector(text.why);
  const parsed = parseSelector(text.value);
  return 'value' in parsed ? parsed.value : unknownSelector(malformed(field, parsed.fault));
}

function namespaceSelectorAt(field: Field): Selector | undefined {
  const selector = anySelectorAt(field);
  return selector?.op === 'global' ? selector : selectorAt(field);
}

/** Everything in the namespace. */
export function inNamespace(namespace: string): Selector {
  return { op: 'in', key: namespaceLabel, values: [namespace] };
}

/**
 * The peers that the selectors of an entity select. In a NetworkPolicy any of them, notSelector
 * too, keeps the rule to the policy's own namespace, unless a namespaceSelector says otherwise
 * (libcalico-go/lib/backend/syncersv1/updateprocessors/rules.go, GetEntityRuleSelector). Where
 * nothing else is selected, "notSelector: has(foo) matches packets from/to anywhere (including
 * outside the cluster), except traffic from/to endpoints and network sets that have the label"
 * (docs.tigera.io, EntityRule); else it takes away from what is selected.
 */
export function selectedPeers(entity: Field, scope: EntityScope): Peers {
  const selected = allGiven(
    serviceAccountsAt(child(entity, 'serviceAccounts')),
    selectorAt(child(entity, 'selector')),
  );
  const excluded = selectorAt(child(entity, 'notSelector'));
  const namespaces = namespaceSelectorAt(child(entity, 'namespaceSelector'));
  const isScoped = selected !== undefined || excluded !== undefined || namespaces !== undefined;
  const positive = allGiven(isScoped ? scopeOf(namespaces, scope) : undefined, selected);
  const negative: Selector | undefined = excluded && { op: 'not', operand: excluded };
  const whole = positive && allGiven(positive, negative);
  if (whole !== undefined) return endpoints(whole, entity, scope);
  if (excluded === undefined) return { op: 'every' };
  return { op: 'not', operand: endpoints(excluded, entity, { ...scope, takesDomains: false }) };
}

function scopeOf(
  namespaces: Selector | undefined,
  { namespace }: SelectorScope,
): Selector | undefined {
  if (namespaces !== undefined) return overNamespaces(namespaces);
  return namespace === undefined ? undefined : inNamespace(namespace);
}

/** "If both Names and Selector are specified then they are AND'ed." */
function serviceAccountsAt(field: Field): Selector | undefined {
  const selector = selectorAt(child(field, 'selector'));
  return allGiven(
    selector && overServiceAccounts(selector),
    namesAt(child(field, 'names')),
    ...faultsOf(field, ['names', 'selector']).map(unknownSelector),
  );
}

/** One of the names; a name that cannot be read may be anyone's. */
function namesAt(list: Field): Selector | undefined {
  const { items, faults } = itemsOf(list);
  const names = items.map(textOf);
  const whys = [...faults, ...whysOf(names)];
  if (items.length === 0 && whys.length === 0) return undefined;
  const named: Selector = { op: 'in', key: serviceAccountLabel, values: valuesOf(names) };
  return whys.length === 0 ? named : { op: 'or', operands: [named, ...whys.map(unknownSelector)] };
}

function unknownSelector(why: string): Selector {
  return { op: 'unknown', why };
}

/** Pods, the addresses of network sets, and nodes, which may have been made host endpoints. */
function endpoints(selector: Selector, entity: Field, scope: EntityScope): Peers {
  const where = podCondition(selector);
  const isHost = truthOf(selector, labelsOfHost);
  return anyPeer([
    ...(where.op === 'false' ? [] : [{ op: 'pods' as const, where }]),
    ...setPeers(selector, entity, scope),
    ...(isHost === false ? [] : [{ op: 'nodes' as const, where: unknownBecause(hostsAreUnseen) }]),
  ]);
}

const hostsAreUnseen = 'host endpoints are not in the snapshot';

const noLabelsOfHosts = [namespaceLabel, orchestratorLabel, serviceAccountLabel];

const labelsOfHost: LabelsOf = (key) => {
  const isInherited = key.startsWith(ofNamespace) || key.startsWith(ofServiceAccount);
  return isInherited || noLabelsOfHosts.includes(key) ? undefined : { why: hostsAreUnseen };
};

function setPeers(selector: Selector, entity: Field, scope: EntityScope): readonly Peers[] {
  const judged = scope.networkSets.map((set) => ({ set, truth: truthOf(selector, set.labels) }));
  const selected = judged.flatMap(({ set, truth }) => (truth === true ? [set] : []));
  return [
    ...membersOf(selected, entity, scope),
    ...judged.flatMap(({ set, truth }) =>
      typeof truth === 'boolean'
        ? []
        : [everyPeerOf([anyPeer(membersOf([set], entity, scope)), unknownBecause(truth.why)])],
    ),
  ];
}

function membersOf(
  sets: readonly NetworkSet[],
  entity: Field,
  { takesDomains }: EntityScope,
): readonly Peers[] {
  const addresses = unionOfAddresses(sets.map((set) => set.addresses));
  const domains = takesDomains ? sets.flatMap((set) => set.domains) : [];
  return [
    ...(addresses.length === 0 ? [] : [{ op: 'addresses' as const, addresses }]),
    ...domains.map((pattern): Peers => ({ op: 'dnsName', pattern })),
    ...sets
      .flatMap(({ faults }) => faults)
      .map((fault) => unknownBecause(notUnderstood(entity, fault))),
  ];
}
