import type { Condition, LabelOwner, Peers } from './policy.ts';

export const always: Condition = { op: 'true' };
export const never: Condition = { op: 'false' };

/** A condition, peers or ports that may match anything or nothing; `why` names the field. */
export function unknownBecause(why: string): { readonly op: 'unknown'; readonly why: string } {
  return { op: 'unknown', why };
}

/** The label that the API server sets on every namespace. */
export const namespaceNameKey = 'kubernetes.io/metadata.name';

export function allOf(operands: readonly Condition[]): Condition {
  const needed = operands.filter(({ op }) => op !== 'true');
  if (needed.some(({ op }) => op === 'false')) return never;
  const [first] = needed;
  if (first === undefined) return always;
  return needed.length === 1 ? first : { op: 'and', operands: needed };
}

export function anyOf(operands: readonly Condition[]): Condition {
  const needed = operands.filter(({ op }) => op !== 'false');
  if (needed.some(({ op }) => op === 'true')) return always;
  const [first] = needed;
  if (first === undefined) return never;
  return needed.length === 1 ? first : { op: 'or', operands: needed };
}

export function notOf(operand: Condition): Condition {
  if (operand.op === 'true') return never;
  if (operand.op === 'false') return always;
  return operand.op === 'not' ? operand.operand : { op: 'not', operand };
}

export function labelIn(of: LabelOwner, key: string, values: readonly string[]): Condition {
  return { op: 'in', of, key, values };
}

/** Pods of the namespaces with these names. */
export function inNamespaces(names: readonly string[]): Condition {
  return labelIn('namespace', namespaceNameKey, names);
}

export function anyPeer(operands: readonly Peers[]): Peers {
  const [first] = operands;
  if (first === undefined) return { op: 'none' };
  return operands.length === 1 ? first : { op: 'or', operands };
}

export function everyPeerOf(operands: readonly Peers[]): Peers {
  const needed = operands.filter(({ op }) => op !== 'every');
  const [first] = needed;
  if (first === undefined) return { op: 'every' };
  return needed.length === 1 ? first : { op: 'and', operands: needed };
}
