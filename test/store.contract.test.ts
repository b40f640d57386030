import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ArtifactStore } from '../functions/model/world.ts';
import { folderStore } from '../functions/platform/store/folder-store.ts';
import { s3Store } from '../functions/platform/store/s3-store.ts';
import { clientOf } from './s3/s3-client.ts';
import { startS3Server } from './s3/s3-server.ts';

type Place = { readonly open: () => ArtifactStore; readonly close: () => Promise<void> };

async function inFolder(): Promise<Place> {
  const root = await mkdtemp(path.join(tmpdir(), 'ringfence-store-'));
  return { open: () => folderStore(root), close: () => rm(root, { recursive: true }) };
}

async function inS3(): Promise<Place> {
  const server = await startS3Server({ buckets: { evidence: { isVersioned: true } } });
  const client = clientOf(server);
  return {
    open: () => s3Store({ client, bucket: 'evidence' }),
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
const writers = Array.from({ length: 8 }, (_, index) => `writer ${index}`);

/** What became of a promise: its value, or the code of its StageError. */
const outcomeOf = (work: Promise<string>): Promise<string> =>
  work.catch((error: unknown) => (error as { code: string }).code);

describe.each([
  { name: 'the folder store', place: inFolder },
  { name: 'the S3 store', place: inS3 },
])('$name', ({ place }) => {
  let open: Place['open'];
  let close: Place['close'];
  let store: ArtifactStore;

  beforeAll(async () => {
    ({ open, close } = await place());
    store = open();
  });

  afterAll(() => close());

  describe('artifacts', () => {
    test('what was created is read back, by this store and by another one', async () => {
      const key = 'scans/20261123T120000000Z/targets.json';
      expect(await store.create(key, bytesOf('{"clusters":[]}'))).toBe('created');
      expect(textOf(await store.read(key))).toBe('{"clusters":[]}');
      expect(textOf(await open().read(key))).toBe('{"clusters":[]}');
    });

    test('the same bytes again are accepted', async () => {
      expect(await store.create('again.json', bytesOf('same'))).toBe('created');
      expect(await store.create('again.json', bytesOf('same'))).toBe('alreadyThere');
      expect(await open().create('again.json', bytesOf('same'))).toBe('alreadyThere');
      expect(textOf(await store.read('again.json'))).toBe('same');
    });

    test.each([
      ['other bytes', 'second'],
      ['a beginning of the bytes', 'fir'],
      ['nothing', ''],
    ])('%s under a key that exists are refused and change nothing', async (what, text) => {
      const key = `refused/${what}.json`;
      await store.create(key, bytesOf('first'));
      await expect(store.create(key, bytesOf(text))).rejects.toMatchObject({
        name: 'StageError',
        code: 'ALREADY_EXISTS',
        message: expect.stringContaining(key),
        remedy: expect.stringMatching(/\.$/),
      });
      expect(textOf(await store.read(key))).toBe('first');
    });

    test.each([
      ['every byte there is', Uint8Array.from({ length: 256 }, (_, index) => index)],
      ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
      ['unicode', bytesOf('Zürich, 東京, 🚀, \u0000, \r\n')],
      ['no byte at all', new Uint8Array()],
      ['three megabytes', new Uint8Array(3_000_000).fill(0xa5)],
    ])('%s come back byte for byte', async (what, bytes) => {
      const key = `bytes/${what}.json.gz`;
      await store.create(key, bytes);
      const found = await store.read(key);
      expect(Buffer.from(found ?? 'missing').equals(bytes)).toBe(true);
    });

    test.each([
      'missing.json',
      'missing/folder/missing.json',
      'deep/key',
      'deep/key/of/an/artifact.json/below',
    ])('there is nothing under %s, which nobody wrote', async (key) => {
      await store.create('deep/key/of/an/artifact.json', bytesOf('there'));
      expect(await store.read(key)).toBeUndefined();
      expect(await store.readPointer(key)).toBeUndefined();
    });

    test('names may hold what names of clusters and partitions hold', async () => {
      const key = 'findings/dt=2026-11-23/account=local/cluster=a b+c&d_(ü).e/1.json.gz';
      await store.create(key, bytesOf('there'));
      expect(textOf(await store.read(key))).toBe('there');
    });

    test.each([
      '../outside.json',
      'clusters/../../outside.json',
      '/etc/outside.json',
      'clusters//latest.json',
      'clusters/./latest.json',
      '.hidden',
      'clusters\\..\\outside.json',
      'nul\u0000.json',
      'folder/',
      '',
    ])('%j is refused as a key, for reading and for writing', async (key) => {
      const refusal = { name: 'StageError', code: 'BAD_INPUT' };
      await expect(store.read(key)).rejects.toMatchObject(refusal);
      await expect(store.readPointer(key)).rejects.toMatchObject(refusal);
      await expect(store.create(key, bytesOf('x'))).rejects.toMatchObject(refusal);
      await expect(store.movePointer(key, bytesOf('x'), undefined)).rejects.toMatchObject(refusal);
    });

    test('of eight writers of different bytes one creates and seven are refused', async () => {
      const outcomes = await Promise.all(
        writers.map((text) => outcomeOf(open().create('race.json', bytesOf(text)))),
      );
      expect(outcomes.filter((outcome) => outcome === 'ALREADY_EXISTS')).toHaveLength(7);
      const winner = writers[outcomes.indexOf('created')];
      expect(textOf(await store.read('race.json'))).toBe(winner);
    });

    test('of eight writers of the same bytes one creates and none is refused', async () => {
      const outcomes = await Promise.all(
        writers.map(() => outcomeOf(open().create('race-same.json', bytesOf('same')))),
      );
      expect(outcomes.toSorted()).toEqual([...Array(7).fill('alreadyThere'), 'created']);
    });
  });

  describe('pointers', () => {
    test('a pointer moves in sequence, each time from the tag that was read', async () => {
      const key = 'sequence/latest.json';
      expect(await store.readPointer(key)).toBeUndefined();
      let tag: string | undefined;
      for (const text of ['one', 'two', 'three', 'two']) {
        expect(await store.movePointer(key, bytesOf(text), tag)).toBe('moved');
        const pointer = await open().readPointer(key);
        expect(textOf(pointer?.bytes)).toBe(text);
        expect(pointer?.tag).not.toBe(tag);
        tag = pointer?.tag;
      }
    });

    test('a stale tag is a conflict and changes nothing', async () => {
      const key = 'stale/latest.json';
      await store.movePointer(key, bytesOf('one'), undefined);
      const stale = (await store.readPointer(key))?.tag;
      await store.movePointer(key, bytesOf('two'), stale);
      expect(await store.movePointer(key, bytesOf('three'), stale)).toBe('conflict');
      expect(await store.movePointer(key, bytesOf('three'), undefined)).toBe('conflict');
      expect(textOf((await store.readPointer(key))?.bytes)).toBe('two');
    });

    test('a tag of a pointer that is not there is a conflict', async () => {
      const key = 'absent/latest.json';
      expect(await store.movePointer(key, bytesOf('one'), '"0123"')).toBe('conflict');
      expect(await store.readPointer(key)).toBeUndefined();
    });

    test.each([
      ['an absent pointer', 'race-absent/latest.json', false],
      ['the same tag', 'race-tag/latest.json', true],
    ])('of eight writers from %s one moves it and seven conflict', async (_, key, isThere) => {
      if (isThere) await store.movePointer(key, bytesOf('before'), undefined);
      const tag = (await store.readPointer(key))?.tag;
      const outcomes = await Promise.all(
        writers.map((text) => outcomeOf(open().movePointer(key, bytesOf(text), tag))),
      );
      expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(7);
      const winner = writers[outcomes.indexOf('moved')];
      expect(textOf((await store.readPointer(key))?.bytes)).toBe(winner);
    });

    test('of eight writers of the same bytes one moves the pointer', async () => {
      const outcomes = await Promise.all(
        writers.map(() =>
          outcomeOf(open().movePointer('race-same/latest.json', bytesOf('same'), undefined)),
        ),
      );
      expect(outcomes.toSorted()).toEqual([...Array(7).fill('conflict'), 'moved']);
    });
  });
});
