import { isIP } from 'node:net';

export type Cidr = { readonly family: 4 | 6; readonly prefixLength: number };

/** The family and prefix length of a CIDR, or undefined where the text is not one. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  if (family !== 4 && family !== 6) return undefined;
  const prefixLength = Number(length);
  return prefixLength > (family === 4 ? 32 : 128) ? undefined : { family, prefixLength };
}

/** Whether a CIDR covers all of its family; host bits count for nothing, so `10.1.2.3/0` does. */
export function coversItsFamily(text: string): boolean {
  return parseCidr(text)?.prefixLength === 0;
}
