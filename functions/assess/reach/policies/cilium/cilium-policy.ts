import type { OtherPolicy } from '../../../../model/snapshot.ts';
import { allOf, inNamespaces, unknownBecause } from '../conditions.ts';
import { doubted, doubtfulRules, inDirections, unreadablePolicy } from '../doubtful-rules.ts';
import {
  child,
  expectedIn,
  type Field,
  faultsOf,
  flagOf,
  isMissing,
  isObjectField,
  itemsOf,
  malformed,
  notUnderstood,
  startReading,
  whysOf,
} from '../field.ts';
import {
  type Action,
  type Condition,
  type Direction,
  directions,
  networkPolicyPriority,
  type Policy,
  type PolicyRef,
  type ReadPolicy,
  type Rule,
  tiers,
} from '../policy.ts';
import type { PolicyContext } from '../policy-context.ts';
import type { CiliumScope } from './cilium-peers.ts';
import { ciliumRules, requiredLabels } from './cilium-rules.ts';
import { subjectOf } from './endpoint-selector.ts';

type Spec = { readonly ref: PolicyRef; readonly field: Field; readonly scope: CiliumScope };
type DecidingAction = Exclude<Action, 'pass'>;

const sections = {
  ingress: { allow: 'ingress', deny: 'ingressDeny' },
  egress: { allow: 'egress', deny: 'egressDeny' },
} as const;

const specFields = [
  'endpointSelector',
  'nodeSelector',
  'ingress',
  'ingressDeny',
  'egress',
  'egressDeny',
  'enableDefaultDeny',
  'labels',
  'description',
  'log',
] as const;

/** Before every allow of the tier: the policies that allow add up with NetworkPolicies. */
const denyPriority = 0;

/**
 * Reads a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy of cilium.io/v2. Each spec is read
 * on its own, into a policy that isolates and allows and one that denies, for "deny policies take
 * precedence over allow policies, regardless of whether they are a Cilium Network Policy, a
 * Clusterwide Cilium Network Policy or even a Kubernetes Network Policy" (Deny Policies).
 */
export function readCiliumPolicy(
  object: OtherPolicy,
  { policyObjects }: PolicyContext,
): ReadPolicy {
  const ref = refOf(object);
  const scope = { namespace: ref.namespace, policyObjects };
  const specs = object.specs.length === 0 ? [undefined] : object.specs;
  const readings = specs.map((spec, index) => {
    const path = specs.length === 1 ? 'spec' : `specs[${index}]`;
    const { field, problems } = startReading(ref, spec, path);
    return { policies: policiesOf({ ref, field, scope }), problems };
  });
  return {
    policies: readings.flatMap(({ policies }) => policies),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function refOf({ kind, namespace = 'default', name }: OtherPolicy): PolicyRef {
  return kind === 'CiliumClusterwideNetworkPolicy'
    ? { family: 'CiliumClusterwideNetworkPolicy', name }
    : { family: 'CiliumNetworkPolicy', namespace, name };
}

function policiesOf(spec: Spec): readonly Policy[] {
  const { ref, field } = spec;
  const place = { ref, tier: tiers.network };
  if (!isObjectField(field)) {
    const { why } = expectedIn(field, 'an object');
    const may = { isolates: true, actions: ['allow', 'deny'] as const, why };
    return [unreadablePolicy({ ...place, priority: denyPriority, ...may })];
  }
  const hostSelector = child(field, 'nodeSelector');
  if (!isMissing(hostSelector) && isMissing(child(field, 'endpointSelector'))) {
    notUnderstood(hostSelector, 'host policies are not evaluated');
    return [];
  }
  const acting = directions.filter((direction) => hasRules(field, direction));
  if (acting.length === 0) {
    malformed(field, 'needs a rule in ingress, ingressDeny, egress or egressDeny');
    return [];
  }
  const faults = specFaults(field);
  const subject = allOf([subjectIn(spec), ...faults.map(unknownBecause)]);
  const allows = rulesIn(spec, acting, 'allow', faults);
  const denies = rulesIn(spec, acting, 'deny', faults);
  return [
    { ...place, priority: denyPriority, subject, ...denies },
    { ...place, priority: networkPolicyPriority, subject, ...allows },
  ].filter(({ ingress, egress }) => ingress !== undefined || egress !== undefined);
}

/** "If omitted or empty, this rule does not apply at ingress." */
function hasRules(spec: Field, direction: Direction): boolean {
  return Object.values(sections[direction]).some((section) => {
    const { items, faults } = itemsOf(child(spec, section));
    return items.length + faults.length > 0;
  });
}

function specFaults(spec: Field): readonly string[] {
  const defaultDeny = child(spec, 'enableDefaultDeny');
  const switches = directions.map((direction) => child(defaultDeny, direction));
  return [
    ...faultsOf(spec, specFields),
    ...faultsOf(defaultDeny, directions),
    ...whysOf(switches.filter((field) => !isMissing(field)).map(flagOf)),
    ...selectorFaults(spec),
  ];
}

function selectorFaults(spec: Field): readonly string[] {
  const selector = child(spec, 'endpointSelector');
  if (isMissing(selector)) return [expectedIn(selector, 'a selector').why];
  const hostSelector = child(spec, 'nodeSelector');
  return isMissing(hostSelector)
    ? []
    : [malformed(hostSelector, 'cannot be combined with endpointSelector')];
}

function subjectIn({ field, scope }: Spec): Condition {
  const selector = child(field, 'endpointSelector');
  if (!isMissing(selector)) return subjectOf(selector, scope);
  return allOf(scope.namespace === undefined ? [] : [inNamespaces([scope.namespace])]);
}

/**
 * The rules of one action. Only the policy that allows isolates: "If not specified, the default is
 * true for each traffic direction that has rules", of either action, and "false otherwise"; no
 * direction without rules is ever denied by default (evaluateDefaultDenyForRule and issue 35558 of
 * Cilium).
 */
function rulesIn(
  spec: Spec,
  acting: readonly Direction[],
  action: DecidingAction,
  faults: readonly string[],
): Pick<Policy, Direction> {
  return inDirections((direction) => {
    if (!acting.includes(direction)) return undefined;
    const isolates =
      action === 'allow' &&
      child(child(spec.field, 'enableDefaultDeny'), direction).value !== false;
    const rules = sectionRules(spec, direction, action).map((rule) => doubted(rule, faults));
    const doubtful = faults.flatMap((why) => doubtfulRules(spec.field.path, why, [action]));
    if (!isolates && rules.length + doubtful.length === 0) return undefined;
    return { isolates, rules: [...rules, ...doubtful] };
  });
}

function sectionRules(
  { field, scope }: Spec,
  direction: Direction,
  action: DecidingAction,
): readonly Rule[] {
  const list = child(field, sections[direction][action]);
  const { items, faults } = itemsOf(list);
  return [
    ...items.flatMap((item) => ciliumRules(item, { direction, action, scope })),
    ...faults.flatMap((why) => doubtfulRules(list.path, why, [action])),
    ...(action === 'deny' ? requirementRules(field, direction, scope) : []),
  ];
}

/** Required labels stand in sections of both actions. */
function requirementRules(spec: Field, direction: Direction, scope: CiliumScope): readonly Rule[] {
  return Object.values(sections[direction]).flatMap((section) =>
    itemsOf(child(spec, section)).items.flatMap((item) => requiredLabels(item, direction, scope)),
  );
}
