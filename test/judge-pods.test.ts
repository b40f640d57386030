import { expect, test } from '@jest/globals';
import { hostPathItems, hostPathsOf } from '../functions/assess/pods/host-paths.ts';
import { judgePodParts, judgePods } from '../functions/assess/pods/judge-pods.ts';
import type { Pod } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const snapshot = snapshotOf({
  pods: [
    {
      name: 'api-1',
      owner: 'Deployment api',
      spec: {
        containers: [{ name: 'app' }],
        volumes: [{ name: 'scratch', ephemeral: {} }, { name: 'tmp' }],
      },
    },
  ],
  persistentVolumes: [{ name: 'pv-1', type: 'hostPath', hostPath: '/data' }],
  persistentVolumeClaims: [{ namespace: 'shop', name: 'api-2-scratch', volumeName: 'pv-1' }],
});
const [first] = snapshot.pods as [Pod];
const withoutClaims = { ...first.spec, volumes: first.spec.volumes.slice(1) };

/** Two replicas, whose spec is one and the same object. */
function replicas(spec: Pod['spec'], annotations: Pod['annotations'] = {}): readonly Pod[] {
  return [
    { ...first, spec },
    { ...first, name: 'api-2', spec, annotations },
  ];
}

function judged(pods: readonly Pod[]): readonly string[] {
  const names: string[] = [];
  judgePods({ pods }, 'namespace', ({ name }) => {
    names.push(name);
    return [];
  });
  return names;
}

test('of replicas that share a spec one is judged', () => {
  expect(judged(replicas(withoutClaims))).toEqual(['api-1']);
});

test('a replica with annotations of its own is judged too', () => {
  expect(judged(replicas(withoutClaims, { 'seccomp.security/pod': 'x' }))).toEqual([
    'api-1',
    'api-2',
  ]);
});

test('the claim that an ephemeral volume of one replica makes is found', () => {
  const [item] = hostPathItems(snapshot);
  const verdicts = judgePodParts({ pods: replicas(first.spec) }, 'namespace', (pod) => {
    const found = item && hostPathsOf(pod, item.storage);
    const paths = found?.paths ?? [];
    return { evidence: paths.map(({ written }) => ({ path: 'p', value: written })), missing: [] };
  });
  expect(verdicts).toEqual([
    { outcome: 'fail', reach: 'namespace', evidence: [{ path: 'p', value: '/data' }] },
  ]);
});
