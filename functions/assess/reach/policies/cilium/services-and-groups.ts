import { always, anyPeer, everyPeerOf, inNamespaces, unknownBecause } from '../conditions.ts';
import {
  child,
  entriesOf,
  expectedIn,
  type Field,
  faultsOf,
  isMissing,
  isObjectField,
  itemsOf,
  joinedFaults,
  malformed,
  type Reading,
  textOf,
  valuesOf,
  whysOf,
} from '../field.ts';
import type { Peers } from '../policy.ts';
import { requirementsOf, requirementText } from './selector-requirements.ts';

/**
 * The peers of an item of `toServices`, "the discovered services' label selector as an endpoint
 * selector": some pods of the namespace, which ones only the Service can tell. Of a Service without
 * a selector they are addresses, which stand behind its name here.
 */
export function servicePeers(item: Field): Peers {
  const faults = faultsOf(item, ['k8sService', 'k8sServiceSelector']);
  const [named, selected] = [child(item, 'k8sService'), child(item, 'k8sServiceSelector')];
  if (isMissing(named) === isMissing(selected)) {
    return unknownBecause(
      isObjectField(item)
        ? malformed(item, 'needs either k8sService or k8sServiceSelector')
        : joinedFaults(faults),
    );
  }
  const peers = isMissing(named) ? selectedServices(selected) : namedService(named);
  return everyPeerOf([peers, ...faults.map(unknownBecause)]);
}

function namedService(service: Field): Peers {
  const faults = faultsOf(service, ['serviceName', 'namespace']);
  const name = textOf(child(service, 'serviceName'));
  const namespace = optionalText(child(service, 'namespace'));
  if ('why' in name || 'why' in namespace || faults.length > 0) {
    return unknownBecause(joinedFaults([...faults, ...whysOf([name, namespace])]));
  }
  const place = namespace.value === undefined ? '' : `${namespace.value}/`;
  return behindService(`Service ${place}${name.value}`, namespace.value);
}

function selectedServices(service: Field): Peers {
  const faults = faultsOf(service, ['selector', 'namespace']);
  const namespace = optionalText(child(service, 'namespace'));
  const { known, whys } = requirementsOf(child(service, 'selector'));
  if ('why' in namespace || faults.length + whys.length > 0) {
    return unknownBecause(joinedFaults([...faults, ...whys, ...whysOf([namespace])]));
  }
  const labels = known.length === 0 ? [] : [`with ${known.map(requirementText).join(', ')}`];
  const place = namespace.value === undefined ? [] : [`in ${namespace.value}`];
  return behindService(['Services', ...labels, ...place].join(' '), namespace.value);
}

function behindService(text: string, namespace: string | undefined): Peers {
  const where = namespace === undefined ? always : inNamespaces([namespace]);
  return anyPeer([
    { op: 'symbol', text },
    everyPeerOf([
      { op: 'pods', where },
      unknownBecause(`the pods behind ${text} are not looked up`),
    ]),
  ]);
}

const groupLists = [
  ['securityGroupsIds', 'AWS security group'],
  ['securityGroupsNames', 'AWS security group named'],
] as const;

/** The peers of an item of `fromGroups` or `toGroups`, whose addresses only AWS can tell. */
export function groupPeers(item: Field): Peers {
  const aws = child(item, 'aws');
  if (isMissing(aws)) {
    const [fault] = faultsOf(item, ['aws']);
    return unknownBecause(fault ?? expectedIn(aws, 'a group').why);
  }
  const lists = groupLists.map(([key, title]) => ({ title, ...textsOf(child(aws, key)) }));
  const labels = child(aws, 'labels');
  const pairs = entriesOf(labels).map(([key, field]) => ({ key, value: textOf(field) }));
  const faults = [
    ...faultsOf(item, ['aws']),
    ...faultsOf(aws, ['labels', 'region', ...groupLists.map(([key]) => key)]),
    ...lists.flatMap(({ whys }) => whys),
    ...whysOf(pairs.map(({ value }) => value)),
  ];
  const parts = [
    ...lists.flatMap(({ title, texts }) =>
      texts.length > 0 ? `${title} ${texts.join(', ')}` : [],
    ),
    ...pairs.flatMap(({ key, value }) =>
      'value' in value ? `AWS label ${key}=${value.value}` : [],
    ),
  ];
  if (faults.length > 0) return unknownBecause(joinedFaults(faults));
  if (parts.length === 0) return unknownBecause(expectedIn(aws, 'a security group').why);
  return { op: 'symbol', text: parts.join(', ') };
}

function textsOf(list: Field): {
  readonly texts: readonly string[];
  readonly whys: readonly string[];
} {
  const { items, faults } = itemsOf(list);
  const readings = items.map(textOf);
  return { texts: valuesOf(readings), whys: [...faults, ...whysOf(readings)] };
}

function optionalText(field: Field): Reading<string | undefined> {
  return isMissing(field) ? { value: undefined } : textOf(field);
}
