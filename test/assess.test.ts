import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { assess } from '../functions/assess/assess.ts';
import type { Catalogue } from '../functions/assess/catalog.ts';
import { type Assessment, assessmentSchema } from '../functions/model/assessment.ts';
import type { StageError } from '../functions/model/errors.ts';
import type { ClusterScan } from '../functions/model/scan.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import { storedSnapshot } from '../functions/model/stored-snapshot.ts';
import type { ArtifactStore, Log } from '../functions/model/world.ts';
import { exceptionsFile } from '../functions/platform/exceptions-file.ts';
import { coreCatalogue as rules } from './core-catalogue.ts';
import { memoryStore } from './memory-store.ts';
import { minimalSnapshot, snapshotOf } from './minimal-snapshot.ts';

const { cluster } = minimalSnapshot;
const first: ClusterScan = { scanId: '20261101T060000000Z', cluster };
const second: ClusterScan = { scanId: '20261102T060000000Z', cluster };
const silent: Log = { info: () => undefined, warn: () => undefined };
const quiet = { log: silent, exceptions: exceptionsFile(undefined) };

const admins = snapshotOf({
  bindings: [
    {
      kind: 'ClusterRoleBinding',
      name: 'admins',
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'developers' }],
    },
  ],
});

describe('assess', () => {
  test('stores what it found, with the digest of the file that it judged', async () => {
    const store = memoryStore();
    const bytes = await storeSnapshot(store, first, admins);
    const { key, score } = await assess(first, { ...quiet, store }, rules);
    const assessment = await stored(store, key);
    expect(key).toBe(storeKeys.assessment(first));
    expect(assessment.findings.map(({ controlId }) => controlId)).toEqual([
      'NET-05',
      'RBAC-01',
      'RBAC-02',
    ]);
    expect(assessment.score).toEqual(score);
    expect(assessment.snapshotDigest).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(assessment.changes.previous).toBeUndefined();
  });

  test('writes the same bytes when it is run again', async () => {
    const { store, key } = await twoScans();
    const before = await store.read(key);
    await assess(second, { ...quiet, store }, rules);
    expect(await store.read(key)).toEqual(before);
  });

  test('writes the same bytes when it is run again after latest moved to it', async () => {
    const { store, key } = await twoScans();
    const before = await store.read(key);
    await pointLatest(store, second);
    await assess(second, { ...quiet, store }, rules);
    expect(await store.read(key)).toEqual(before);
    expect((await stored(store, key)).changes.previous?.scanId).toBe(first.scanId);
  });

  test('compares with the scan that latest points to', async () => {
    const { store, key } = await twoScans();
    const { changes } = await stored(store, key);
    expect(changes.previous?.scanId).toBe(first.scanId);
    expect(changes.resolved.map(({ controlId }) => controlId)).toEqual(['RBAC-01', 'RBAC-02']);
  });

  test('does not compare a scan with a later one', async () => {
    const store = memoryStore();
    await storeSnapshot(store, second, admins);
    await storeSnapshot(store, first, admins);
    await assess(second, { ...quiet, store }, rules);
    await pointLatest(store, second);
    const { key } = await assess(first, { ...quiet, store }, rules);
    expect((await stored(store, key)).changes.previous).toBeUndefined();
  });

  test('judges the previous snapshot again where the catalogue changed', async () => {
    const store = memoryStore();
    const older: Catalogue = {
      ...rules,
      version: '2026.10.1',
      controls: rules.controls.slice(0, 4),
    };
    await storeSnapshot(store, first, admins);
    await assess(first, { ...quiet, store }, older);
    await pointLatest(store, first);
    await storeSnapshot(store, second, admins);
    const { key } = await assess(second, { ...quiet, store }, rules);
    const { changes, score } = await stored(store, key);
    expect(changes.previous?.rescored?.score).toEqual(score);
    expect(changes).toMatchObject({ new: [], unchanged: 3, regressions: [] });
  });
});

describe('assess refuses with what to do', () => {
  const cases = {
    'a snapshot that is not there': [undefined, 'ARTIFACT_MISSING', 'is not in the store'],
    'a file that is not gzip': [Buffer.from('{}'), 'ARTIFACT_INVALID', 'is not whole gzip'],
    'a file that was cut off': [
      gzipSync(JSON.stringify(admins)).subarray(0, 200),
      'ARTIFACT_INVALID',
      'unexpected end of file',
    ],
    'text that is not JSON': [gzipSync('{'), 'ARTIFACT_INVALID', 'is not JSON'],
    'a snapshot of another version': [
      gzipSync(JSON.stringify({ ...admins, version: 1 })),
      'ARTIFACT_INVALID',
      'has version 1, which this tool does not read',
    ],
    'a snapshot without its pods': [
      gzipSync(JSON.stringify({ ...admins, pods: undefined })),
      'ARTIFACT_INVALID',
      'does not have the expected shape at pods',
    ],
  } as const;

  test.each(Object.entries(cases))('%s', async (_, [bytes, code, message]) => {
    const store = memoryStore();
    if (bytes !== undefined) await store.create(storeKeys.snapshot(first), bytes);
    await expect(assess(first, { ...quiet, store }, rules)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/\.$/),
    } satisfies Record<keyof Pick<StageError, 'code' | 'message' | 'remedy'>, unknown>);
  });

  test('a latest that points to an assessment that is gone', async () => {
    const store = memoryStore();
    await storeSnapshot(store, second, admins);
    await pointLatest(store, first);
    await expect(assess(second, { ...quiet, store }, rules)).rejects.toMatchObject({
      code: 'ARTIFACT_MISSING',
      remedy: expect.stringContaining('latest.json to begin a new history'),
    });
  });
});

test('a snapshot judged again is compared with the scan before it, and not with itself', async () => {
  const { store, key: secondKey } = await twoScans();
  const assessment = JSON.parse(Buffer.from((await store.read(secondKey)) ?? []).toString('utf8'));
  await pointLatest(store, second);
  const again = { ...second, scanId: `${second.scanId}-again` };
  const snapshot = (await store.read(storeKeys.snapshot(second))) ?? Buffer.from('');
  await store.create(storeKeys.snapshot(again), snapshot);
  const { key } = await assess(again, { ...quiet, store }, rules);
  const judgedAgain = JSON.parse(Buffer.from((await store.read(key)) ?? []).toString('utf8'));
  expect(judgedAgain.changes).toEqual(assessment.changes);
  expect(judgedAgain.changes.previous.scanId).toBe(first.scanId);
});

test('an assessment before that this version cannot read begins a new history, and is named', async () => {
  const store = memoryStore();
  await storeSnapshot(store, second, admins);
  await store.create(storeKeys.assessment(first), Buffer.from('{"version":0}'));
  await pointLatest(store, first);
  const { key } = await assess(second, { ...quiet, store }, rules);
  const assessment = JSON.parse(Buffer.from((await store.read(key)) ?? []).toString('utf8'));
  expect(assessment.changes).toMatchObject({ new: [], regressions: [] });
  expect(assessment.changes.previous).toBeUndefined();
  expect(assessment.changes.previousUnreadable).toMatch(
    /has version 0, which this tool does not read/,
  );
});

async function twoScans() {
  const store = memoryStore();
  await storeSnapshot(store, first, admins);
  await assess(first, { ...quiet, store }, rules);
  await pointLatest(store, first);
  await storeSnapshot(store, second, minimalSnapshot);
  const { key } = await assess(second, { ...quiet, store }, rules);
  return { store, key };
}

async function storeSnapshot(
  store: ArtifactStore,
  { scanId }: ClusterScan,
  snapshot: typeof minimalSnapshot,
): Promise<Uint8Array> {
  const bytes = gzipSync(JSON.stringify(storedSnapshot({ ...snapshot, scanId })));
  await store.create(storeKeys.snapshot({ scanId, cluster }), bytes);
  return bytes;
}

async function pointLatest(store: ArtifactStore, { scanId }: ClusterScan): Promise<void> {
  const key = storeKeys.latest(cluster);
  const pointer = await store.readPointer(key);
  const bytes = Buffer.from(JSON.stringify({ version: 1, scanId }));
  expect(await store.movePointer(key, bytes, pointer?.tag)).toBe('moved');
}

async function stored(store: ArtifactStore, key: string): Promise<Assessment> {
  const bytes = (await store.read(key)) ?? new Uint8Array();
  return assessmentSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
