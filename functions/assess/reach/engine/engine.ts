import type { Pod, Snapshot } from '../../../model/snapshot.ts';
import type { Direction } from '../policies/policy.ts';
import type { Profile } from '../profiles/profile.ts';
import { type Block, blocksOf } from './blocks.ts';
import { type Compiled, compile, type Given } from './compiled.ts';
import { type Answer, joined } from './half.ts';
import { type Sides, sidesOf } from './sides.ts';
import { type Acting, selectionsOf } from './subjects.ts';

/** The connections of a snapshot under a profile, in numbers. */
export type Engine = Compiled & {
  /** For each class the policies that select it, in order of tiers. */
  readonly selections: readonly (readonly Acting[])[];
  readonly sides: Readonly<Record<Direction, Sides>>;
  /** The class of a unit, by the unit's place. */
  readonly classOfUnit: readonly number[];
  readonly unitOfPod: (pod: Pick<Pod, 'namespace' | 'name'>) => number | undefined;
  readonly unitOfNode: (name: string) => number | undefined;
  /** A node before a pod on its network. */
  readonly unitOfAddress: (address: bigint) => number | undefined;
  readonly blocks: () => Iterable<Block>;
  /** What one end says: the source of egress, the destination of ingress. Not every peer has a say. */
  readonly end: (direction: Direction, place: number, peer: number) => Answer;
  /** The answer for members of two classes or other peers. */
  readonly answer: (source: number, destination: number) => Answer;
};

export function buildEngine(snapshot: Snapshot, profile: Profile, given: Given): Engine {
  const compiled = compile(snapshot, profile, given);
  const { algebra, spaces, classes } = compiled;
  const selections = selectionsOf(compiled);
  const sides = {
    ingress: sidesOf('ingress', compiled, selections),
    egress: sidesOf('egress', compiled, selections),
  };
  const isUnit = (place: number): boolean => place < classes.length;
  const { ingress, egress } = sides;
  const open = { allowed: algebra.all, undefined: algebra.none };
  const end = (direction: Direction, place: number, peer: number): Answer =>
    isUnit(place) ? sides[direction].answer(place, peer) : open;
  return {
    ...compiled,
    selections,
    sides,
    ...placesOf(compiled),
    blocks: () =>
      blocksOf({
        sides: { ingress: ingress.sides, egress: egress.sides },
        units: spaces.ingress.units,
        algebra,
      }),
    end,
    answer: (source, destination) =>
      joined(end('egress', source, destination), end('ingress', destination, source), algebra),
  };
}

function placesOf({ units, classes }: Compiled) {
  const pods = new Map<string, number>();
  const nodes = new Map<string, number>();
  const owners = new Map<bigint, number>();
  units.forEach(({ object }, place) => {
    if ('pod' in object) pods.set(`${object.pod.namespace}/${object.pod.name}`, place);
    else nodes.set(object.node.name, place);
  });
  // Nodes come last, and so have the last word about an address that they share with pods.
  units.forEach(({ addresses }, place) => {
    for (const address of addresses) owners.set(address, place);
  });
  const classOfUnit: number[] = new Array(units.length).fill(0);
  classes.forEach(({ members }, place) => {
    for (const member of members) classOfUnit[member] = place;
  });
  return {
    classOfUnit,
    unitOfPod: ({ namespace, name }: Pick<Pod, 'namespace' | 'name'>) =>
      pods.get(`${namespace}/${name}`),
    unitOfNode: (name: string) => nodes.get(name),
    unitOfAddress: (address: bigint) => owners.get(address),
  };
}
