import type { Bits } from './bits.ts';
import type { DecisionMap } from './decision-map.ts';
import type { PortAlgebra, PortsId } from './port-algebra.ts';

/** What a pair of peers may talk about: allowed, or undefined; what is in neither is denied. */
export type Answer = { readonly allowed: PortsId; readonly undefined: PortsId };

/** Peers with the same answer in one direction; regions of a half are apart. */
export type HalfRegion = { readonly peers: Bits; readonly answer: Answer };

/** One end's side of its connections. Peers in no region are denied everything. */
export type Half = readonly HalfRegion[];

export function halfOf({ regions }: DecisionMap, algebra: PortAlgebra): Half {
  return regions.flatMap(({ peers, fate: { allowed, denied } }) => {
    const answer = {
      allowed: algebra.difference(allowed, denied),
      undefined: algebra.intersection(allowed, denied),
    };
    return allowed === algebra.none ? [] : [{ peers, answer }];
  });
}

/** A connection needs both ends: denied by one is denied, and undefined by one is not allowed. */
export function joined(one: Answer, other: Answer, algebra: PortAlgebra): Answer {
  const allowed = algebra.intersection(one.allowed, other.allowed);
  if (one.undefined === algebra.none && other.undefined === algebra.none) {
    return { allowed, undefined: algebra.none };
  }
  const possible = algebra.intersection(
    algebra.union(one.allowed, one.undefined),
    algebra.union(other.allowed, other.undefined),
  );
  return { allowed, undefined: algebra.difference(possible, allowed) };
}

/** What holds in every one of several readings; what they disagree on is undefined. */
export function either(readings: readonly Answer[], algebra: PortAlgebra): Answer {
  const [first, ...rest] = readings;
  if (first === undefined) return { allowed: algebra.none, undefined: algebra.none };
  return rest.reduce((one, other) => {
    const allowed = algebra.intersection(one.allowed, other.allowed);
    const possible = [one.allowed, one.undefined, other.allowed, other.undefined].reduce(
      (all, ports) => algebra.union(all, ports),
    );
    return { allowed, undefined: algebra.difference(possible, allowed) };
  }, first);
}
