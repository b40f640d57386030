import { createHash } from 'node:crypto';
import { StageError } from '../../model/errors.ts';
import type { Exception } from '../../model/exceptions.ts';
import type { ExceptionsFile } from '../../model/world.ts';
import { exceptionsIn } from './exceptions-in.ts';

type ReadExceptions = {
  readonly entries: readonly Exception[];
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
};

/**
 * The exceptions of the file that is given, undefined where none is. Throws BAD_INPUT for a file that
 * cannot be read or is not valid: nobody is judged as if there were no exceptions.
 */
export async function readExceptions(
  file: ExceptionsFile,
  controlIds: readonly string[],
): Promise<ReadExceptions | undefined> {
  const given = await file.read();
  if (given === undefined) return undefined;
  const { name, bytes } = given;
  return {
    entries: exceptionsIn(decoded(name, bytes), { name, controlIds }),
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

function decoded(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new StageError('BAD_INPUT', `${name} is not text in UTF-8`, {
      remedy: 'Save the file of exceptions as UTF-8.',
      cause,
    });
  }
}
