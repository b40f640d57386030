import type { ReadId } from '../model/reads.ts';
import { awsShelves } from './aws-shelves.ts';
import { kubernetesShelves } from './kubernetes-shelves.ts';
import type { Shelf } from './shelf.ts';
import { shelfFamilies } from './shelf-families.ts';

export type Shelves = ReturnType<typeof emptyShelves>;

/** One empty shelf for each read. */
export function emptyShelves() {
  const single = { ...kubernetesShelves(), ...awsShelves() };
  const families = shelfFamilies();
  const byRead = new Map<string, Shelf<unknown>>([
    ...Object.entries(single),
    ...Object.values(families).flatMap((family): [string, Shelf<unknown>][] => [...family]),
  ]);
  return {
    single,
    families,
    of: (id: ReadId): Shelf<unknown> => {
      const shelf = byRead.get(id);
      if (shelf === undefined) throw new Error(`every read has a shelf, but ${id} has none`);
      return shelf;
    },
  };
}

/** What a family of reads gave, read after read. */
export function itemsOf<Item>(family: ReadonlyMap<string, Shelf<Item>>): Item[] {
  return [...family.values()].flatMap(({ items }) => items);
}
