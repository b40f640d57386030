import type { PolicyEndpoint } from '../../../model/network-objects.ts';
import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import { type AddressRange, parseCidr } from '../algebra/address-set.ts';
import { type Direction, directions } from '../policies/policy.ts';

/** A block of addresses with more ports than the agent of the VPC CNI can keep for it. */
export type TooManyPorts = {
  readonly direction: Direction;
  readonly cidr: string;
  /** Combinations of protocol and port, over all policies of the pod. */
  readonly count: number;
};

/** Amazon EKS user guide: "each unique combination of port and protocol", 24 for an address. */
export const portsMax = 24;

type ByPod = ReadonlyMap<string, readonly TooManyPorts[]>;

const known = new WeakMap<Snapshot, ByPod>();

/**
 * The blocks of which the agent leaves ports out for a pod: it keeps the first 24 that any policy of
 * the pod names for an address, those of wider blocks included, and logs an error about the rest.
 */
export function tooManyPorts(
  { namespace, name }: Pod,
  snapshot: Snapshot,
): readonly TooManyPorts[] {
  const found = known.get(snapshot) ?? findTooManyPorts(snapshot);
  known.set(snapshot, found);
  return found.get(`${namespace}/${name}`) ?? [];
}

/** Pods in the same PolicyEndpoints have the same ports. */
function findTooManyPorts({ policyEndpoints }: Snapshot): ByPod {
  const endpointsOf = new Map<string, number[]>();
  policyEndpoints.forEach(({ pods }, place) => {
    for (const { namespace, name } of pods) {
      const key = `${namespace}/${name}`;
      const places = endpointsOf.get(key);
      if (places === undefined) endpointsOf.set(key, [place]);
      else places.push(place);
    }
  });
  const byPod = new Map<string, readonly TooManyPorts[]>();
  for (const alike of Map.groupBy(endpointsOf, ([, places]) => places.join()).values()) {
    const endpoints = (alike[0]?.[1] ?? []).flatMap((place) => policyEndpoints[place] ?? []);
    const found = directions.flatMap((direction) => overfullIn(endpoints, direction));
    if (found.length > 0) for (const [key] of alike) byPod.set(key, found);
  }
  return byPod;
}

type Entry = PolicyEndpoint[Direction][number];
type Block = { readonly cidr: string; readonly range: AddressRange; readonly ports: Set<string> };

function overfullIn(
  endpoints: readonly PolicyEndpoint[],
  direction: Direction,
): readonly TooManyPorts[] {
  const found: TooManyPorts[] = [];
  const around: Block[] = [];
  for (const block of blocksIn(endpoints.flatMap((endpoint) => endpoint[direction]))) {
    while ((around.at(-1)?.range.last ?? block.range.last) < block.range.last) around.pop();
    for (const port of around.at(-1)?.ports ?? []) block.ports.add(port);
    around.push(block);
    const { cidr, ports } = block;
    if (ports.size > portsMax) found.push({ direction, cidr, count: ports.size });
  }
  return found;
}

/** Each block once, with all of its ports, after the blocks that it lies in. */
function blocksIn(entries: readonly Entry[]): readonly Block[] {
  const blocks = new Map<string, Block>();
  for (const { cidr, ports } of entries) {
    const [range] = parseCidr(cidr ?? '') ?? [];
    if (cidr === undefined || range === undefined) continue;
    const key = `${range.first} ${range.last}`;
    const block = blocks.get(key) ?? { cidr, range, ports: new Set<string>() };
    blocks.set(key, block);
    for (const combination of combinationsOf(ports)) block.ports.add(combination);
  }
  return [...blocks.values()].sort(
    ({ range: one }, { range: other }) =>
      compared(one.first, other.first) || compared(other.last, one.last),
  );
}

/** No ports are all ports, in one combination. */
function combinationsOf(ports: Entry['ports']): readonly string[] {
  if (ports.length === 0) return ['every port'];
  return ports.map(
    ({ protocol = '', port = '', endPort = '' }) => `${protocol} ${port} ${endPort}`,
  );
}

function compared(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other);
}
