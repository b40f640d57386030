import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

describe('a pointer moved by several processes', () => {
  test('loses no move', async () => {
    const program = `import { folderStore } from STORE;
      const store = folderStore(ROOT);
      for (let moves = 0; moves < 15; ) {
        const pointer = await store.readPointer('latest.json');
        const next = Number(new TextDecoder().decode(pointer?.bytes)) + 1;
        const bytes = new TextEncoder().encode(String(next));
        if (await store.movePointer('latest.json', bytes, pointer?.tag) === 'moved') moves += 1;
      }`;
    const ends = await Promise.all([
      runOnFolder(root, program),
      runOnFolder(root, program),
      runOnFolder(root, program),
      runOnFolder(root, program),
    ]);
    expect(ends.map(({ end }) => end)).toEqual([0, 0, 0, 0]);
    expect(await readFile(path.join(root, 'latest.json'), 'utf8')).toBe('60');
    expect(await filesIn(root)).toEqual(['latest.json']);
  });
});

describe('a lock', () => {
  const lock = () => path.join(root, '.latest.json.lock');
  const dieHoldingIt = () =>
    runOnFolder(
      root,
      `import { folderStore } from STORE;
       import { nodeFiles } from FILES;
       const rename = () => process.kill(process.pid, 'SIGKILL');
       const store = folderStore(ROOT, { files: { ...nodeFiles, rename } });
       await store.movePointer('latest.json', new Uint8Array(1), undefined);`,
    );
  const move = (text: string, options = {}) =>
    folderStore(root, options).movePointer('latest.json', bytesOf(text), undefined);

  test('of a process that was killed is inherited by exactly one of eight writers', async () => {
    expect((await dieHoldingIt()).end).toBe('SIGKILL');
    await access(lock());
    const writers = Array.from({ length: 8 }, (_, index) => `writer ${index}`);
    const outcomes = await Promise.all(writers.map((writer) => move(writer)));
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(7);
    const winner = writers[outcomes.indexOf('moved')];
    expect(await readFile(path.join(root, 'latest.json'), 'utf8')).toBe(winner);
    expect((await filesIn(root)).filter((name) => name.includes('lock'))).toEqual([]);
  });

  test.each([
    ['another machine', (text: string) => text.replace(/"place":"[^"]*"/, '"place":"elsewhere"')],
    ['an unknown machine', (text: string) => text.replace(/,"place":"[^"]*"/, '')],
    ['nobody we know', () => 'locked by hand'],
    ['a living process', (text: string) => text.replace(/"pid":\d+/, `"pid":${process.pid}`)],
  ])('of %s is never broken, and the error names it', async (_, change) => {
    await dieHoldingIt();
    const text = await readFile(lock(), 'utf8');
    expect(change(text)).not.toBe(text);
    await writeFile(lock(), change(text));
    await expect(move('x', { lockWaitMs: 60 })).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: `${lock()} was held by another writer for 60 ms`,
      remedy: expect.stringContaining(`delete ${lock()}`),
    });
    expect(await readFile(lock(), 'utf8')).toBe(change(text));
    expect(await folderStore(root).read('latest.json')).toBeUndefined();
  });

  test('whose heir is another writer is left to the heir', async () => {
    await dieHoldingIt();
    const { id } = JSON.parse(await readFile(lock(), 'utf8')) as { id: string };
    await writeFile(`${lock()}-${id}`, 'the heir at work');
    await expect(move('x', { lockWaitMs: 60 })).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await rm(`${lock()}-${id}`);
    expect(await move('x')).toBe('moved');
  });

  test('is waited for while its holder works', async () => {
    const holding = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const rename: Files['rename'] = async (file, name) => {
      holding.resolve();
      await release.promise;
      await nodeFiles.rename(file, name);
    };
    const first = move('first', { files: { ...nodeFiles, rename } });
    await holding.promise;
    const second = move('second');
    await expect(move('third', { lockWaitMs: 40 })).rejects.toThrow(/held by another writer/);
    release.resolve();
    expect(await Promise.all([first, second])).toEqual(['moved', 'conflict']);
  });
});
