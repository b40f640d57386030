import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import { snapshotOfSource } from '../cli/sources/source-snapshot.ts';
import { catalogue } from '../functions/assess/catalog.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';

/** What other tools leave a workload out for, and what somebody might try on this one. */
const annotations = {
  'kubescape.io/skip-controls': '*',
  'kubescape.io/skip-reason': 'accepted',
  'kubescape.io/skip-expiry': '2099-01-01',
  'polaris.fairwinds.com/exempt': 'true',
  'polaris.fairwinds.com/runAsRootAllowed-exempt': 'true',
  'ignore-check.kube-linter.io/privileged-container': 'accepted',
  'ignore-check.kube-linter.io/all': 'accepted',
  'checkov.io/skip1': 'CKV_K8S_16=accepted',
  'kube-score/ignore': '*',
  'trivy.security/skip': 'true',
  'policies.kyverno.io/exclude': 'true',
  'ringfence/exempt': 'true',
  'ringfence.io/skip': 'POD-01',
  'ringfence.dev/exception': 'legacy-log-shipper',
};
const labels = {
  'kubescape.io/ignore': 'true',
  'ringfence/exempt': 'true',
  'ringfence.io/exception': 'legacy-log-shipper',
};

const worlds = ['examples/legacy', 'examples/shop', 'test/worlds/open/before'];
const root = join(import.meta.dirname, '..');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exempt-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each(worlds)('every object of %s asks to be left out, and none is', async (world) => {
  const planted = join(folder, world.replaceAll('/', '-'));
  await cp(join(root, world), planted, { recursive: true });
  expect(await plantIn(planted)).toBeGreaterThan(5);
  const plain = await judged(join(root, world));
  expect(plain.findings.length).toBeGreaterThan(5);
  expect(await judged(planted)).toEqual(plain);
});

async function judged(path: string) {
  const source = await manifestSource([path], { namespace: 'default', clusterName: 'given' });
  return judgeSnapshot(await snapshotOfSource(source), catalogue);
}

/** Gives every object of the folder, and every pod template, the labels and annotations. */
async function plantIn(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true });
  let count = 0;
  for (const name of names.filter((given) => given.endsWith('.yaml'))) {
    const text = await readFile(join(path, name), 'utf8');
    const documents = parseAllDocuments(text);
    if (!Array.isArray(documents)) continue;
    const objects = documents.map((document) => exempted(document.toJS()));
    // JSON is YAML in which no text can be mistaken for something else.
    const parts = objects.map((object) => `${JSON.stringify(object)}\n`);
    await writeFile(join(path, name), parts.join('---\n'));
    count += objects.length;
  }
  return count;
}

const withMetadata = z.looseObject({
  metadata: z.looseObject({
    labels: z.record(z.string(), z.unknown()).nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
});
const withItems = z.looseObject({
  kind: z.templateLiteral([z.string(), 'List']),
  items: z.array(z.unknown()),
});

function exempted(object: unknown): unknown {
  const list = withItems.safeParse(object).data;
  if (list !== undefined) return { ...list, items: list.items.map(exempted) };
  if (Array.isArray(object)) return object.map(exempted);
  if (typeof object !== 'object' || object === null) return object;
  const inner = Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      isTemplateAbove(name) ? exempted(value) : value,
    ]),
  );
  const { data } = withMetadata.safeParse(inner);
  if (data === undefined) return inner;
  const { metadata } = data;
  return {
    ...inner,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...labels },
      annotations: { ...metadata.annotations, ...annotations },
    },
  };
}

const isTemplateAbove = (name: string): boolean =>
  ['spec', 'template', 'jobTemplate'].includes(name);
