/** The items, each once, in lists of at most `sizeMax`. */
export function batchesOf<Item>(sizeMax: number, items: readonly Item[]): Item[][] {
  const each = [...new Set(items)];
  return Array.from({ length: Math.ceil(each.length / sizeMax) }, (_, index) =>
    each.slice(index * sizeMax, (index + 1) * sizeMax),
  );
}
