import { expect, test } from '@jest/globals';
import { summarySchema } from '../functions/model/scan.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import { reportFleet } from '../functions/report/report-fleet.ts';
import { assessmentFixture, fixtureScanId as scanId } from './assessment-fixture.ts';
import { memoryStore } from './memory-store.ts';

const log = { info: () => undefined, warn: () => undefined };
const clusterNamed = (name: string) => ({ account: '111122223333', region: 'eu-west-1', name });
const bytesOf = (value: object) => Buffer.from(JSON.stringify(value));
const unreachable = [{ account: '444455556666', region: 'eu-west-1', reason: 'Access denied.' }];

async function fleetOf(names: readonly string[]) {
  const store = memoryStore();
  const targets = {
    version: 1,
    scanId,
    discoveredAt: '2026-11-23T13:45:00.000Z',
    clusters: names.map(clusterNamed),
    unreachable,
  };
  await store.create(storeKeys.targets(scanId), bytesOf(targets));
  return store;
}

test('every planned cluster is in the summary: with a score, or with the reason why not', async () => {
  const names = ['broken', 'never-read', 'scanned', 'unjudged', 'unreported'];
  const store = await fleetOf(names.toReversed());
  const keyOf = (name: string) => ({ scanId, cluster: clusterNamed(name) });
  const assessment = { ...assessmentFixture(), cluster: clusterNamed('scanned') };
  await store.create(storeKeys.assessment(keyOf('scanned')), bytesOf(assessment));
  await store.create(storeKeys.manifest(keyOf('scanned')), Buffer.from('{}'));
  await store.create(storeKeys.assessment(keyOf('unreported')), bytesOf(assessment));
  await store.create(storeKeys.assessment(keyOf('broken')), Buffer.from('{"version":1'));
  await store.create(storeKeys.snapshot(keyOf('unjudged')), Buffer.from('snapshot'));

  const summary = await reportFleet({ scanId }, { store, log });

  expect(summary.clusters).toEqual([
    {
      cluster: clusterNamed('scanned'),
      score: assessment.score,
      // The previous scan under today's catalogue: only the cluster's own change counts.
      previousScore: assessment.changes.previous?.rescored?.score,
      regressions: 3,
      findings: { critical: 4, high: 0, medium: 5, low: 0 },
    },
  ]);
  expect(summary.notAssessed.map(({ cluster }) => cluster.name)).toEqual([
    'broken',
    'never-read',
    'unjudged',
    'unreported',
  ]);
  const reasons = summary.notAssessed.map(({ reason }) => reason);
  expect(reasons[0]).toContain('is not JSON');
  expect(reasons[1]).toContain('No snapshot was taken');
  expect(reasons[2]).toContain('was not assessed');
  expect(reasons[3]).toContain('its report was not written');
  expect(summary.unreachable).toEqual(unreachable);
  const stored = (await store.read(storeKeys.summary(scanId))) ?? new Uint8Array();
  expect(summarySchema.parse(JSON.parse(Buffer.from(stored).toString()))).toEqual(summary);
});

test('a summary of hundreds of clusters lists them in order', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `c${String(index).padStart(3, '0')}`);
  const store = await fleetOf(names.toReversed());
  for (const name of names) {
    const assessment = { ...assessmentFixture({ findings: 0 }), cluster: clusterNamed(name) };
    const key = storeKeys.assessment({ scanId, cluster: clusterNamed(name) });
    await store.create(key, bytesOf(assessment));
    const manifest = storeKeys.manifest({ scanId, cluster: clusterNamed(name) });
    await store.create(manifest, Buffer.from('{}'));
  }
  const { clusters } = await reportFleet({ scanId }, { store, log });
  expect(clusters.map(({ cluster }) => cluster.name)).toEqual(names);
});

test('a scan that was never planned cannot be summed up', async () => {
  await expect(reportFleet({ scanId }, { store: memoryStore(), log })).rejects.toMatchObject({
    code: 'ARTIFACT_MISSING',
    message: expect.stringContaining(storeKeys.targets(scanId)),
  });
});

test('a store that fails is an error of the stage, not a missing cluster', async () => {
  const store = await fleetOf(['one']);
  const failing = {
    ...store,
    read: async (key: string) => {
      if (key.endsWith('assessment.json')) throw new Error('the store does not answer');
      return store.read(key);
    },
  };
  await expect(reportFleet({ scanId }, { store: failing, log })).rejects.toThrow('does not answer');
});
