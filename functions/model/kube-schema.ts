import * as z from 'zod';

/** Kubernetes treats null, missing and empty lists alike; so does every list that is kept. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value): readonly z.output<Item>[] => value ?? []);

/** A field that may be missing or null, kept as undefined. */
export const maybe = <Value extends z.ZodType>(value: Value) =>
  value.nullish().transform((given): z.output<Value> | undefined => given ?? undefined);

/** A field with the default that the API server would fill in. */
export const orDefault = <Value extends z.ZodType>(value: Value, fallback: z.output<Value>) =>
  value.nullish().transform((given): z.output<Value> => given ?? fallback);

export const flag = orDefault(z.boolean(), false);

/** A map of strings with its keys in order, so that equal maps have equal bytes. */
export const stringMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value): Readonly<Record<string, string>> => sortedKeys(value ?? {}));

function sortedKeys(map: Record<string, string>): Record<string, string> {
  const keys = Object.keys(map);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  if (isSorted) return map;
  return Object.fromEntries(keys.sort().map((key) => [key, map[key] ?? '']));
}

/** JSON kept whole, keys in order at every depth. For objects that cannot hold secrets. */
export const wholeJson = z.json().transform(sortDeep);

type Json = z.infer<ReturnType<typeof z.json>>;

function sortDeep(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortDeep);
  if (value === null || typeof value !== 'object') return value;
  const sorted = Object.keys(value)
    .sort()
    .map((key): [string, Json] => [key, sortDeep(value[key] ?? null)]);
  return Object.fromEntries(sorted);
}
