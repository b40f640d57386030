import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf, StageError } from '../../functions/model/errors.ts';
import type { Snapshot } from '../../functions/model/snapshot.ts';
import { storeKeys } from '../../functions/model/store-keys.ts';
import { storedSnapshotSchema } from '../../functions/model/stored-snapshot.ts';
import { fleetOf, type ScanSource } from './scan-source.ts';

const decompress = promisify(gunzip);
const snapshotSizeBytesMax = 2_000_000_000;

/**
 * A snapshot that was taken before, judged as it stands. Its bytes are put under the new scan's key
 * unchanged, so the snapshot stage finds them there and asks no cluster.
 */
export async function snapshotSource(file: string): Promise<ScanSource> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unusable(`cannot read ${file}: ${messageOf(error)}`, error);
  });
  const { cluster } = await parsed(file, bytes);
  return {
    fleet: fleetOf(cluster),
    clusters: {
      open: async () => {
        throw unusable(`${file} holds no cluster beside ${cluster.name}`);
      },
    },
    warnings: [],
    prepare: async (store, scanId) => {
      await store.create(storeKeys.snapshot({ cluster, scanId }), bytes);
    },
  };
}

async function parsed(file: string, bytes: Uint8Array): Promise<Snapshot> {
  const snapshot = storedSnapshotSchema.safeParse(await json(file, bytes));
  if (snapshot.success) return snapshot.data;
  const [issue] = snapshot.error.issues;
  const detail = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
  throw unusable(`${file} is no snapshot that this version reads: ${detail}`);
}

async function json(file: string, bytes: Uint8Array): Promise<unknown> {
  try {
    const text = await decompress(bytes, { maxOutputLength: snapshotSizeBytesMax });
    return JSON.parse(text.toString('utf8'));
  } catch (error) {
    throw unusable(`${file} is not gzipped JSON: ${messageOf(error).slice(0, 80)}`, error);
  }
}

function unusable(message: string, cause?: unknown): StageError {
  return new StageError('BAD_INPUT', message, {
    remedy: 'Give a snapshot.json.gz as a scan stores it.',
    cause,
  });
}
