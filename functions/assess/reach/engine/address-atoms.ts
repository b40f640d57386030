import {
  type AddressRange,
  type AddressSet,
  everyIPv4Address,
  everyIPv6Address,
} from '../algebra/address-set.ts';

/**
 * All addresses, parted wherever a block of some policy begins or ends: each set of addresses that a
 * policy names is made of whole atoms.
 */
export class AddressAtoms {
  readonly ranges: readonly AddressRange[];

  constructor(sets: readonly AddressSet[], hasIPv6: boolean) {
    const whole = [...(hasIPv6 ? everyIPv6Address : []), ...everyIPv4Address];
    const starts = new Set(sets.flat().flatMap(({ first, last }) => [first, last + 1n]));
    const inOrder = [...starts].sort((a, b) => (a < b ? -1 : Number(a > b)));
    this.ranges = whole.flatMap((range) => parted(range, inOrder));
  }

  /** The atom that holds an address; undefined for an address of a family that is left out. */
  at(address: bigint): number | undefined {
    let [low, high] = [0, this.ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const range = this.ranges[middle];
      if (range === undefined) return undefined;
      if (address < range.first) high = middle - 1;
      else if (address > range.last) low = middle + 1;
      else return middle;
    }
    return undefined;
  }

  /** The atoms of one of the sets that the atoms were made from, as runs of first and last. */
  runsOf(set: AddressSet): readonly { readonly first: number; readonly last: number }[] {
    return set.flatMap(({ first, last }) => {
      const from = this.at(first);
      const to = this.at(last);
      return from === undefined || to === undefined ? [] : [{ first: from, last: to }];
    });
  }
}

function parted({ first, last }: AddressRange, starts: readonly bigint[]): AddressRange[] {
  const inside = starts.filter((start) => first < start && start <= last);
  return [first, ...inside].map((start, index) => ({
    first: start,
    last: (inside[index] ?? last + 1n) - 1n,
  }));
}
