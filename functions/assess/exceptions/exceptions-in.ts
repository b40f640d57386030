import * as z from 'zod';
import { StageError } from '../../model/errors.ts';
import { type Exception, exceptionSchema } from '../../model/exceptions.ts';
import { shapeFaults, type ValueFault } from './issue-faults.ts';
import { type Fault, type Path, type PlacedYaml, placedYaml } from './placed-yaml.ts';
import { ruleFaults } from './rule-faults.ts';

const fileSchema = z.strictObject({ exceptions: z.array(exceptionSchema) });

type Where = {
  /** What the file is called in errors. */
  readonly name: string;
  /** The controls that an exception can be for. */
  readonly controlIds: readonly string[];
};

/**
 * The exceptions of a file in YAML or JSON, in its order. Throws BAD_INPUT that lists every fault with
 * its line: a file that is not understood whole accepts nothing.
 */
export function exceptionsIn(text: string, { name, controlIds }: Where): readonly Exception[] {
  const source = placedYaml(text);
  if (source.isBroken) throw invalid(name, source.faults);
  if (source.value === null) {
    const empty = 'the file is empty; "exceptions: []" says that there are none';
    throw invalid(name, [{ line: 1, column: 1, text: empty }]);
  }
  const parsed = fileSchema.safeParse(source.value);
  const faults = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => shapeFaults(issue, source.value)),
    ...ruleFaults(source.value, controlIds),
  ].map((fault) => placed(fault, source));
  const all = [...source.faults, ...faults];
  if (parsed.success && all.length === 0) return parsed.data.exceptions;
  throw invalid(name, all);
}

function placed({ path, name, text }: ValueFault, source: PlacedYaml): Fault {
  const place = name === undefined ? source.placeOf(path) : source.placeOfName(path, name);
  return { ...place, text: `${entryName(path, source.value)}${text}` };
}

const withIds = z.looseObject({
  exceptions: z.array(z.looseObject({ id: z.string().optional().catch(undefined) }).catch({})),
});

/** The exception that a path leads into, by its id or else by its number, counted from 1. */
function entryName([, index]: Path, file: unknown): string {
  if (typeof index !== 'number') return '';
  const id = withIds.safeParse(file).data?.exceptions[index]?.id?.trim();
  return id === undefined || id === '' ? `exception ${index + 1}: ` : `${id}: `;
}

function invalid(name: string, faults: readonly Fault[]): StageError {
  const lines = faults
    .toSorted((one, other) => one.line - other.line || one.column - other.column)
    .map(({ line, column, text }) => `${name}:${line}:${column} ${text}`);
  const distinct = [...new Set(lines)];
  const count = distinct.length === 1 ? '1 fault' : `${distinct.length} faults`;
  return new StageError('BAD_INPUT', `${name} has ${count}`, {
    remedy: 'Correct the file of exceptions; docs/exceptions.md tells its form.',
    faults: distinct,
  });
}
