import type * as z from 'zod';
import type { PolicyProblem, PolicyRef } from './policy.ts';

/*
 * A walk down the raw JSON of a policy that knows where it stands. A parser starts with
 * `startReading`, descends with `child`, `itemsOf` and `entriesOf`, and reads leaves with `textOf`,
 * `wholeNumberOf`, `oneOf` or `readAs`. What is wrong is reported once, with its path, and comes back
 * as a text that names the field, for the `why` or `unsure` of what could not be understood.
 */

/** A place in a policy. Null counts as missing, as it does for Kubernetes. */
export type Field = {
  /** `spec.ingress[0].from[1].podSelector.matchLabels.version` */
  readonly path: string;
  /** Undefined where the field is missing or null. */
  readonly value: unknown;
  readonly report: (problem: Omit<PolicyProblem, 'policy'>) => void;
};

/** The value of a leaf, or why it cannot be read. */
export type Reading<Value> = { readonly value: Value } | { readonly why: string };

type JsonObject = Readonly<Record<string, unknown>>;

const shownCharacters = 60;

/** The top field of a policy; `problems` fills up while the policy is read. */
export function startReading(
  policy: PolicyRef,
  value: unknown,
  path = 'spec',
): { readonly field: Field; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const report: Field['report'] = ({ kind, path: where, text }) => {
    const isKnown = problems.some((known) => known.path === where && known.text === text);
    if (!isKnown) problems.push({ policy, kind, path: where, text });
  };
  return { field: { path, value: value ?? undefined, report }, problems };
}

/** Reports that no API server takes the field as it stands. The result names field and fault. */
export function malformed({ path, report }: Field, text: string): string {
  report({ kind: 'malformed', path, text });
  return `${path}: ${text}`;
}

/** Reports a field that the engine does not know. The result names field and fault. */
export function notUnderstood({ path, report }: Field, text = 'field is not known'): string {
  report({ kind: 'notUnderstood', path, text });
  return `${path}: ${text}`;
}

export function isMissing({ value }: Field): boolean {
  return value === undefined;
}

export function isObjectField({ value }: Field): boolean {
  return isObject(value);
}

/** The field of an object by its key; missing where the parent is no object. */
export function child({ path, value, report }: Field, key: string): Field {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  const step = /^\w+$/.test(key) ? `.${key}` : `[${key}]`;
  return { path: `${path}${step}`, value: found ?? undefined, report };
}

/** The fields of an object, in order of its keys, those with null as missing; none of no object. */
export function entriesOf(field: Field): readonly (readonly [key: string, field: Field])[] {
  if (!isObject(field.value)) return [];
  return Object.keys(field.value).map((key) => [key, child(field, key)] as const);
}

/**
 * What keeps an object from being read in full: it is none, or it has fields beside the known ones.
 * Each fault is reported. A missing object has no faults.
 */
export function faultsOf(field: Field, knownKeys: readonly string[]): readonly string[] {
  if (isMissing(field)) return [];
  if (!isObject(field.value)) return [expectedIn(field, 'an object').why];
  return entriesOf(field)
    .filter(([key, entry]) => !knownKeys.includes(key) && !isMissing(entry))
    .map(([, unknown]) => notUnderstood(unknown));
}

/** The items of a list, none where it is missing; `faults` where it is no list. */
export function itemsOf(field: Field): {
  readonly items: readonly Field[];
  readonly faults: readonly string[];
} {
  const { path, value, report } = field;
  if (isMissing(field)) return { items: [], faults: [] };
  if (!Array.isArray(value)) {
    return { items: [], faults: [expectedIn(field, 'a list').why] };
  }
  const items = value.map((item: unknown, index) => ({
    path: `${path}[${index}]`,
    value: item ?? undefined,
    report,
  }));
  return { items, faults: [] };
}

/** A leaf of any shape; `expected` completes the sentence "expected ...". */
export function readAs<Value>(
  field: Field,
  schema: z.ZodType<Value>,
  expected: string,
): Reading<Value> {
  const parsed = schema.safeParse(field.value);
  return parsed.success ? { value: parsed.data } : expectedIn(field, expected);
}

/** Reports that a field does not hold what it has to; `expected` completes "expected ...". */
export function expectedIn(field: Field, expected: string): { readonly why: string } {
  return { why: malformed(field, `expected ${expected}${butFound(field)}`) };
}

export function whysOf(readings: readonly Reading<unknown>[]): readonly string[] {
  return readings.flatMap((reading) => ('why' in reading ? [reading.why] : []));
}

export function valuesOf<Value>(readings: readonly Reading<Value>[]): readonly Value[] {
  return readings.flatMap((reading) => ('value' in reading ? [reading.value] : []));
}

export function textOf(field: Field): Reading<string> {
  const { value } = field;
  return typeof value === 'string' ? { value } : expectedIn(field, 'a string');
}

export function flagOf(field: Field): Reading<boolean> {
  const { value } = field;
  return typeof value === 'boolean' ? { value } : expectedIn(field, 'true or false');
}

export function wholeNumberOf(field: Field, first: number, last: number): Reading<number> {
  const { value } = field;
  const isInside = typeof value === 'number' && Number.isInteger(value);
  return isInside && first <= value && value <= last
    ? { value }
    : expectedIn(field, `a whole number from ${first} to ${last}`);
}

export function oneOf<const Option extends string>(
  field: Field,
  options: readonly Option[],
): Reading<Option> {
  const option = options.find((each) => each === field.value);
  return option === undefined ? expectedIn(field, listed(options)) : { value: option };
}

/** The faults of several places as one text, for `why` and `unsure`. */
export function joinedFaults(faults: readonly string[]): string {
  return faults.join('; ');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `TCP, UDP or SCTP` */
function listed(options: readonly string[]): string {
  const last = options.at(-1) ?? '';
  return options.length < 2 ? last : `${options.slice(0, -1).join(', ')} or ${last}`;
}

function butFound({ value }: Field): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return ', not a list';
  if (isObject(value)) return ', not an object';
  const text = JSON.stringify(value) ?? typeof value;
  return `, not ${text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text}`;
}
