import { Worker } from 'node:worker_threads';
import { expect, test } from '@jest/globals';

const heapMegabytes = 200;
const workloadCount = 1_200;

/** As many lines on each side as there are pairs; only one workload has a policy more. */
const comparison = `
  const { connectionChanges } = await import('${moduleAt('../functions/assess/reach/difference.ts')}');
  const { profileNamed } = await import('${moduleAt('../functions/assess/reach/profiles/profile.ts')}');
  const { reachOf } = await import('${moduleAt('../functions/assess/reach/reach.ts')}');
  const { snapshotOf } = await import('${moduleAt('./minimal-snapshot.ts')}');
  const { parentPort } = await import('node:worker_threads');
  const pods = Array.from({ length: ${workloadCount} }, (_, at) => ({ name: 'web-' + at, labels: { app: 'web-' + at } }));
  const side = (networkPolicies) => {
    const snapshot = snapshotOf({ namespaces: ['shop'], pods, networkPolicies });
    return { snapshot, reach: reachOf(snapshot, profileNamed('spec')) };
  };
  const spec = { podSelector: { matchLabels: { app: 'web-7' } } };
  parentPort.postMessage(connectionChanges(side([]), side([{ name: 'deny', spec }])).length);
`;

test('two maps are compared without holding all of their lines', async () => {
  const worker = new Worker(comparison, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  const count = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(count).toBe(workloadCount);
}, 60_000);

function moduleAt(path: string): string {
  return new URL(path, import.meta.url).href;
}
