import { isIP } from 'node:net';

/** A block of addresses, as the first and the last number of its family. */
export type Cidr = { readonly family: 4 | 6; readonly first: bigint; readonly last: bigint };

const addressBits = { 4: 32, 6: 128 } as const;
const groupBits = 16n;
const octetBits = 8n;

/** The block that a CIDR means; host bits count for nothing. Undefined where the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (rest.length > 0 || !/^\d{1,3}$/.test(length) || address.includes('%')) return undefined;
  if (family !== 4 && family !== 6) return undefined;
  const hostBits = addressBits[family] - Number(length);
  if (hostBits < 0) return undefined;
  const size = 1n << BigInt(hostBits);
  const number = family === 4 ? ipv4Number(address) : ipv6Number(address);
  const first = number - (number % size);
  return { family, first, last: first + size - 1n };
}

/**
 * For each address family that blocks cover whole, alone or together, those that it takes. Blocks
 * whose text is no CIDR cover nothing.
 */
export function coveringBlocks<Block>(
  blocks: readonly Block[],
  cidrOf: (block: Block) => string,
): readonly (readonly Block[])[] {
  const parsed = blocks.flatMap((block) => {
    const cidr = parseCidr(cidrOf(block));
    return cidr === undefined ? [] : [{ block, cidr }];
  });
  return ([4, 6] as const).flatMap((family) => {
    const cover = coverOf(family, parsed);
    return cover === undefined ? [] : [cover];
  });
}

type Parsed<Block> = { readonly block: Block; readonly cidr: Cidr };

/** Walks from the first address of a family to its last, always by the block that goes farthest. */
function coverOf<Block>(
  family: Cidr['family'],
  parsed: readonly Parsed<Block>[],
): readonly Block[] | undefined {
  const end = 1n << BigInt(addressBits[family]);
  const inOrder = parsed
    .filter(({ cidr }) => cidr.family === family)
    .sort((one, other) =>
      sign(one.cidr.first - other.cidr.first || other.cidr.last - one.cidr.last),
    );
  const cover: Block[] = [];
  let next = 0n;
  for (const { block, cidr } of inOrder) {
    if (cidr.first > next) return undefined;
    if (cidr.last < next) continue;
    cover.push(block);
    next = cidr.last + 1n;
  }
  return next === end ? cover : undefined;
}

function sign(difference: bigint): number {
  return difference < 0n ? -1 : Number(difference > 0n);
}

function ipv4Number(address: string): bigint {
  return joined(address.split('.').map(BigInt), octetBits);
}

/** `isIP` has vouched for the form: at most one `::`, and IPv4 in nothing but the last place. */
function ipv6Number(address: string): bigint {
  const [head = '', tail] = address.split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return joined([...left, ...zeros, ...right], groupBits);
}

function groupsOf(text: string): readonly bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return BigInt(`0x${group}`);
    const number = ipv4Number(group);
    return [number >> groupBits, number % (1n << groupBits)];
  });
}

function joined(parts: readonly bigint[], bits: bigint): bigint {
  return parts.reduce((number, part) => (number << bits) + part, 0n);
}
