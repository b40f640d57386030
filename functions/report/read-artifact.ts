import type * as z from 'zod';
import { messageOf, StageError } from '../model/errors.ts';
import type { ArtifactStore } from '../model/world.ts';

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
  { key, schema, writtenBy }: Wanted<Schema>,
): Promise<Artifact<z.output<Schema>>> {
  const bytes = await store.read(key);
  if (bytes === undefined) {
    throw new StageError('ARTIFACT_MISSING', `${key} is not in the store`, {
      remedy: `Run the ${writtenBy} stage of this scan first.`,
    });
  }
  return { value: parseArtifact(bytes, { key, schema, writtenBy }), bytes };
}

export function parseArtifact<Schema extends z.ZodType>(
  bytes: Uint8Array,
  { key, schema, writtenBy }: Wanted<Schema>,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new StageError('ARTIFACT_INVALID', `${key} cannot be used: ${messageOf(cause)}`, {
      remedy: `Run the ${writtenBy} stage again with this version of the tool, in a new scan.`,
      cause,
    });
  }
}
