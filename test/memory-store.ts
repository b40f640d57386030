import { StageError } from '../functions/model/errors.ts';
import type { ArtifactStore } from '../functions/model/world.ts';

/** A store that lives as long as the test. It keeps the contract of `ArtifactStore`. */
export function memoryStore(): ArtifactStore & { readonly keys: () => readonly string[] } {
  const artifacts = new Map<string, Uint8Array>();
  const tags = new Map<string, number>();
  return {
    keys: () => [...artifacts.keys()].sort(),
    read: async (key) => artifacts.get(key)?.slice(),
    create: async (key, bytes) => {
      const present = artifacts.get(key);
      if (present === undefined) {
        artifacts.set(key, bytes.slice());
        return 'created';
      }
      if (Buffer.compare(present, bytes) === 0) return 'alreadyThere';
      throw new StageError('ALREADY_EXISTS', `${key} exists with other content`, {
        remedy: 'Scan again: an artifact is never changed.',
      });
    },
    readPointer: async (key) => {
      const bytes = artifacts.get(key);
      return bytes === undefined ? undefined : { bytes: bytes.slice(), tag: `${tags.get(key)}` };
    },
    movePointer: async (key, bytes, expectedTag) => {
      const tag = artifacts.has(key) ? `${tags.get(key)}` : undefined;
      if (tag !== expectedTag) return 'conflict';
      artifacts.set(key, bytes.slice());
      tags.set(key, (tags.get(key) ?? 0) + 1);
      return 'moved';
    },
  };
}
