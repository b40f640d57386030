/** An address as its family and the text of its bits: a block is a prefix of that text. */
type Bits = { readonly family: 4 | 6; readonly bits: string };

const known = new Map<string, Bits>();

export function isInBlock(address: string, block: string): boolean {
  const [base = '', length = ''] = block.split('/');
  const inside = bitsOf(address);
  const around = bitsOf(base);
  return (
    inside.family === around.family &&
    inside.bits.startsWith(around.bits.slice(0, length === '' ? undefined : Number(length)))
  );
}

export function isWholeFamily(block: string): boolean {
  return block.endsWith('/0');
}

/** The family of an address or a block. */
export function familyOf(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}

function bitsOf(address: string): Bits {
  const bits = known.get(address) ?? parse(address);
  known.set(address, bits);
  return bits;
}

function parse(address: string): Bits {
  if (!address.includes(':')) return { family: 4, bits: digits(address.split('.'), 10, 8) };
  const [head = '', tail] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  return { family: 6, bits: digits([...front, ...Array(gap).fill('0'), ...back], 16, 16) };
}

function digits(parts: readonly string[], base: number, width: number): string {
  return parts.map((part) => Number.parseInt(part, base).toString(2).padStart(width, '0')).join('');
}
