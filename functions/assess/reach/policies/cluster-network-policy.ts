import type { OtherPolicy } from '../../../model/snapshot.ts';
import { clusterPorts, clusterProtocols } from './cluster-ports.ts';
import {
  child,
  type Field,
  isObjectField,
  oneOf,
  type Reading,
  startReading,
  whysOf,
} from './field.ts';
import { awsNamedPorts, refusedNamedPorts } from './named-ports.ts';
import { type OrderedForm, orderedPolicies, placeOf, priorityOf } from './ordered-policy.ts';
import { type PolicyRef, type ReadPolicy, type Rule, tiers } from './policy.ts';

const tierOfWord = { Admin: tiers.admin, Baseline: tiers.baseline } as const;

const upstreamForm: OrderedForm = {
  specFields: ['tier', 'priority', 'subject', 'ingress', 'egress'],
  actions: { Accept: 'allow', Deny: 'deny', Pass: 'pass' },
  peerFields: {
    ingress: ['namespaces', 'pods'],
    egress: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'],
  },
  requiredSelectors: ['podSelector'],
  domainNameActions: ['allow'],
  portsField: 'protocols',
  portsOf: clusterProtocols,
  definesEmptyPeers: true,
  withNamedPorts: refusedNamedPorts,
};

const awsForm: OrderedForm = {
  ...upstreamForm,
  peerFields: {
    ingress: ['namespaces', 'pods'],
    egress: ['namespaces', 'pods', 'networks', 'domainNames'],
  },
  requiredSelectors: ['namespaceSelector', 'podSelector'],
  domainNameActions: ['allow', 'pass'],
  portsField: 'ports',
  portsOf: (list) => clusterPorts(list, { namedProtocol: 'TCP', fewestInRange: 2 }),
  definesEmptyPeers: false,
  withNamedPorts: (rule) => awsNamedPorts(rule, portsWithoutNames(rule)),
};

/** Reads a ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2. */
export function readClusterNetworkPolicy({ name, specs }: OtherPolicy): ReadPolicy {
  return readTiered({ family: 'ClusterNetworkPolicy', name }, specs[0], upstreamForm);
}

/**
 * Reads a ClusterNetworkPolicy of networking.k8s.aws/v1alpha1. It has the ports of v1alpha1, no
 * nodes, domain names in rules that accept or pass, and takes a named port for TCP. What a peer
 * without fields means is not said; with domain names, ports by name are left out, and no ports
 * are all ports. Both are inferred from its controller, and the answers they touch undefined.
 */
export function readAwsClusterNetworkPolicy({ name, specs }: OtherPolicy): ReadPolicy {
  return readTiered({ family: 'AwsClusterNetworkPolicy', name }, specs[0], awsForm);
}

function readTiered(ref: PolicyRef, given: unknown, form: OrderedForm): ReadPolicy {
  const { field: spec, problems } = startReading(ref, given);
  const priority = priorityOf(spec);
  const tier = tierOf(spec);
  const possible = 'value' in tier ? [tierOfWord[tier.value]] : [tiers.admin, tiers.baseline];
  const policies = orderedPolicies({
    ref,
    spec,
    form,
    places: possible.map((each) => ({ tier: each, priority: placeOf(priority) })),
    faults: whysOf([tier, priority]),
  });
  return { policies, problems };
}

function tierOf(spec: Field): Reading<keyof typeof tierOfWord> {
  if (!isObjectField(spec)) return { why: spec.path };
  return oneOf(child(spec, 'tier'), ['Admin', 'Baseline']);
}

function portsWithoutNames(rule: Rule): Rule['ports'] {
  if (rule.ports === 'every') return 'every';
  const others = rule.ports.filter(({ op }) => op !== 'named');
  return others.length === 0 ? 'every' : others;
}
