type Named = {
  readonly kind?: string;
  readonly namespace?: string | undefined;
  readonly name: string;
};

/** In order of namespace, name and kind, by code unit: the same on every machine. */
export function inOrder<Item extends Named>(items: readonly Item[]): Item[] {
  return items.toSorted(
    (a, b) =>
      compared(a.namespace ?? '', b.namespace ?? '') ||
      compared(a.name, b.name) ||
      compared(a.kind ?? '', b.kind ?? ''),
  );
}

/** In order of a text of each item, by code unit. */
export function inOrderOf<Item>(items: readonly Item[], textOf: (item: Item) => string): Item[] {
  return items.toSorted((a, b) => compared(textOf(a), textOf(b)));
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
