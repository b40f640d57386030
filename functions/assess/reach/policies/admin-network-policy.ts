import type { OtherPolicy } from '../../../model/snapshot.ts';
import { clusterPorts } from './cluster-ports.ts';
import { type Field, malformed, startReading, whysOf } from './field.ts';
import { refusedNamedPorts } from './named-ports.ts';
import { type OrderedForm, orderedPolicies, placeOf, priorityOf } from './ordered-policy.ts';
import { type ReadPolicy, tiers } from './policy.ts';

const adminForm: OrderedForm = {
  specFields: ['priority', 'subject', 'ingress', 'egress'],
  actions: { Allow: 'allow', Deny: 'deny', Pass: 'pass' },
  peerFields: {
    ingress: ['namespaces', 'pods'],
    egress: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'],
  },
  requiredSelectors: ['namespaceSelector', 'podSelector'],
  domainNameActions: ['allow'],
  portsField: 'ports',
  portsOf: clusterPorts,
  definesEmptyPeers: true,
  withNamedPorts: refusedNamedPorts,
};

const baselineForm: OrderedForm = {
  ...adminForm,
  specFields: ['subject', 'ingress', 'egress'],
  actions: { Allow: 'allow', Deny: 'deny' },
  peerFields: {
    ingress: ['namespaces', 'pods'],
    egress: ['namespaces', 'pods', 'nodes', 'networks'],
  },
};

/** Reads an AdminNetworkPolicy of policy.networking.k8s.io/v1alpha1. */
export function readAdminNetworkPolicy({ name, specs }: OtherPolicy): ReadPolicy {
  const ref = { family: 'AdminNetworkPolicy', name } as const;
  const { field: spec, problems } = startReading(ref, specs[0]);
  const priority = priorityOf(spec);
  const policies = orderedPolicies({
    ref,
    spec,
    form: adminForm,
    places: [{ tier: tiers.admin, priority: placeOf(priority) }],
    faults: whysOf([priority]),
  });
  return { policies, problems };
}

/**
 * Reads a BaselineAdminNetworkPolicy of policy.networking.k8s.io/v1alpha1: "Only one baseline admin
 * network policy with metadata.name="default" can be created in the cluster".
 */
export function readBaselineAdminNetworkPolicy({ name, specs }: OtherPolicy): ReadPolicy {
  const ref = { family: 'BaselineAdminNetworkPolicy', name } as const;
  const { field: spec, problems } = startReading(ref, specs[0]);
  const nameField: Field = { path: 'metadata.name', value: name, report: spec.report };
  const policies = orderedPolicies({
    ref,
    spec,
    form: baselineForm,
    places: [{ tier: tiers.baseline, priority: 0 }],
    faults: name === 'default' ? [] : [malformed(nameField, 'must be default')],
  });
  return { policies, problems };
}
