import * as z from 'zod';
import { StageError } from '../model/errors.ts';

type Input = {
  /** What it is, for the error: `the event`, `the environment`. */
  readonly name: string;
  readonly value: unknown;
  readonly remedy: string;
};

/** What comes from outside, in the shape that the stage needs; else an error says what is off. */
function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  { name, value, remedy }: Input,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' ');
  throw new StageError('BAD_INPUT', `${name} is not what the stage expects: ${faults}`, { remedy });
}

export function parseEvent<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const remedy = 'Start the stage through the state machine, or with an event of that shape.';
  return parseInput(schema, { name: 'the event', value, remedy });
}

export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const remedy = 'Deploy the stack again: it sets the variables of every function.';
  return parseInput(schema, { name: 'the environment', value, remedy });
}
