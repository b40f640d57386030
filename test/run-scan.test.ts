import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runScan } from '../cli/run-scan.ts';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import { StageError } from '../functions/model/errors.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { World } from '../functions/model/world.ts';
import { exceptionsFile } from '../functions/platform/exceptions-file.ts';
import { loadFonts } from '../functions/platform/fonts.ts';
import { memoryStore } from './memory-store.ts';

const scanId = '20261123T060000000Z';
const cluster = { account: '444455556666', region: 'eu-central-1', name: 'open' };
const other = { ...cluster, name: 'other' };
const silent = { during: <Result>(_: string, work: () => Promise<Result>) => work() };
const refused = new StageError('MESSAGE_FAILED', 'Slack did not take the message', {
  remedy: 'Wait.',
});
const gone = new StageError('CLUSTER_UNREACHABLE', 'no answer', { remedy: 'Look.' });

async function worldOf(parts: Partial<World>): Promise<World> {
  const path = join(import.meta.dirname, 'worlds', 'open', 'before');
  const { fleet, clusters } = await manifestSource([path], { namespace: 'default' });
  return {
    clock: () => new Date('2026-11-23T06:00:00.000Z'),
    store: memoryStore(),
    fleet,
    clusters,
    messenger: { send: async () => {} },
    exceptions: exceptionsFile(undefined),
    fonts: loadFonts,
    log: { info: () => {}, warn: () => {} },
    ...parts,
  };
}

test('a cluster that cannot be opened costs the others nothing, and is in the summary', async () => {
  const { clusters } = await worldOf({});
  const world = await worldOf({
    fleet: { discover: async () => ({ clusters: [other, cluster], unreachable: [] }) },
    clusters: {
      open: async (ref) => (ref.name === 'other' ? Promise.reject(gone) : clusters.open(ref)),
    },
  });
  const { failed } = await runScan(scanId, world, silent);
  expect(failed).toEqual([{ cluster: '444455556666/eu-central-1/other', error: gone }]);
  const bytes = await world.store.read(storeKeys.summary(scanId));
  expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
    clusters: [{ cluster }],
    notAssessed: [{ cluster: other }],
  });
});

test('a message that does not arrive costs nothing of the result, and is told', async () => {
  const world = await worldOf({
    fleet: {
      discover: async () => ({
        clusters: [cluster],
        unreachable: [{ account: '444455556666', region: 'eu-north-1', reason: 'denied' }],
      }),
    },
    messenger: { send: async () => Promise.reject(refused) },
  });
  const { notTold, failed } = await runScan(scanId, world, silent);
  expect([notTold, failed]).toEqual([refused, []]);
  expect(await world.store.read(storeKeys.manifest({ scanId, cluster }))).toBeDefined();
});

test('a store that fails ends the scan: nothing could be kept', async () => {
  const full = new StageError('STORE_FAILED', 'no space left', { remedy: 'Make room.' });
  const world = await worldOf({
    store: { ...memoryStore(), create: async () => Promise.reject(full) },
  });
  await expect(runScan(scanId, world, silent)).rejects.toBe(full);
});
