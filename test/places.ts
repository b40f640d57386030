/*
 * Changes at one place of a list; the place may lie beyond its end.
 */

export function pick<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % Math.max(1, items.length)];
}

export function without<Item>(items: readonly Item[], at: number): Item[] {
  return items.filter((_, index) => index !== at % Math.max(1, items.length));
}

export function replaced<Item>(
  items: readonly Item[],
  at: number,
  change: (item: Item) => Item,
): Item[] {
  return items.map((item, index) => (index === at % items.length ? change(item) : item));
}
