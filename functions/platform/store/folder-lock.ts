import { randomUUID } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { StageError } from '../../model/errors.ts';
import { errnoOf, type Files, withTemporaryFile } from './folder-files.ts';

type LockPlace = { readonly files: Files; readonly lock: string; readonly waitMs: number };

const pauseMs = 15;

const holderSchema = z.strictObject({
  id: z.uuid(),
  pid: z.number().int().positive(),
  /** Where the pid means a process; absent where that cannot be told. */
  place: z.string().optional(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Runs `work` while no other process does under the same lock file.
 *
 * A lock is stale only when its holder is known to be dead: same machine, same boot, same process
 * namespace, and no process of that number. Age proves nothing, because a paused holder may wake
 * up and write. Several may see the same stale lock, so its heir is chosen by creating a file named
 * after the dead holder's id, which only one can do. The heir looks at the lock again: if it still
 * names the dead holder, only the heir may touch it, and replaces it in one step; if not, another
 * heir came and went, and this one stands back. So no living holder's lock is ever taken.
 * Where death cannot be proven the wait ends in an error that names the file.
 */
export async function withLock<Result>(
  place: LockPlace,
  work: () => Promise<Result>,
): Promise<Result> {
  await acquire(place);
  try {
    return await work();
  } finally {
    await place.files.remove(place.lock);
  }
}

async function acquire({ files, lock, waitMs }: LockPlace): Promise<void> {
  const holder: Holder = { id: randomUUID(), pid: process.pid, place: await thisPlace() };
  const claim = { files, bytes: Buffer.from(JSON.stringify(holder)) };
  const deadline = performance.now() + waitMs;
  while (!((await create({ ...claim, file: lock })) || (await inherit({ ...claim, file: lock })))) {
    if (performance.now() >= deadline) throw stillLocked(lock, waitMs);
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

type Claim = { readonly files: Files; readonly bytes: Uint8Array; readonly file: string };

/** The file comes into being whole, so that no reader meets a lock without a holder. */
async function create(claim: Claim): Promise<boolean> {
  return withTemporaryFile(claim, async (temporary) => {
    try {
      await claim.files.link(temporary, claim.file);
      return true;
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

async function inherit(claim: Claim): Promise<boolean> {
  const { files, file: lock } = claim;
  const dead = await readHolder(files, lock);
  if (dead === undefined || !(await isDead(dead))) return false;
  const heir = `${lock}-${dead.id}`;
  if (!(await create({ ...claim, file: heir }))) return false;
  try {
    if ((await readHolder(files, lock))?.id !== dead.id) return false;
    await withTemporaryFile(claim, (temporary) => files.rename(temporary, lock));
    return true;
  } finally {
    await files.remove(heir);
  }
}

async function readHolder(files: Files, lock: string): Promise<Holder | undefined> {
  try {
    const text = Buffer.from(await files.read(lock)).toString('utf8');
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    // Released in the meantime, or not written by this store: either way it names no dead holder.
    if (errnoOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isDead({ pid, place }: Holder): Promise<boolean> {
  if (place === undefined || place !== (await thisPlace())) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errnoOf(error) === 'ESRCH';
  }
}

async function thisPlace(): Promise<string | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return [hostname(), boot.trim(), await readlink('/proc/self/ns/pid')].join(' ');
  } catch {
    // Only Linux tells this. Elsewhere no lock is ever taken for stale.
    return undefined;
  }
}

function stillLocked(lock: string, waitMs: number): StageError {
  return new StageError('STORE_FAILED', `${lock} was held by another writer for ${waitMs} ms`, {
    remedy: `Let the other scan finish. If none is running, delete ${lock} and files named after it.`,
  });
}
