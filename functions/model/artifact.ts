import * as z from 'zod';
import { messageOf, StageError } from './errors.ts';
import type { ArtifactStore } from './world.ts';

type Wanted<Schema extends z.ZodType> = {
  readonly key: string;
  readonly schema: Schema;
  /** The stage that writes the artifact: what to run where it is missing. */
  readonly writtenBy: string;
};

export type Artifact<Value> = { readonly value: Value; readonly bytes: Uint8Array };

/** An artifact of an earlier stage, parsed, and the bytes that it was parsed from. */
export async function readArtifact<Schema extends z.ZodType>(
  store: ArtifactStore,
  wanted: Wanted<Schema>,
): Promise<Artifact<z.output<Schema>>> {
  const bytes = await readBytes(store, wanted);
  return { value: parseArtifact(bytes, wanted), bytes };
}

/** The bytes of an artifact that must be there. */
export async function readBytes(
  store: ArtifactStore,
  { key, writtenBy }: { readonly key: string; readonly writtenBy: string },
): Promise<Uint8Array> {
  const bytes = await store.read(key);
  if (bytes !== undefined) return bytes;
  throw new StageError('ARTIFACT_MISSING', `${key} is not in the store`, {
    remedy: `Run the ${writtenBy} stage of this scan first.`,
  });
}

const versioned = z.object({ version: z.unknown() });

/** Checks the bytes of an artifact against the shape that this version of the tool knows. */
export function parseArtifact<Schema extends z.ZodType>(
  bytes: Uint8Array,
  { key, schema, writtenBy }: Wanted<Schema>,
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
    remedy: `Use the version of the tool that wrote it, or run the ${writtenBy} stage in a new scan.`,
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

/** JSON as artifacts hold it: readable, and with a closing line break. */
export function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
}
