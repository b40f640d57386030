import { expect } from '@jest/globals';
import { addressesWithout, parseCidr } from '../../functions/assess/reach/algebra/address-set.ts';

/* The common form of policies, as tests write it down. */

export function isIn(of: 'pod' | 'namespace' | 'node', key: string, ...values: string[]) {
  return { op: 'in', of, key, values };
}

export function inNamespace(name: string) {
  return isIn('namespace', 'kubernetes.io/metadata.name', name);
}

export function both(...operands: object[]) {
  return { op: 'and', operands };
}

export function pods(where: object) {
  return { op: 'pods', where };
}

export function addresses(cidr: string, ...except: string[]) {
  const gaps = except.flatMap((text) => parseCidr(text) ?? []);
  return { op: 'addresses', addresses: addressesWithout(parseCidr(cidr) ?? [], gaps) };
}

/** Unknown for a reason that names this field. */
export function unknown(field: string) {
  return { op: 'unknown', why: naming(field) };
}

export function naming(field: string): unknown {
  return expect.stringContaining(field);
}

export function onePort(protocol: string, port: number) {
  return { op: 'ports', protocol, first: port, last: port };
}

export function everyPort(protocol: string) {
  return { op: 'protocol', protocol };
}
