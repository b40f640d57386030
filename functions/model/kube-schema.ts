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

type JsonObject = Readonly<Record<string, unknown>>;
export type StringMap = Readonly<Record<string, string>>;

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own checks instead of z.record and z.looseObject, which copy: they run for every pod. */
export const jsonObject = z.custom<JsonObject>(isJsonObject, 'expected object');

const isStringMap = (value: unknown): boolean =>
  isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string');

/** A map of strings with its keys in order, so that equal maps have equal bytes. */
export const stringMap = z
  .custom<StringMap>(isStringMap, 'expected a map of strings')
  .nullish()
  .transform((value) => sortedKeys(value ?? {}));

function sortedKeys(map: StringMap): StringMap {
  let last = '';
  for (const key in map) {
    if (key < last) return sortedCopy(map);
    last = key;
  }
  return map;
}

function sortedCopy(map: StringMap): StringMap {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Deeper than any object of Kubernetes; an alias in YAML can lead back to where it stands. */
const depthMax = 200;

/** JSON kept whole, keys in order at every depth. For objects that cannot hold secrets. */
export const wholeJson = z.unknown().transform((value, context) => {
  if (isTooDeep(value, depthMax)) {
    context.addIssue({ code: 'custom', message: `is nested deeper than ${depthMax} levels` });
    return z.NEVER;
  }
  return sortDeep(value);
});

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isTooDeep(part, levels - 1));
}

function sortDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortDeep);
  if (!isJsonObject(value)) return value;
  const sorted = Object.keys(value)
    .sort()
    .map((key): [string, unknown] => [key, sortDeep(value[key])]);
  return Object.fromEntries(sorted);
}
