/** Choices that a seed decides: the same seed, the same cluster, on every machine. */
export type Random = {
  /** From 0 to below the bound. */
  readonly int: (bound: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** As many items as asked for at most, each at most once, in their order. */
  readonly some: <Item>(items: readonly Item[], most: number) => readonly Item[];
  readonly times: <Item>(least: number, most: number, make: () => Item) => readonly Item[];
};

export function randomOf(seed: number): Random {
  const next = mulberry32(seed);
  const int = (bound: number) => Math.floor(next() * bound);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]) => {
      if (items.length === 0) throw new Error('nothing to pick from');
      return items[int(items.length)] as Item;
    },
    some: (items, most) => {
      const share = most / Math.max(items.length, 1);
      return items.filter(() => next() < share).slice(0, most);
    },
    times: (least, most, make) =>
      Array.from({ length: least + int(most - least + 1) }, () => make()),
  };
}

/** A generator of 32 bits by Tommy Ettinger, in the public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
