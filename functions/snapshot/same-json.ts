/** Whether two JSON values are the same; a key with undefined counts as a key. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b);
  return isMap(a) && isMap(b) && isSameMap(a, b);
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
}

/** No lists of keys are made: this runs over every field of every pod. */
function isSameMap(a: JsonMap, b: JsonMap): boolean {
  let keys = 0;
  for (const key in a) {
    if (!(key in b) || !isSameJson(a[key], b[key])) return false;
    keys += 1;
  }
  for (const _ in b) keys -= 1;
  return keys === 0;
}

type JsonMap = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
