import type { OtherPolicy } from '../../../../model/snapshot.ts';
import { allOf, unknownBecause } from '../conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  flagOf,
  isMissing,
  itemsOf,
  notUnderstood,
  oneOf,
  startReading,
  valuesOf,
  whysOf,
} from '../field.ts';
import type { Condition, Direction, PolicyRef, ReadPolicy } from '../policy.ts';
import type { PolicyContext } from '../policy-context.ts';
import { overNamespaces, overServiceAccounts } from './endpoint-labels.ts';
import { inNamespace, selectorAt } from './entity-selectors.ts';
import { networkSetsOf } from './network-sets.ts';
import { podCondition } from './pod-condition.ts';
import { policiesOf } from './policies-of-rules.ts';
import { readRule } from './rule.ts';
import { allGiven } from './selector.ts';
import { nameWithTier, orderAt, tierOf, unknownOrder } from './tier.ts';

const fieldsOfBoth = [
  'tier',
  'order',
  'ingress',
  'egress',
  'selector',
  'types',
  'serviceAccountSelector',
  // "Hints never change the enforcement behaviour of the policy."
  'performanceHints',
];
const fieldsOfGlobal = [
  ...fieldsOfBoth,
  'namespaceSelector',
  'doNotTrack',
  'preDNAT',
  // Only for forwarded traffic of host endpoints; to pods the policy applies in any case.
  'applyOnForward',
];

const typeNames = ['Ingress', 'Egress'] as const;
const directionOf = { Ingress: 'ingress', Egress: 'egress' } as const;

/**
 * A Calico NetworkPolicy or GlobalNetworkPolicy, of projectcalico.org/v3 or in the form that the
 * cluster stores.
 */
export function readCalicoPolicy(object: OtherPolicy, context: PolicyContext): ReadPolicy {
  const policy = refOf(object);
  const { field: spec, problems } = startReading(policy, object.specs[0]);
  const isGlobal = policy.namespace === undefined;
  const host = isGlobal ? hostFlags(spec) : { isForHosts: false, faults: [] };
  if (host.isForHosts) return { policies: [], problems };
  const { tier, isolates, faults: tierFaults } = tierOf(spec, policy.name, context);
  const order = orderAt(child(spec, 'order'));
  const types = directionsOf(spec);
  const faults = [
    ...faultsOf(spec, isGlobal ? fieldsOfGlobal : fieldsOfBoth),
    ...host.faults,
    ...tierFaults,
    ...whysOf([order]),
    ...types.faults,
  ];
  const scope = { namespace: policy.namespace, networkSets: networkSetsOf(context) };
  const policies = policiesOf({
    policy: {
      ref: policy,
      tier,
      priority: 'value' in order ? order.value : unknownOrder,
      tieBreak: tieBreakOf(policy, object.kind),
      // What cannot be read of the policy as a whole leaves open whether it applies.
      subject: allOf([...faults.map(unknownBecause), subjectOf(spec, policy)]),
    },
    isolates,
    directions: types.directions,
    rulesOf: (direction) =>
      itemsOf(child(spec, direction)).items.flatMap((rule) => readRule(rule, direction, scope)),
  });
  return { policies, problems };
}

function refOf({ kind, namespace, name }: OtherPolicy): PolicyRef {
  if (kind === 'GlobalNetworkPolicy') return { family: 'CalicoGlobalNetworkPolicy', name };
  return { family: 'CalicoNetworkPolicy', namespace: namespace ?? 'default', name };
}

/**
 * "Policies with identical order will be applied in alphanumerical order based on the Policy Name";
 * then by namespace and kind (felix/calc/policy_sorter.go, PolKVLess).
 */
function tieBreakOf({ namespace = '', name }: PolicyRef, kind: string): string {
  return `${nameWithTier(name)}/${namespace}/${kind}`;
}

/**
 * Felix gives pods only the policies that are neither untracked nor before DNAT
 * (felix/calc/event_sequencer.go, tierInfoToProtoTierInfo).
 */
function hostFlags(spec: Field): {
  readonly isForHosts: boolean;
  readonly faults: readonly string[];
} {
  const flags = ['doNotTrack', 'preDNAT', 'applyOnForward']
    .map((key) => child(spec, key))
    .filter((field) => !isMissing(field))
    .map((field) => ({ field, reading: flagOf(field) }));
  const forHosts = flags.filter(
    ({ field, reading }) =>
      !field.path.endsWith('applyOnForward') && 'value' in reading && reading.value,
  );
  for (const { field } of forHosts) notUnderstood(field, 'applies to host endpoints, not to pods');
  return {
    isForHosts: forHosts.length > 0,
    faults: whysOf(flags.map(({ reading }) => reading)),
  };
}

function subjectOf(spec: Field, { namespace }: PolicyRef): Condition {
  const namespaces =
    namespace === undefined ? selectorAt(child(spec, 'namespaceSelector')) : undefined;
  const accounts = selectorAt(child(spec, 'serviceAccountSelector'));
  const selector = allGiven(
    namespace === undefined ? undefined : inNamespace(namespace),
    namespaces && overNamespaces(namespaces),
    accounts && overServiceAccounts(accounts),
    selectorAt(child(spec, 'selector')),
  );
  return podCondition(selector ?? { op: 'all' });
}

/**
 * Without `types` a policy applies to ingress "if there are no Egress rules (including the case
 * where there are also no Ingress rules)", to egress "if there are Egress rules but no Ingress
 * rules", and to both "if there are both" (api/pkg/apis/projectcalico/v3/networkpolicy.go). Where
 * they cannot be read it may apply to either.
 */
function directionsOf(spec: Field): {
  readonly directions: readonly Direction[];
  readonly faults: readonly string[];
} {
  const ingress = itemsOf(child(spec, 'ingress'));
  const egress = itemsOf(child(spec, 'egress'));
  const types = itemsOf(child(spec, 'types'));
  const names = types.items.map((item) => oneOf(item, typeNames));
  const faults = [...ingress.faults, ...egress.faults, ...types.faults, ...whysOf(names)];
  if (faults.length > 0) return { directions: ['ingress', 'egress'], faults };
  if (names.length > 0) {
    return { directions: valuesOf(names).map((name) => directionOf[name]), faults };
  }
  if (egress.items.length === 0) return { directions: ['ingress'], faults };
  return { directions: ingress.items.length === 0 ? ['egress'] : ['ingress', 'egress'], faults };
}
