import { rmSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { assess } from '../../functions/assess/assess.ts';
import { discover } from '../../functions/discover/discover.ts';
import type { ArtifactStore, ClusterReader, World } from '../../functions/model/world.ts';
import { notify } from '../../functions/notify/notify.ts';
import { exceptionsFile } from '../../functions/platform/exceptions-file.ts';
import { loadFonts } from '../../functions/platform/fonts.ts';
import { report } from '../../functions/report/report.ts';
import { reportFleet } from '../../functions/report/report-fleet.ts';
import { takeSnapshot } from '../../functions/snapshot/snapshot.ts';
import type { StageName } from '../../infra/stage-settings.ts';
import { memoryStore } from '../memory-store.ts';
import { hub, resourcesOf, statementsOf } from './synthesised.ts';

const cluster = { account: '111122223333', region: 'eu-west-1', name: 'pay' };
const stages: readonly StageName[] = ['discover', 'snapshot', 'assess', 'report', 'notify'];

const contractorsAreAdmins = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'contractors' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'contractors' }],
};

/** An empty cluster, or one with a binding that it should not have. */
function reader(isWorse: boolean): ClusterReader {
  return {
    source: 'eks',
    kubernetesVersion: 'v1.34.1',
    readKubernetes: async (read, sink) => {
      sink.page(isWorse && read.id === 'clusterrolebindings' ? [contractorsAreAdmins] : []);
      return { pages: 1 };
    },
    readAws: async () => [],
    close: async () => {},
  };
}

type Used = { readonly read: Set<string>; readonly written: Set<string> };
const used = new Map<StageName, Used>();
const patterns = new Map<StageName, { readonly get: string[]; readonly put: string[] }>();

/** The store as one stage sees it, with a note of every key that it touches. */
function noted(store: ArtifactStore, stage: StageName): ArtifactStore {
  const { read, written } = used.get(stage) ?? { read: new Set(), written: new Set() };
  used.set(stage, { read, written });
  return {
    read: (key) => store.read(read.add(key) && key),
    readPointer: (key) => store.readPointer(read.add(key) && key),
    create: (key, bytes) => store.create(written.add(key) && key, bytes),
    movePointer: (key, bytes, tag) => store.movePointer(written.add(key) && key, bytes, tag),
  };
}

async function scan(store: ArtifactStore, scanId: string, isWorse: boolean): Promise<void> {
  const silent = { info: () => {}, warn: () => {} };
  const worldOf = (stage: StageName): World => ({
    clock: () => new Date('2026-11-23T04:00:00Z'),
    store: noted(store, stage),
    fleet: { discover: async () => ({ clusters: [cluster], unreachable: [] }) },
    clusters: { open: async () => reader(isWorse) },
    messenger: { send: async () => {} },
    exceptions: exceptionsFile(undefined),
    fonts: loadFonts,
    log: silent,
  });
  const request = { scanId, cluster };
  await discover({ scanId, filter: {} }, worldOf('discover'));
  await takeSnapshot(request, worldOf('snapshot'));
  await assess(request, worldOf('assess'));
  await report(request, worldOf('report'));
  await reportFleet({ scanId }, worldOf('report'));
  await notify({ scanId }, worldOf('notify'));
}

beforeAll(async () => {
  const store = memoryStore();
  await scan(store, '20261122T040000000Z', false);
  await scan(store, '20261123T040000000Z', true);
  const { stack, outdir } = hub();
  const policies = resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy');
  rmSync(outdir, { recursive: true, force: true });
  for (const stage of stages) {
    const statements = policies
      .filter(({ Properties }) => String(Properties['PolicyName']).startsWith(stage))
      .flatMap(statementsOf);
    const keys = (action: string): string[] =>
      statements
        .filter(({ Action }) => Action.includes(action))
        .flatMap(({ Resource }) => Resource)
        .map((arn) => arn.replace(/^<EvidenceBucket\w+\.Arn>\//, ''));
    patterns.set(stage, { get: keys('s3:GetObject'), put: keys('s3:PutObject') });
  }
});

/** Whether IAM would say that the pattern covers the key: `*` stands for anything. */
function covers(pattern: string, key: string): boolean {
  const literal = (text: string): string => text.replace(/[.$()+?[\]\\^{|}]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(key);
}

const uncovered = (keys: Iterable<string>, by: readonly string[]): string[] =>
  [...keys].filter((key) => !by.some((pattern) => covers(pattern, key)));
const unused = (by: readonly string[], keys: readonly string[]): string[] =>
  by.filter((pattern) => !keys.some((key) => covers(pattern, key)));

test.each(stages)('%s reads and writes within its role, and all of its role is used', (stage) => {
  const { read, written } = used.get(stage) ?? { read: new Set(), written: new Set() };
  const { get, put } = patterns.get(stage) ?? { get: [], put: [] };
  expect(written.size).toBeGreaterThan(0);
  expect(uncovered(read, get)).toEqual([]);
  expect(uncovered(written, put)).toEqual([]);
  expect(unused(put, [...written])).toEqual([]);
  // What a stage writes it may also read, to compare it where the write was refused.
  expect(unused(get, [...read, ...written])).toEqual([]);
});
