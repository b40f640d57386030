import type { OtherPolicy } from '../../../../model/snapshot.ts';
import { type AddressSet, unionOfAddresses } from '../../algebra/address-set.ts';
import { namespaceNameKey } from '../conditions.ts';
import { child, type Field, faultsOf, itemsOf, textOf, valuesOf, whysOf } from '../field.ts';
import type { PolicyContext } from '../policy-context.ts';
import { addressesAt } from './addresses.ts';
import { kindLabel, nameLabel, namespaceLabel, ofNamespace } from './endpoint-labels.ts';
import type { LabelsOf } from './selector-truth.ts';

/**
 * A NetworkSet or GlobalNetworkSet: a selector that selects it takes in its addresses
 * (docs.tigera.io, Global network set: "it includes the CIDRs from any network sets that match the
 * selector").
 */
export type NetworkSet = {
  readonly labels: LabelsOf;
  readonly addresses: AddressSet;
  /**
   * `allowedEgressDomains` of Calico Enterprise: "no effect in ingress rules, or in a rule whose
   * action is not Allow".
   */
  readonly domains: readonly string[];
  /** What of the set cannot be read, with the name of the set. */
  readonly faults: readonly string[];
};

const known = new WeakMap<PolicyContext, readonly NetworkSet[]>();

/** The network sets of a cluster; read once for all policies. */
export function networkSetsOf(context: PolicyContext): readonly NetworkSet[] {
  const read = known.get(context) ?? readNetworkSets(context);
  known.set(context, read);
  return read;
}

function readNetworkSets({ policyObjects, namespaces }: PolicyContext): readonly NetworkSet[] {
  const labelsOfNamespaces = new Map(namespaces.map(({ name, labels }) => [name, labels]));
  return policyObjects
    .filter(({ kind }) => kind === 'NetworkSet' || kind === 'GlobalNetworkSet')
    .map((object) => {
      const { namespace } = object;
      const inherited = namespace === undefined ? {} : labelsOfNamespaces.get(namespace);
      return { labels: labelsOfSet(object, inherited ?? {}), ...membersOf(object) };
    });
}

/** "namespace label inheritance": a NetworkSet has the labels of its namespace, as a pod has. */
function labelsOfSet(
  { namespace, labels }: OtherPolicy,
  ofItsNamespace: Readonly<Record<string, string>>,
): LabelsOf {
  const values = new Map(Object.entries(labels));
  if (namespace !== undefined) {
    const inherited = { ...ofItsNamespace, [namespaceNameKey]: namespace, [nameLabel]: namespace };
    for (const [key, value] of Object.entries(inherited)) values.set(`${ofNamespace}${key}`, value);
    values.set(namespaceLabel, namespace);
  }
  return (key) => values.get(key) ?? labelOfEdition(key);
}

/** Calico Enterprise labels every set with its kind and name, the open source edition does not. */
function labelOfEdition(key: string): ReturnType<LabelsOf> {
  if (key !== nameLabel && key !== kindLabel) return undefined;
  return { why: `only Calico Enterprise gives network sets the label ${key}` };
}

function membersOf({
  kind,
  namespace,
  name,
  specs,
}: OtherPolicy): Pick<NetworkSet, 'addresses' | 'domains' | 'faults'> {
  const path = `${[kind, namespace, name].filter((part) => part !== undefined).join('/')} spec`;
  // The faults are reported with the policies that select the set.
  const spec: Field = { path, value: specs[0] ?? undefined, report: () => {} };
  const nets = itemsOf(child(spec, 'nets'));
  const addresses = nets.items.map(addressesAt);
  const names = itemsOf(child(spec, 'allowedEgressDomains'));
  const domains = names.items.map(textOf);
  return {
    addresses: unionOfAddresses(valuesOf(addresses)),
    domains: valuesOf(domains),
    faults: [
      ...faultsOf(spec, ['nets', 'allowedEgressDomains']),
      ...nets.faults,
      ...whysOf(addresses),
      ...names.faults,
      ...whysOf(domains),
    ],
  };
}
