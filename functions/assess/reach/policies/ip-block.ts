import { type AddressSet, addressesWithout, parseCidr } from '../algebra/address-set.ts';
import { everyPeerOf, unknownBecause } from './conditions.ts';
import {
  child,
  expectedIn,
  type Field,
  faultsOf,
  itemsOf,
  joinedFaults,
  type Reading,
  textOf,
  valuesOf,
  whysOf,
} from './field.ts';
import type { Peers } from './policy.ts';

/** The addresses of a CIDR, IPv4 or IPv6; host bits count for nothing. */
export function cidrOf(field: Field): Reading<AddressSet> {
  const text = textOf(field);
  if ('why' in text) return text;
  const addresses = parseCidr(text.value);
  return addresses === undefined ? expectedIn(field, 'a CIDR') : { value: addresses };
}

/** The peers of `{ cidr, except }`: the addresses of the block without the exceptions. */
export function ipBlockPeers(block: Field): Peers {
  const structure = faultsOf(block, ['cidr', 'except']);
  const cidr = cidrOf(child(block, 'cidr'));
  const { items, faults } = itemsOf(child(block, 'except'));
  const blockAddresses = 'value' in cidr ? cidr.value : undefined;
  const exceptions = items.map((item) => exceptionOf(item, blockAddresses));
  const rest = [...structure, ...faults, ...whysOf(exceptions)];
  if ('why' in cidr) return unknownBecause(joinedFaults([cidr.why, ...rest]));
  return everyPeerOf([
    { op: 'addresses', addresses: addressesWithout(cidr.value, valuesOf(exceptions).flat()) },
    ...rest.map(unknownBecause),
  ]);
}

/** "Except values will be rejected if they are outside the cidr range", or if they are all of it. */
function exceptionOf(field: Field, block: AddressSet | undefined): Reading<AddressSet> {
  const exception = cidrOf(field);
  if ('why' in exception || block === undefined) return exception;
  const isInside = addressesWithout(exception.value, block).length === 0;
  const isPart = addressesWithout(block, exception.value).length > 0;
  if (isInside && isPart) return exception;
  return expectedIn(field, 'a part of the cidr');
}
