import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assess } from '../functions/assess/assess.ts';
import { type Assessment, assessmentSchema } from '../functions/model/assessment.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import { storedSnapshot } from '../functions/model/stored-snapshot.ts';
import type { ExceptionsFile } from '../functions/model/world.ts';
import { exceptionsFile, exceptionsFileBeside } from '../functions/platform/exceptions-file.ts';
import { memoryStore } from './memory-store.ts';
import { minimalSnapshot, snapshotOf } from './minimal-snapshot.ts';

const log = { info: () => {}, warn: () => {} };
const { cluster, scanId } = minimalSnapshot;
const scan = { cluster, scanId };

const twoShippers = snapshotOf({
  namespaces: ['logging', 'build'],
  pods: ['logging', 'build'].map((namespace) => ({
    name: 'shipper-1',
    namespace,
    owner: 'DaemonSet shipper',
    spec: { containers: [{ name: 'shipper', securityContext: { privileged: true } }] },
  })),
});

const valid = `exceptions:
  - id: shipper
    control: POD-01
    scope: { cluster: shop, namespace: logging, subject: DaemonSet shipper }
    reason: It reads the logs of the node.
    compensatingControl: Its image is pinned.
    requester: ana
    approver: bo
    granted: 2026-10-01
    expires: 2027-10-01
`;

const fileOf = (text: string | Uint8Array): ExceptionsFile => ({
  read: async () => ({ name: 'risks.yaml', bytes: Buffer.from(text) }),
});

async function assessed(exceptions: ExceptionsFile): Promise<Assessment> {
  const store = await storeWithSnapshot();
  const { key } = await assess(scan, { store, log, exceptions });
  const bytes = (await store.read(key)) ?? new Uint8Array();
  return assessmentSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

async function storeWithSnapshot() {
  const store = memoryStore();
  const bytes = gzipSync(JSON.stringify(storedSnapshot(twoShippers)));
  await store.create(storeKeys.snapshot(scan), bytes);
  return store;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exceptions-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('an assessment', () => {
  const privileged = ({ findings }: Assessment) =>
    findings
      .filter(({ controlId }) => controlId === 'POD-01')
      .map(({ subject, exceptionId }) => [subject.namespace, exceptionId]);

  test('marks what an exception accepts, moves the net score alone, and has the register', async () => {
    const plain = await assessed(exceptionsFile(undefined));
    const excepted = await assessed(fileOf(valid));
    expect(privileged(plain)).toEqual([
      ['build', undefined],
      ['logging', undefined],
    ]);
    expect(privileged(excepted)).toEqual([
      ['build', undefined],
      ['logging', 'shipper'],
    ]);
    expect(excepted.score).toEqual(plain.score);
    expect(plain.netScore).toEqual(plain.score);
    expect(excepted.netScore?.upper).toBeGreaterThan(excepted.score?.upper ?? 100);
    expect(plain.exceptions).toEqual([]);
    expect(excepted.exceptions).toMatchObject([{ id: 'shipper', state: 'active', findings: 1 }]);
  });

  test('has the digest of the file, and none where there is no file', async () => {
    expect((await assessed(fileOf(valid))).exceptionsDigest).toBe(
      createHash('sha256').update(valid).digest('hex'),
    );
    expect(await assessed(exceptionsFile(undefined))).not.toHaveProperty('exceptionsDigest');
  });

  test.each([
    ['ended', valid.replace('2027-10-01', '2026-10-31')],
    ['is still to come', valid.replace('2026-10-01', '2026-11-02')],
    ['is for another cluster', valid.replace('cluster: shop', 'cluster: shop-2')],
    ['is for another namespace', valid.replace('namespace: logging', 'namespace: logging-2')],
  ])('is not moved by an exception that %s', async (_, text) => {
    const plain = await assessed(exceptionsFile(undefined));
    const excepted = await assessed(fileOf(text));
    expect(excepted.netScore).toEqual(plain.netScore);
    expect(excepted.findings).toEqual(plain.findings);
    expect(excepted.exceptions).toHaveLength(1);
  });
});

describe('a file with faults', () => {
  const faulty = valid.replace('POD-01', 'POD-99').replace('bo', 'ana');

  test('fails the stage with all of them, and nothing is stored', async () => {
    const store = await storeWithSnapshot();
    const before = store.keys();
    await expect(assess(scan, { store, log, exceptions: fileOf(faulty) })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: [
        'risks.yaml has 2 faults',
        'risks.yaml:3:14 shipper: control "POD-99" is no control of the catalogue',
        'risks.yaml:8:15 shipper: approver is the requester: somebody else approves',
      ].join('\n'),
    });
    expect(store.keys()).toEqual(before);
  });

  test.each([
    ['that is not there', () => exceptionsFile(join(folder, 'nowhere.yaml')), 'cannot read'],
    ['that is a folder', () => exceptionsFile(folder), 'cannot read'],
    ['that is lost from the bundle', () => exceptionsFileBeside('lost/risks.yaml'), 'cannot read'],
    ['that is no text', () => fileOf(new Uint8Array([0xff, 0xfe, 0x41])), 'is not text in UTF-8'],
    ['that is empty', () => fileOf(''), 'has 1 fault'],
  ])('or one %s is no file without exceptions', async (_, file, message) => {
    const store = await storeWithSnapshot();
    await expect(assess(scan, { store, log, exceptions: file() })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(message),
    });
    expect(store.keys()).toEqual([storeKeys.snapshot(scan)]);
  });
});

describe('the file', () => {
  test('is read once: one scan judges every cluster by the same exceptions', async () => {
    const path = join(folder, 'changing.yaml');
    await writeFile(path, valid);
    const file = exceptionsFile(path);
    const first = await file.read();
    await writeFile(path, 'exceptions: []\n');
    expect(await file.read()).toEqual(first);
    expect(Buffer.from(first?.bytes ?? []).toString()).toBe(valid);
  });

  test('of more than a megabyte is refused', async () => {
    const path = join(folder, 'large.yaml');
    await writeFile(path, '#'.repeat(1_000_001));
    await expect(exceptionsFile(path).read()).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await writeFile(path, '#'.repeat(1_000_000));
    expect((await exceptionsFile(path).read())?.bytes).toHaveLength(1_000_000);
  });
});
