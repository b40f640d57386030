export type JsonMap = Readonly<Record<string, unknown>>;

/** Whether two JSON values are the same; a key with undefined counts as a key. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return isSameList(a, b, isSameJson);
  return isJsonMap(a) && isJsonMap(b) && isSameExcept(undefined, a, b);
}

/** Whether two lists have the same items in the same order, by the measure given. */
export function isSameList(
  a: readonly unknown[],
  b: unknown,
  isSame: (a: unknown, b: unknown) => boolean,
): boolean {
  return (
    Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  );
}

/** Whether two maps are the same but for one key. It makes nothing: it runs over every pod. */
export function isSameExcept(ignored: string | undefined, a: JsonMap, b: JsonMap): boolean {
  let keys = 0;
  for (const key in a) {
    if (key === ignored) continue;
    if (!(key in b) || !isSameJson(a[key], b[key])) return false;
    keys += 1;
  }
  for (const key in b) if (key !== ignored) keys -= 1;
  return keys === 0;
}

export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
