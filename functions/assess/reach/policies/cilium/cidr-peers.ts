import type { OtherPolicy } from '../../../../model/snapshot.ts';
import {
  type AddressSet,
  addressesWithout,
  intersectionOfAddresses,
  parseCidr,
  unionOfAddresses,
} from '../../algebra/address-set.ts';
import { anyPeer, everyPeerOf, unknownBecause } from '../conditions.ts';
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
  notUnderstood,
  type Reading,
  textOf,
  valuesOf,
  whysOf,
} from '../field.ts';
import { cidrOf } from '../ip-block.ts';
import type { Peers } from '../policy.ts';
import { isMet, requirementsOf } from './selector-requirements.ts';

const sources = ['cidr', 'cidrGroupRef', 'cidrGroupSelector'] as const;
type Source = (typeof sources)[number];

/** Addresses, and why there may be more of them. */
type Blocks = { readonly addresses: AddressSet; readonly whys: readonly string[] };

/** The peers of an item of `fromCIDR` or `toCIDR`, where an address may stand for itself. */
export function cidrPeers(item: Field): Peers {
  const addresses = cidrOrAddress(item);
  return 'why' in addresses
    ? unknownBecause(addresses.why)
    : { op: 'addresses', addresses: addresses.value };
}

/**
 * The peers of an item of `fromCIDRSet` or `toCIDRSet`: "exactly one of CIDR, CIDRGroupRef, or
 * CIDRGroupSelector must be set", and exceptions "are only applied to the Cidr in this CIDRRule".
 */
export function cidrSetPeers(item: Field, objects: readonly OtherPolicy[]): Peers {
  const faults = faultsOf(item, [...sources, 'except']);
  const given = sources.filter((source) => !isMissing(child(item, source)));
  const [source] = given;
  if (source === undefined || given.length > 1) {
    return unknownBecause(
      isObjectField(item)
        ? malformed(item, 'needs one of cidr, cidrGroupRef and cidrGroupSelector')
        : joinedFaults(faults),
    );
  }
  const peers =
    source === 'cidr' ? blockPeers(item) : groupPeers(item, groupsOf(item, source, objects));
  return everyPeerOf([peers, ...faults.map(unknownBecause)]);
}

function blockPeers(item: Field): Peers {
  const block = cidrOf(child(item, 'cidr'));
  if ('why' in block) return unknownBecause(block.why);
  const { items, faults } = itemsOf(child(item, 'except'));
  const exceptions = items.map((exception) => exceptionOf(exception, block.value));
  return everyPeerOf([
    withoutExceptions(block.value, exceptions),
    ...[...faults, ...whysOf(exceptions)].map(unknownBecause),
  ]);
}

/** "Each provided exception CIDR prefix ... is contained within the CIDR prefix." */
function exceptionOf(field: Field, block: AddressSet): Reading<AddressSet> {
  const exception = cidrOf(field);
  if ('why' in exception) return exception;
  const isInside = addressesWithout(exception.value, block).length === 0;
  return isInside ? exception : expectedIn(field, 'a part of the cidr');
}

/**
 * "Using ExceptCIDRs together with CIDRGroupRef is not supported yet" says the API, yet Cilium's
 * newCIDRRuleSelector heeds them: whether an excepted address is a peer cannot be told.
 */
function groupPeers(item: Field, blocks: Blocks | undefined): Peers {
  const except = child(item, 'except');
  if (blocks === undefined) return unknownBecause(noGroup(item));
  const { addresses, whys } = blocks;
  const more = whys.map(unknownBecause);
  if (isMissing(except)) return anyPeer([{ op: 'addresses', addresses }, ...more]);
  const { items, faults } = itemsOf(except);
  const exceptions = items.map(cidrOf);
  const why = notUnderstood(except, 'not every version excepts addresses from a CIDR group');
  const doubtful = intersectionOfAddresses(addresses, unionOfAddresses(valuesOf(exceptions)));
  const unread = [...faults, ...whysOf(exceptions)];
  return everyPeerOf([
    anyPeer([
      withoutExceptions(addresses, exceptions),
      everyPeerOf([{ op: 'addresses', addresses: doubtful }, unknownBecause(why)]),
      ...more,
    ]),
    ...unread.map(unknownBecause),
  ]);
}

function withoutExceptions(block: AddressSet, exceptions: readonly Reading<AddressSet>[]): Peers {
  return { op: 'addresses', addresses: addressesWithout(block, valuesOf(exceptions).flat()) };
}

function noGroup(item: Field): string {
  return notUnderstood(item, 'no CiliumCIDRGroup is known that it could mean');
}

/** The blocks of the groups that are meant; undefined where none is known. */
function groupsOf(
  item: Field,
  source: Exclude<Source, 'cidr'>,
  objects: readonly OtherPolicy[],
): Blocks | undefined {
  const field = child(item, source);
  const groups = objects.filter(({ kind }) => kind === 'CiliumCIDRGroup');
  const meant =
    source === 'cidrGroupRef'
      ? groups.filter(({ name }) => name === field.value)
      : selectedGroups(field, groups);
  if (meant.length === 0) return undefined;
  const blocks = meant.map((group) => blocksOf(group, item));
  return {
    addresses: unionOfAddresses(blocks.map(({ addresses }) => addresses)),
    whys: blocks.flatMap(({ whys }) => whys),
  };
}

/** A selector that only rules out would hold for identities that are in no group at all. */
function selectedGroups(selector: Field, groups: readonly OtherPolicy[]): readonly OtherPolicy[] {
  const { known, whys } = requirementsOf(selector);
  if (whys.length > 0 || known.every(({ isNegated }) => isNegated)) return [];
  return groups.filter(({ labels }) => known.every((requirement) => isMet(requirement, labels)));
}

/** Faults of a group are reported where the policy names it. */
function blocksOf({ name, specs }: OtherPolicy, item: Field): Blocks {
  const group: Field = {
    path: 'spec',
    value: specs[0],
    report: ({ kind, path, text }) =>
      item.report({ kind, path: item.path, text: `CiliumCIDRGroup ${name}, ${path}: ${text}` }),
  };
  const { items, faults } = itemsOf(child(group, 'externalCIDRs'));
  const blocks = items.map(cidrOrAddress);
  return {
    addresses: unionOfAddresses(valuesOf(blocks)),
    whys: [...faults, ...whysOf(blocks)].map((why) => `CiliumCIDRGroup ${name}, ${why}`),
  };
}

function cidrOrAddress(field: Field): Reading<AddressSet> {
  const text = textOf(field);
  if ('why' in text) return text;
  const bits = text.value.includes(':') ? 128 : 32;
  const addresses = parseCidr(text.value) ?? parseCidr(`${text.value}/${bits}`);
  return addresses === undefined ? expectedIn(field, 'a CIDR or an address') : { value: addresses };
}
