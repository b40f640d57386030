import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Assessment } from '../functions/model/assessment.ts';
import { latestSchema, manifestSchema } from '../functions/model/scan.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { ArtifactStore } from '../functions/model/world.ts';
import { loadFonts } from '../functions/platform/fonts.ts';
import { findingsFileSchema } from '../functions/report/findings-json.ts';
import { report } from '../functions/report/report.ts';
import { assessmentFixture, fixtureCluster, fixtureScanId } from './assessment-fixture.ts';
import { memoryStore } from './memory-store.ts';

const log = { info: () => undefined, warn: () => undefined };
const scan = { scanId: fixtureScanId, cluster: fixtureCluster };
const snapshotBytes = Buffer.from('a snapshot, compressed');

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const jsonOf = (bytes: Uint8Array | undefined): unknown =>
  JSON.parse(Buffer.from(bytes ?? []).toString());

/** Puts what the earlier stages leave into a store. */
async function prepare<Store extends ArtifactStore>(
  store: Store,
  tweak: Partial<Assessment> = {},
): Promise<Store> {
  const assessment = {
    ...assessmentFixture(),
    snapshotDigest: sha256(snapshotBytes),
    ...tweak,
  };
  const { scanId, cluster } = assessment;
  await store.create(storeKeys.snapshot({ scanId, cluster }), snapshotBytes);
  const bytes = Buffer.from(JSON.stringify(assessment));
  await store.create(storeKeys.assessment({ scanId, cluster }), bytes);
  return store;
}

const worldOf = (store: ArtifactStore) => ({ store, fonts: loadFonts, log });
const latestIn = async (store: ArtifactStore) =>
  latestSchema.parse(jsonOf((await store.readPointer(storeKeys.latest(fixtureCluster)))?.bytes));

describe('a report', () => {
  test('leaves findings, PDF and manifest, and points latest at them', async () => {
    const store = await prepare(memoryStore());
    const { isLatest } = await report(scan, worldOf(store));
    expect(store.keys()).toEqual(
      [
        storeKeys.snapshot(scan),
        storeKeys.assessment(scan),
        storeKeys.findings(scan),
        storeKeys.reportPdf(scan),
        storeKeys.manifest(scan),
        storeKeys.latest(fixtureCluster),
      ].sort(),
    );
    expect(isLatest).toBe(true);
    expect((await latestIn(store)).scanId).toBe(fixtureScanId);
  });

  test('has a manifest with the size and digest of every file that is stored', async () => {
    const store = await prepare(memoryStore());
    await report(scan, worldOf(store));
    const manifest = manifestSchema.parse(jsonOf(await store.read(storeKeys.manifest(scan))));
    const folder = storeKeys.manifest(scan).replace('manifest.json', '');
    expect(manifest.files.map(({ name }) => name)).toEqual([
      'snapshot.json.gz',
      'assessment.json',
      'findings.json',
      'report.pdf',
    ]);
    for (const { name, sizeBytes, sha256: digest } of manifest.files) {
      const bytes = (await store.read(`${folder}${name}`)) ?? new Uint8Array();
      expect([sizeBytes, digest]).toEqual([bytes.byteLength, sha256(bytes)]);
    }
  });

  test('has findings that bring the texts of their controls and what was not evaluated', async () => {
    const store = await prepare(memoryStore());
    await report(scan, worldOf(store));
    const file = findingsFileSchema.parse(jsonOf(await store.read(storeKeys.findings(scan))));
    expect(file.findings).toHaveLength(9);
    for (const { controlId, control } of file.findings) expect(control?.id).toBe(controlId);
    expect(file.notEvaluated.map(({ id }) => id)).toEqual(['IAM-02']);
    expect(file.changes.new).toHaveLength(5);
    expect(file.gaps).toHaveLength(2);
  });

  test('made again of the same assessment changes nothing', async () => {
    const store = await prepare(memoryStore());
    await report(scan, worldOf(store));
    const keys = store.keys();
    const before = await Promise.all(keys.map((key) => store.read(key)));
    await report(scan, worldOf(store));
    expect(store.keys()).toEqual(keys);
    expect(await Promise.all(keys.map((key) => store.read(key)))).toEqual(before);
  });
});

describe('a report that cannot be made says why and leaves nothing', () => {
  const assessmentKey = storeKeys.assessment(scan);
  const snapshotKey = storeKeys.snapshot(scan);
  const valid = JSON.stringify({ ...assessmentFixture(), snapshotDigest: sha256(snapshotBytes) });
  const other = valid.replaceAll(fixtureCluster.name, 'another-cluster');

  test.each([
    ['no assessment', {}, 'ARTIFACT_MISSING', assessmentKey],
    [
      'half an assessment',
      { [assessmentKey]: valid.slice(0, 400) },
      'ARTIFACT_INVALID',
      assessmentKey,
    ],
    ['an empty object', { [assessmentKey]: '{}' }, 'ARTIFACT_INVALID', assessmentKey],
    [
      "another cluster's assessment",
      { [assessmentKey]: other },
      'ARTIFACT_INVALID',
      'another-cluster',
    ],
    ['no snapshot', { [assessmentKey]: valid }, 'ARTIFACT_MISSING', snapshotKey],
    [
      'a snapshot that was changed since',
      { [assessmentKey]: valid, [snapshotKey]: 'changed' },
      'ARTIFACT_INVALID',
      sha256(Buffer.from('changed')),
    ],
  ])('%s', async (_name, files, code, named) => {
    const store = memoryStore();
    for (const [key, text] of Object.entries(files)) await store.create(key, Buffer.from(text));
    const keys = store.keys();
    await expect(report(scan, worldOf(store))).rejects.toMatchObject({
      name: 'StageError',
      code,
      message: expect.stringContaining(named),
      remedy: expect.stringMatching(/\.$/),
    });
    expect(store.keys()).toEqual(keys);
  });
});

describe('the pointer to the latest scan', () => {
  const older = { ...scan, scanId: '20261101T000000000Z' };

  test('is not moved back by a late report of an older scan', async () => {
    const store = memoryStore();
    await prepare(store);
    await prepare(store, { scanId: older.scanId });
    await report(scan, worldOf(store));
    const { isLatest } = await report(older, worldOf(store));
    expect(isLatest).toBe(false);
    expect((await latestIn(store)).scanId).toBe(fixtureScanId);
    expect(await store.read(storeKeys.manifest(older))).toBeDefined();
  });

  test('stands at the newer of two scans that are reported at the same time', async () => {
    for (const order of [
      [scan, older],
      [older, scan],
    ]) {
      const store = memoryStore();
      await prepare(store);
      await prepare(store, { scanId: older.scanId });
      await Promise.all(order.map((each) => report(each, worldOf(store))));
      expect((await latestIn(store)).scanId).toBe(fixtureScanId);
    }
  });

  test('is read again when another report moved it in between', async () => {
    const store = await prepare(memoryStore());
    let interruptions = 0;
    const racing: ArtifactStore = {
      ...store,
      movePointer: async (key, bytes, tag) => {
        interruptions += 1;
        if (interruptions === 1) {
          const rival = Buffer.from(JSON.stringify({ version: 1, scanId: '20991231T000000000Z' }));
          await store.movePointer(key, rival, tag);
        }
        return store.movePointer(key, bytes, tag);
      },
    };
    const { isLatest } = await report(scan, worldOf(racing));
    expect([isLatest, interruptions]).toEqual([false, 1]);
    expect((await latestIn(store)).scanId).toBe('20991231T000000000Z');
  });

  test('that never holds still is given up with an error, and not forced', async () => {
    const store = await prepare(memoryStore());
    const restless: ArtifactStore = { ...store, movePointer: async () => 'conflict' };
    await expect(report(scan, worldOf(restless))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(await store.readPointer(storeKeys.latest(fixtureCluster))).toBeUndefined();
  });

  test('that is damaged is replaced: it is no evidence', async () => {
    const store = await prepare(memoryStore());
    await store.movePointer(storeKeys.latest(fixtureCluster), Buffer.from('?'), undefined);
    expect((await report(scan, worldOf(store))).isLatest).toBe(true);
    const pointer = await store.readPointer(storeKeys.latest(fixtureCluster));
    expect(JSON.parse(Buffer.from(pointer?.bytes ?? []).toString())).toMatchObject({
      scanId: scan.scanId,
    });
  });
});
