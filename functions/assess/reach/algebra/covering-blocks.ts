import {
  type AddressRange,
  type AddressSet,
  everyIPv4Address,
  everyIPv6Address,
  parseCidr,
} from './address-set.ts';

/**
 * For each address family that CIDRs cover whole, alone or together, those that it takes, none of
 * them in vain. A text that is no CIDR covers nothing.
 */
export function coveringBlocks(cidrs: readonly string[]): readonly (readonly string[])[] {
  const blocks = cidrs.flatMap((cidr) => (parseCidr(cidr) ?? []).map((range) => ({ cidr, range })));
  return [everyIPv4Address, everyIPv6Address].flatMap((family) => coverOf(family, blocks) ?? []);
}

type Block = { readonly cidr: string; readonly range: AddressRange };

/** Walks from the first address of a family to its last, always by the block that goes farthest. */
function coverOf(
  [family]: AddressSet,
  blocks: readonly Block[],
): readonly (readonly string[])[] | undefined {
  if (family === undefined) return undefined;
  const inOrder = blocks
    .filter(({ range }) => family.first <= range.first && range.last <= family.last)
    .sort((one, other) =>
      sign(one.range.first - other.range.first || other.range.last - one.range.last),
    );
  const cover: string[] = [];
  let next = family.first;
  for (const { cidr, range } of inOrder) {
    if (range.first > next) return undefined;
    if (range.last < next) continue;
    cover.push(cidr);
    next = range.last + 1n;
  }
  return next > family.last ? [cover] : undefined;
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : Number(difference > 0n);
}
