import { access, chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Files, nodeFiles } from '../functions/platform/store/folder-files.ts';
import { folderStore } from '../functions/platform/store/folder-store.ts';
import { runOnFolder } from './folder-process.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'ringfence-folder-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const filesIn = async (folder: string) => (await readdir(folder, { recursive: true })).toSorted();

describe('on disk', () => {
  test('an artifact is a file under its key, and nothing else is left', async () => {
    const store = folderStore(path.join(root, 'new', 'store'));
    await store.create('clusters/a/latest/report.pdf', bytesOf('report'));
    await store.create('clusters/a/latest/report.pdf', bytesOf('report'));
    await expect(store.create('clusters/a/latest/report.pdf', bytesOf('x'))).rejects.toThrow();
    await store.movePointer('clusters/a/latest.json', bytesOf('one'), undefined);
    await store.movePointer('clusters/a/latest.json', bytesOf('two'), undefined);
    expect(await filesIn(path.join(root, 'new', 'store'))).toEqual([
      'clusters',
      'clusters/a',
      'clusters/a/latest',
      'clusters/a/latest.json',
      'clusters/a/latest/report.pdf',
    ]);
  });

  test('reading a store that does not exist yet finds nothing and creates nothing', async () => {
    const missing = path.join(root, 'missing');
    expect(await folderStore(missing).read('x.json')).toBeUndefined();
    await expect(access(missing)).rejects.toThrow(/ENOENT/);
  });
});

describe('a folder that cannot be used', () => {
  test('is named when it is a file', async () => {
    const file = path.join(root, 'file');
    await writeFile(file, 'mine');
    const refusal = { code: 'STORE_FAILED', message: expect.stringContaining(`${file} is not a`) };
    await expect(folderStore(file).create('x.json', bytesOf('x'))).rejects.toMatchObject(refusal);
    await expect(folderStore(file).read('x.json')).rejects.toMatchObject(refusal);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('is named when it lies below a file', async () => {
    const below = path.join(root, 'file', 'store');
    await writeFile(path.join(root, 'file'), 'mine');
    await expect(folderStore(below).create('x.json', bytesOf('x'))).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining(`${below}: a part of its path is a file (ENOTDIR)`),
    });
  });

  test('is named when it cannot be created', async () => {
    await expect(folderStore('/proc/store').create('x.json', bytesOf('x'))).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('could not write x.json in the store folder /proc/store: '),
      remedy: expect.stringMatching(/^Create the folder|^Name a folder/),
    });
  });

  test('is named when it is read-only, and keeps what it has', async () => {
    const store = folderStore(root);
    await store.create('before.json', bytesOf('before'));
    await chmod(root, 0o555);
    await withoutRoot(async () => {
      for (const work of [
        store.create('x.json', bytesOf('x')),
        store.create('folder/x.json', bytesOf('x')),
        store.movePointer('latest.json', bytesOf('x'), undefined),
      ]) {
        await expect(work).rejects.toMatchObject({
          code: 'STORE_FAILED',
          message: expect.stringContaining(`${root}: permission denied (EACCES)`),
          remedy: expect.stringContaining('write access'),
        });
      }
      expect(await store.read('before.json')).toEqual(bytesOf('before'));
    });
    await chmod(root, 0o755);
    expect(await filesIn(root)).toEqual(['before.json']);
  });

  test('is named when it cannot be read', async () => {
    const store = folderStore(root);
    await store.create('x.json', bytesOf('x'));
    await chmod(path.join(root, 'x.json'), 0o000);
    await chmod(root, 0o755);
    await withoutRoot(async () => {
      const message = expect.stringContaining(`could not read x.json in the store folder ${root}`);
      await expect(store.read('x.json')).rejects.toMatchObject({ code: 'STORE_FAILED', message });
    });
  });
});

/** Root may write anywhere: as root, works as nobody, so that the permissions mean something. */
async function withoutRoot(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a write that fails half-way', () => {
  const failing = (code: string): Files => ({
    ...nodeFiles,
    writeNew: async (file, bytes) => {
      await nodeFiles.writeNew(file, bytes.subarray(0, 2));
      throw Object.assign(new Error(`${code}: write`), { code, syscall: 'write' });
    },
  });

  test.each([
    ['ENOSPC', 'the disk is full', 'Free some space'],
    ['EDQUOT', 'the user has no room left', 'quota'],
    ['EROFS', 'its file system is read-only', 'can be written'],
    ['EIO', 'the file system refused', 'Check the disk'],
  ])('by %s says that %s and leaves no file behind', async (code, what, remedy) => {
    await folderStore(root).movePointer('latest.json', bytesOf('before'), undefined);
    const { tag } = (await folderStore(root).readPointer('latest.json')) ?? {};
    const store = folderStore(root, { files: failing(code) });
    const refusal = {
      code: 'STORE_FAILED',
      message: expect.stringContaining(`${root}: ${what} (${code})`),
      remedy: expect.stringContaining(remedy),
    };
    await expect(store.create('x.json', bytesOf('whole'))).rejects.toMatchObject(refusal);
    const move = store.movePointer('latest.json', bytesOf('whole'), tag);
    await expect(move).rejects.toMatchObject(refusal);
    expect(await filesIn(root)).toEqual(['latest.json']);
    expect(await folderStore(root).create('x.json', bytesOf('whole'))).toBe('created');
  });

  test('by a limit that the system enforces leaves no file behind', async () => {
    const { out } = await runOnFolder(
      root,
      `import { folderStore } from STORE;
       const store = folderStore(ROOT);
       await store.create('small.json', new Uint8Array(100));
       await store.create('large.json', new Uint8Array(1_000_000)).catch(({ code, message }) => {
         console.log(code, message);
       });`,
      'trap "" XFSZ; ulimit -f 64; exec "$NODE"',
    );
    expect(out).toMatch(/^STORE_FAILED could not write large\.json .*no room left \(EFBIG\)\n$/);
    expect(await filesIn(root)).toEqual(['small.json']);
  });

  test('because its file system has no hard links says so', async () => {
    const link = async () => {
      throw Object.assign(new Error('EPERM: link'), { code: 'EPERM', syscall: 'link' });
    };
    const store = folderStore(root, { files: { ...nodeFiles, link } });
    await expect(store.create('x.json', bytesOf('x'))).rejects.toMatchObject({
      message: expect.stringContaining('no hard links'),
      remedy: 'Name a folder on another file system.',
    });
    expect(await filesIn(root)).toEqual([]);
  });
});
