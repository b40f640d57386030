import * as z from 'zod';
import { messageOf, StageError } from '../model/errors.ts';

type Expected<Schema extends z.ZodType> = { readonly key: string; readonly schema: Schema };

const versioned = z.object({ version: z.unknown() });

/** An artifact of an earlier stage or scan, checked against the shape that this tool knows. */
export function parseArtifact<Schema extends z.ZodType>(
  bytes: Uint8Array,
  { key, schema }: Expected<Schema>,
): z.output<Schema> {
  const value = parseJson(bytes, key);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const version = versioned.safeParse(value).data?.version;
  const [issue] = parsed.error.issues;
  const problem =
    issue?.path[0] === 'version'
      ? `has version ${JSON.stringify(version) ?? 'none'}, which this tool does not read`
      : `does not have the expected shape at ${issue?.path.join('.')}: ${issue?.message}`;
  throw new StageError('ARTIFACT_INVALID', `${key} ${problem}`, {
    remedy: 'Use the version of the tool that wrote it, or scan the cluster again with this one.',
    cause: parsed.error,
  });
}

function parseJson(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new StageError('ARTIFACT_INVALID', `${key} is not JSON: ${messageOf(cause)}`, {
      remedy: 'Scan the cluster again: the stored file is damaged.',
      cause,
    });
  }
}
