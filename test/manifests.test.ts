import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type KubernetesRead, kubernetesReads } from '../functions/model/reads.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { readManifests } from '../functions/platform/manifests/manifest-objects.ts';
import { keepingSink, nameOf } from './kube-api/connect.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifests-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const pod = (name: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${more}}\nspec: {containers: []}\n`;

describe('what is read', () => {
  test('a folder is read recursively, in YAML and JSON, but not its hidden folders', async () => {
    await write('a.yaml', `${pod('one')}---\n${pod('two')}---\n`);
    await write('deep/er/b.yml', pod('three'));
    await write(
      'c.json',
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'four' } }),
    );
    await write('.git/d.yaml', pod('hidden'));
    await write('README.md', '# not a manifest');
    expect(await namesOf('pods')).toEqual(['four', 'one', 'three', 'two']);
  });

  test('lists are opened, whether their items name their kind or not', async () => {
    const typed = { apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'one' } }] };
    const mixed = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'two' } }, typed],
    };
    await write('list.json', JSON.stringify(mixed));
    expect(await namesOf('pods')).toEqual(['one', 'two']);
  });

  test('of an object that is given twice the last one counts, and that is said', async () => {
    await write('a.yaml', pod('same', ', labels: {from: a}'));
    await write('b.yaml', pod('same', ', labels: {from: b}'));
    const { objects, warnings } = await readManifests([folder]);
    expect(objects.map(({ raw }) => raw['metadata'])).toEqual([
      { name: 'same', labels: { from: 'b' } },
    ]);
    expect(warnings).toEqual([`${folder}/b.yaml:1 replaces the Pod at ${folder}/a.yaml:1`]);
  });

  test('an object without a namespace goes where it is told, a cluster-scoped one nowhere', async () => {
    await write('a.yaml', `${pod('one')}---\n${pod('two', ', namespace: own')}`);
    await write('b.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n');
    const { sink } = await deliver('pods', 'given');
    expect(sink.pages.flat()).toMatchObject([
      { metadata: { namespace: 'given' } },
      { metadata: { namespace: 'own' } },
    ]);
    expect((await deliver('namespaces', 'given')).sink.pages.flat()).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    ]);
  });

  test('scalars are read as kubectl reads them', async () => {
    await write(
      'a.yaml',
      `${pod('one')}x: {mode: 0644, on: yes, day: 2026-01-01, time: 22:22, text: "yes"}\n`,
    );
    const { objects } = await readManifests([folder]);
    expect(objects[0]?.raw['x']).toEqual({
      mode: 420,
      true: true,
      day: '2026-01-01',
      time: '22:22',
      text: 'yes',
    });
  });

  test('answers of the AWS command line stand beside the manifests', async () => {
    await write('a.yaml', pod('one'));
    await write('describe-cluster.json', JSON.stringify({ cluster: { name: 'x' } }));
    const reader = await readerOf();
    const asked = { ecrRepositories: [] };
    expect(await reader.readAws('eks:DescribeCluster', asked)).toEqual([{ name: 'x' }]);
    await expect(reader.readAws('eks:ListAccessEntries', asked)).rejects.toMatchObject({
      reason: 'notCollected',
      message: expect.stringContaining('aws eks list-access-entries'),
    });
  });
});

describe('what is broken is a gap of the kinds it names', () => {
  test.each([
    ['not YAML', 'kind: Pod\nmetadata: {name: [}\n', 'broken.yaml:2 is not YAML'],
    ['a tab', 'kind: Pod\nmetadata:\n\tname: x\n', 'broken.yaml:3 is not YAML'],
    ['a key twice', 'kind: Pod\nkind: Pod\nmetadata: {name: x}\n', 'broken.yaml:2 is not YAML'],
    ['no name', 'apiVersion: v1\nkind: Pod\nmetadata: {}\n', 'is a Pod without metadata.name'],
    ['an unknown version', 'apiVersion: v9\nkind: Pod\nmetadata: {name: x}\n', 'is a Pod in v9'],
    ['an alias bomb', aliasBomb(), 'broken.yaml:1 cannot be expanded'],
  ])('%s', async (_, text, message) => {
    await write(
      'good.yaml',
      `${pod('one')}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n`,
    );
    await write('broken.yaml', text);
    const { sink, record } = await deliver('pods');
    expect(sink.pages.flat().map(nameOf)).toEqual(['one']);
    expect(record.incomplete).toEqual({
      reason: 'unreadable',
      detail: expect.stringContaining(message),
    });
    expect((await deliver('deployments')).record.incomplete).toBeUndefined();
  });

  test('a truncated page of JSON', async () => {
    await write('good.yaml', pod('one'));
    await write('page.json', '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"na');
    const { record } = await deliver('pods');
    expect(record.incomplete?.detail).toMatch(/page\.json is not whole JSON: it ends too early$/);
  });

  test('a document that names no kind could have held anything', async () => {
    await write('good.yaml', pod('one'));
    await write('broken.yaml', '{{ template "x" . }}: [\n');
    for (const read of ['pods', 'namespaces', 'networkpolicies'] as const) {
      expect((await deliver(read)).record.incomplete?.reason).toBe('unreadable');
    }
  });

  test('the good documents of a broken file are kept', async () => {
    await write('a.yaml', `${pod('one')}---\nkind: Service\n  x: [\n---\n${pod('two')}`);
    expect(await namesOf('pods')).toEqual(['one', 'two']);
    const { faults } = await readManifests([folder]);
    expect(faults.map(({ kinds }) => kinds)).toEqual([['Service']]);
  });

  test('what is YAML but no Kubernetes object is passed over and said', async () => {
    await write('a.yaml', pod('one'));
    await write('values.yaml', 'replicas: 3\n---\n- just\n- a list\n');
    const { warnings, faults } = await readManifests([folder]);
    expect(warnings).toEqual([
      `${folder}/values.yaml:1 has no apiVersion and kind and was passed over`,
      `${folder}/values.yaml:3 is not a Kubernetes object and was passed over`,
    ]);
    expect(faults).toEqual([]);
  });
});

describe('what could hold something is never passed over in silence', () => {
  test.each([
    ['an object without apiVersion', 'kind: Pod\nmetadata: {name: x}\n', 'lacks an apiVersion'],
    ['an object without kind', 'apiVersion: v1\nmetadata: {name: x}\n', 'lacks a kind'],
    ['a bare list of objects', '- {apiVersion: v1, kind: Pod}\n', 'is a list of objects'],
    ['a List whose items are a map', 'apiVersion: v1\nkind: List\nitems: {a: 1}\n', 'are no list'],
    ['a name that is a number', 'apiVersion: v1\nkind: Pod\nmetadata: {name: 1}\n', 'no string'],
    [
      'a namespace that is a number',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 1}\n',
      'no string',
    ],
  ])('%s', async (_, text, message) => {
    await write('good.yaml', pod('one'));
    await write('odd.yaml', text);
    const { sink, record } = await deliver('pods');
    expect(sink.pages.flat().map(nameOf)).toEqual(['one']);
    expect(record.incomplete?.detail).toContain(message);
  });

  test.each([
    [
      'a kind in a group that it is not in',
      'apiVersion: app/v1\nkind: Pod\nmetadata: {name: x}\n',
      'no group of that kind',
    ],
    [
      'a custom kind with a pod template',
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: x}\nspec: {template: {spec: {containers: []}}}\n',
      'the pods of such are not read',
    ],
  ])('%s', async (_, text, message) => {
    await write('good.yaml', pod('one'));
    await write('odd.yaml', text);
    expect((await deliver('pods')).record.incomplete?.detail).toContain(message);
  });

  test('a list that was cut off before it named its kind could have held anything', async () => {
    await write('good.yaml', pod('one'));
    const item = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}';
    await write('page.json', `{"apiVersion":"v1","items":[${item},{"apiVersion":"v1","ki`);
    for (const read of ['pods', 'clusterrolebindings'] as const) {
      expect((await deliver(read)).record.incomplete?.reason).toBe('unreadable');
    }
  });

  test('an empty namespace is none, and the same object in both ways is one object', async () => {
    await write(
      'a.yaml',
      `${pod('same', ', namespace: ""')}---\n${pod('same', ', namespace: default')}`,
    );
    const { sink } = await deliver('pods');
    expect(sink.pages.flat()).toMatchObject([{ metadata: { namespace: 'default' } }]);
  });

  test.each([['null'], ['[]']])('a List with items: %s is empty', async (items) => {
    await write('good.yaml', pod('one'));
    await write('list.yaml', `apiVersion: v1\nkind: List\nitems: ${items}\n`);
    expect((await deliver('pods')).record.incomplete).toBeUndefined();
  });

  test('a linked file is read, and so is what lies in a linked folder', async () => {
    await write('real/a.yaml', pod('one'));
    await mkdir(join(folder, 'links'));
    await symlink(join(folder, 'real/a.yaml'), join(folder, 'links/b.yaml'));
    const { objects } = await readManifests([join(folder, 'links')]);
    expect(objects).toHaveLength(1);
  });

  test.each<[string, BufferEncoding, readonly number[]]>([
    ['UTF-16, as PowerShell writes it', 'utf16le', [0xff, 0xfe]],
    ['UTF-8 with a mark', 'utf8', [0xef, 0xbb, 0xbf]],
  ])('a file in %s is read', async (_, encoding, mark) => {
    const bytes = Buffer.concat([Buffer.from(mark), Buffer.from(pod('one'), encoding)]);
    await writeFile(join(folder, 'a.yaml'), bytes);
    expect(await namesOf('pods')).toEqual(['one']);
  });

  test.each([['e2'], ['E1'], ['.e1']])('the name %s is no number', async (name) => {
    await write('a.yaml', pod(name));
    expect(await namesOf('pods')).toEqual([name]);
  });

  test('Endpoints that no EndpointSlice mirrors', async () => {
    await write('good.yaml', pod('one'));
    await write('endpoints.yaml', 'apiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\n');
    const text = 'is an Endpoints, of which only EndpointSlices are read';
    expect((await deliver('endpointslices')).record.incomplete?.detail).toContain(text);
    await write('slices.yaml', object('discovery.k8s.io/v1', 'EndpointSlice', 'db'));
    expect((await deliver('endpointslices')).record.incomplete).toBeUndefined();
  });
});

const object = (apiVersion: string, kind: string, name: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n`;

describe('what cannot be read at all is refused with what to do', () => {
  test('a path that is not there', async () => {
    await expect(readManifests([join(folder, 'none')])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('ENOENT'),
    });
  });

  test('a folder without manifests, and one without Kubernetes objects', async () => {
    await expect(readManifests([folder])).rejects.toThrow(/holds no \.yaml, \.yml or \.json/);
    await write('values.yaml', 'a: 1\n');
    await expect(readManifests([folder])).rejects.toThrow(
      /no Kubernetes object in .*values\.yaml:1/,
    );
  });

  test('a YAML file of 50 MB', async () => {
    await write('huge.yaml', pod('one'));
    await truncate(join(folder, 'huge.yaml'), 50_000_000);
    await expect(readManifests([folder])).rejects.toMatchObject({
      message: expect.stringContaining('has 50 MB, more than the 10 MB'),
      remedy: expect.stringContaining('JSON'),
    });
  });

  test('a link that leads in a circle is not followed', async () => {
    await write('a.yaml', pod('one'));
    await symlink(folder, join(folder, 'again'));
    expect(await namesOf('pods')).toEqual(['one']);
  });
});

async function write(name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function readerOf(namespace = 'default') {
  const clusters = manifestClusters(await readManifests([folder]), { namespace });
  return clusters.open({ account: 'local', region: 'local', name: 'x' });
}

async function deliver(id: (typeof kubernetesReads)[number]['id'], namespace?: string) {
  const read = kubernetesReads.find((given) => given.id === id) as KubernetesRead;
  const sink = keepingSink();
  const record = await (await readerOf(namespace)).readKubernetes(read, sink);
  return { sink, record };
}

async function namesOf(id: (typeof kubernetesReads)[number]['id']): Promise<string[]> {
  const { sink } = await deliver(id);
  return sink.pages.flat().map(nameOf).sort();
}

function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const aliases = Array.from({ length: 9 }, () => `*a${level}`).join(', ');
    return `a${level + 1}: &a${level + 1} [${aliases}]`;
  });
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: x}\na0: &a0 lol\n${levels.join('\n')}\n`;
}
