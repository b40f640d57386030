import { StageError } from '../../functions/model/errors.ts';
import type { ArtifactStore } from '../../functions/model/world.ts';

/** A store that lives as long as one question: nothing of it is kept, and nothing points into it. */
export function passingStore(): ArtifactStore {
  const artifacts = new Map<string, Uint8Array>();
  return {
    read: async (key) => artifacts.get(key),
    create: async (key, bytes) => {
      artifacts.set(key, bytes);
      return 'created';
    },
    readPointer: async () => undefined,
    movePointer: async (key) => {
      throw new StageError('STORE_FAILED', `${key} cannot point into a store that is not kept`, {
        remedy: 'Scan into a folder instead.',
      });
    },
  };
}
