import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import type { Assessment } from '../functions/model/assessment.ts';
import { kubernetesReads } from '../functions/model/reads.ts';
import { subjectText } from '../functions/model/verdict.ts';
import { kubeconfigClusters } from '../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { readManifests } from '../functions/platform/manifests/manifest-objects.ts';
import { fiveStages } from './five-stages.ts';
import type { KubeObject } from './kube-api/answers.ts';
import { isDiscovery } from './kube-api/discovery.ts';
import { startKubeApi } from './kube-api/kube-api.ts';
import { withKubeconfig } from './kube-api/kubeconfig-file.ts';
import { memoryStore } from './memory-store.ts';

const root = join(import.meta.dirname, 'worlds');
const worlds = readdirSync(root).sort();
const evening = { scanId: '20261122T180000000Z', time: '2026-11-22T18:00:00.000Z' };
const morning = { scanId: '20261123T060000000Z', time: '2026-11-23T06:00:00.000Z' };
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

describe.each(worlds)('the world %s', (world) => {
  test('comes to the expected assessment and message', async () => {
    const { evening: first, morning: second } = await twoScans(world);
    const actual = { evening: gist(first), morning: gist(second) };
    const file = join(root, world, 'expected.json');
    if (isUpdate) writeFileSync(file, `${JSON.stringify(actual, undefined, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  test('gives the same bytes twice, in every artifact', async () => {
    const one = await twoScans(world);
    const two = await twoScans(world);
    const keys = one.store.keys();
    expect(two.store.keys()).toEqual(keys);
    expect(keys.filter((key) => key.endsWith('report.pdf'))).toHaveLength(2);
    for (const key of keys) {
      expect([key, await two.store.read(key)]).toEqual([key, await one.store.read(key)]);
    }
  });
});

test('a cluster read over the network is judged as the manifests that describe it', async () => {
  const paths = [join(root, 'open', 'before', 'cluster.yaml')];
  const source = await manifestSource(paths, { namespace: 'default' });
  const { objects } = await readManifests(paths);
  const cluster = { account: 'local', region: 'local', name: 'open' };
  const api = await startKubeApi({ objects: objects.map(({ raw }) => raw as KubeObject) });
  try {
    const scanned = await withKubeconfig(api, (file) =>
      fiveStages({
        ...morning,
        cluster,
        store: memoryStore(),
        clusters: kubeconfigClusters({ file, toolVersion: '0', environment: {} }),
      }),
    );
    const described = await fiveStages({
      ...morning,
      cluster,
      store: memoryStore(),
      clusters: source.clusters,
    });
    // Manifests do not show what guards the cluster that they go to; an API server does.
    const open = described.assessment.results.filter(({ isEvaluated }) => !isEvaluated);
    const openIds = open.map(({ id }) => id);
    const told = scanned.assessment.findings.filter(
      ({ controlId }) => !openIds.includes(controlId),
    );
    const expected = described.assessment.findings;
    expect(told).toEqual(expected.filter(({ controlId }) => !openIds.includes(controlId)));
    expect(openIds).toContain('ADM-03');
    expect(scanned.assessment.findings.length).toBeGreaterThan(5);
    const asked = api.requests
      .map(({ path }) => path)
      .filter((path) => path !== '/version' && !isDiscovery(path));
    const possible = kubernetesReads.filter((read) => !('comesWith' in read));
    expect(asked).toHaveLength(possible.length);
  } finally {
    await api.close();
  }
});

async function twoScans(world: string) {
  const before = join(root, world, 'before');
  const after = join(root, world, 'after');
  const store = memoryStore();
  const scan = async (paths: readonly string[], when: typeof evening) => {
    const { fleet, clusters } = await manifestSource(paths, { namespace: 'default' });
    const { clusters: found } = await fleet.discover({});
    const cluster = found[0] ?? { account: 'local', region: 'local', name: world };
    return fiveStages({ ...when, cluster, clusters, store });
  };
  const first = await scan([before], evening);
  const second = await scan(existsSync(after) ? [before, after] : [before], morning);
  return { evening: first, morning: second, store };
}

function gist({ assessment, messages }: Awaited<ReturnType<typeof fiveStages>>) {
  const { score, results, findings, changes, gaps } = assessment;
  return {
    score,
    outcomes: Object.fromEntries(results.map(({ id, outcome }) => [id, outcome])),
    findings: findings.map(findingText),
    gaps: gaps.map(({ read, reason }) => `${read}: ${reason}`),
    regressions: changes.regressions.map(({ text }) => text),
    messages: messages.map(({ text }) => text),
  };
}

function findingText({ controlId, subject, path, values }: Assessment['findings'][number]): string {
  return `${controlId} ${subjectText(subject)} ${path} = ${values.join(' | ')}`;
}
