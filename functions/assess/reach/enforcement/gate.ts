/** A switch of a policy engine, as far as a snapshot shows it. */
export type Gate =
  | { readonly state: 'on' }
  | { readonly state: 'off'; readonly why: string }
  | { readonly state: 'unknown'; readonly missing: string };

/** An engine enforces where all of its gates are on. */
export type Gates = readonly [Gate, ...Gate[]];

export const on: Gate = { state: 'on' };

export function isOn({ state }: Gate): boolean {
  return state === 'on';
}

export function missingOf(gate: Gate): readonly string[] {
  return gate.state === 'unknown' ? [gate.missing] : [];
}
