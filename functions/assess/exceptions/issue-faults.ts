import type * as z from 'zod';
import { exceptionSchema } from '../../model/exceptions.ts';
import type { Path } from './placed-yaml.ts';

/** What is wrong with a value, or with a name among the fields of one. */
export type ValueFault = { readonly path: Path; readonly name?: string; readonly text: string };

const fieldNames = Object.keys(exceptionSchema.shape);
const scopeNames = Object.keys(exceptionSchema.shape.scope.shape);

/** A fault of the shape in words; one for each field that does not belong there. */
export function shapeFaults(issue: z.core.$ZodIssue, file: unknown): readonly ValueFault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ path, name, text: strangerText(path, name) }));
  }
  return [{ path, text: `${subjectOf(path)} ${complaintOf(issue, valueAt(file, path))}` }];
}

/** The field as people call it: `scope.cluster`. */
function subjectOf([list, index, ...fields]: Path): string {
  if (list === undefined) return 'the file';
  if (index === undefined) return '"exceptions"';
  return fields.length === 0 ? 'the entry' : fields.map(String).join('.');
}

function strangerText(path: Path, name: string): string {
  const known = namesAt(path);
  return `"${name}" is no field ${path.length === 0 ? 'of the file' : 'here'}; known: ${known.join(', ')}`;
}

function namesAt(path: Path): readonly string[] {
  if (path.length === 0) return ['exceptions'];
  return path.length === 2 ? fieldNames : scopeNames;
}

function complaintOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'too_small':
      return 'is empty';
    case 'too_big':
      return `is longer than ${issue.maximum} characters`;
    case 'invalid_format':
      return 'is no day of the calendar, such as 2026-11-23';
    case 'invalid_type':
      return typeComplaint(issue.expected, value);
    default:
      return issue.message;
  }
}

const expectations: Readonly<Record<string, string>> = {
  string: 'expected text',
  array: 'expected a list, [] for none',
  object: 'expected fields',
};

function typeComplaint(expected: string, value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'has no value';
  const wanted = expectations[expected] ?? `expected ${expected}`;
  const isInNeedOfQuotes = expected === 'string' && typeof value !== 'object';
  return `is ${kindOf(value)}, ${wanted}${isInNeedOfQuotes ? ': put it in quotes' : ''}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of fields';
  if (typeof value === 'string') return 'text';
  return typeof value === 'boolean' ? 'true or false' : 'a number';
}

function valueAt(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return valueAt(Object.entries(value).find(([name]) => name === String(step))?.[1], rest);
}
