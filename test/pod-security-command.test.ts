import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { podSecurityLines } from '../cli/present/pod-security-formats.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { storedSnapshot } from '../functions/model/stored-snapshot.ts';
import { gzipJson } from '../functions/snapshot/gzip-json.ts';
import { ringfenceIn } from './command-line.ts';
import { snapshotOf, tweak } from './minimal-snapshot.ts';
import { faulty, kinds, pod, podSecurityIn } from './pod-security-runs.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pod-security-'));
  await mkdir(join(folder, 'm'));
  await writeFile(join(folder, 'm', 'a.yaml'), kinds);
  await writeFile(join(folder, 'm', 'b.json'), pod('a', { hostPID: true, hostIPC: true }));
  await writeFile(join(folder, 'faulty.yaml'), faulty);
  await writeFile(join(folder, 'allowed.json'), pod('a', {}));
  await writeFile(
    join(folder, 'broken.yaml'),
    `${pod('a', {})}\n---\nkind: Pod\nmetadata: {name: [\n`,
  );
  await writeFile(
    join(folder, 'broken-service.yaml'),
    `${pod('a', {})}\n---\nkind: Service\n  a: b\n`,
  );
  await writeFile(join(folder, 'snapshot.json.gz'), await stored(partlyRead()));
  await writeFile(join(folder, 'whole.json.gz'), await stored(readInFull()));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('manifests', () => {
  test('have a row for every pod and template of every file, in the order read', async () => {
    const { status, out, err } = await podSecurity('m', '--format', 'csv');
    expect(status).toBe(0);
    expect(err).toBe('note: pods and templates judged by v1.37: 11\n');
    const privileged = (kind: string, name: string, namespace = 'default') =>
      `m/a.yaml,${kind},${namespace},${name},privileged,true,privileged: container app: privileged=true`;
    const plain =
      'm/a.yaml,Pod,default,a,baseline,true,"allowPrivilegeEscalation: container app: ' +
      'allowPrivilegeEscalation is unset; capabilities_restricted: container app: capabilities.drop ' +
      'is unset; runAsNonRoot: container app: runAsNonRoot is unset; seccompProfile_restricted: ' +
      'container app: seccompProfile.type is unset"';
    expect(out.trimEnd().split('\n')).toEqual([
      'file,kind,namespace,name,level,allowed,violations',
      plain.replaceAll('"', ''),
      privileged('PodTemplate', 'b'),
      privileged('ReplicationController', 'c'),
      privileged('ReplicaSet', 'd'),
      privileged('Deployment', 'e'),
      privileged('StatefulSet', 'f'),
      privileged('DaemonSet', 'g'),
      privileged('Job', 'h-', 'shop'),
      privileged('CronJob', 'i'),
      plain.replaceAll('"', ''),
      'm/b.json,Pod,default,a,privileged,true,"hostNamespaces: pod: hostPID=true, pod: hostIPC=true"',
    ]);
  });

  test('are asked whether a level allows them', async () => {
    const { status, out, err } = await podSecurity('m', '--level', 'baseline', '--format', 'csv');
    expect(status).toBe(0);
    const rows = out.trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',').slice(3, 6).join())).toEqual([
      'a,baseline,true',
      ...['b', 'c', 'd', 'e', 'f', 'g', 'h-', 'i'].map((name) => `${name},baseline,false`),
      'a,baseline,true',
      'a,baseline,false',
    ]);
    expect(rows[0]).toBe('m/a.yaml,Pod,default,a,baseline,true,');
    expect(err).toContain('note: pods and templates judged by v1.37: 11; allowed at baseline: 2');
  });

  test('come as JSON', async () => {
    const { out } = await podSecurity('m/b.json', '--level', 'baseline', '--format', 'json');
    expect(JSON.parse(out)).toEqual([
      {
        file: 'm/b.json',
        kind: 'Pod',
        namespace: 'default',
        name: 'a',
        level: 'baseline',
        allowed: false,
        violations: [
          {
            check: 'hostNamespaces',
            reason: 'host namespaces',
            details: ['pod: hostPID=true', 'pod: hostIPC=true'],
            evidence: [
              { path: 'spec.hostPID', value: 'true' },
              { path: 'spec.hostIPC', value: 'true' },
            ],
          },
        ],
      },
    ]);
  });

  test('come as a table, and through --manifests and --namespace', async () => {
    const { out } = await podSecurity('--manifests', 'm/b.json', '--namespace', 'web');
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['file', 'kind', 'namespace', 'name', 'level', 'allowed', 'violations'],
      [
        'm/b.json',
        'Pod',
        'web',
        'a',
        'privileged',
        'true',
        'hostNamespaces: pod: hostPID=true, pod: hostIPC=true',
      ],
      [''],
    ]);
  });

  test('are judged by the version that is asked for, or the newest that is known', async () => {
    const judged = async (...words: string[]) => {
      const { out, err } = await podSecurity(
        'm/a.yaml',
        '--level',
        'restricted',
        '--format',
        'json',
        ...words,
      );
      const rows: { violations: { check: string }[] }[] = JSON.parse(out);
      return [rows[0]?.violations.map(({ check }) => check).join(), /v1\.\d+/.exec(err)?.[0]];
    };
    expect(await judged('--version', 'v1.7')).toEqual(['runAsNonRoot', 'v1.7']);
    expect(await judged('--version', 'v1.18')).toEqual([
      'allowPrivilegeEscalation,runAsNonRoot',
      'v1.18',
    ]);
    expect((await judged('--version', 'v1.99'))[1]).toBe('v1.37');
    expect((await judged('--version', 'latest'))[1]).toBe('v1.37');
  });
});

describe('what cannot be read', () => {
  test('has a row that is not allowed, and is told with its place and without values', async () => {
    const { status, out, err } = await podSecurity('faulty.yaml', '--format', 'csv');
    expect(status).toBe(0);
    const rows = out.trimEnd().split('\n').slice(1);
    expect(rows.slice(0, 6)).toEqual([
      'faulty.yaml,Pod,default,wrong-type,,false,unreadable: spec.containers.0.securityContext.privileged: expected boolean',
      'faulty.yaml,Pod,default,empty,,false,unreadable: spec.containers: expected a container',
      'faulty.yaml,Deployment,default,no-template,,false,unreadable: spec.template: expected object',
      'faulty.yaml,Deployment,default,no-group,,false,unreadable: v1 is no group of that kind',
      'faulty.yaml,DaemonSet,default,hollow,,false,unreadable: spec.template.spec.containers: expected a container',
      'faulty.yaml,Pod,default,noted,,false,unreadable: metadata.annotations: expected a map of strings',
    ]);
    expect(rows.slice(6).map((row) => row.split(',').slice(1, 6))).toEqual([
      ['Pod', 'default', 'odd', 'baseline', 'true'],
    ]);
    expect(err).toContain('warning: faulty.yaml:1 is no Pod that can be read: spec.containers');
    expect(err).toContain('warning: faulty.yaml:8 is no Deployment that can be read');
    expect(err).toMatch(/warning: faulty.yaml:\d+ is a Rollout/);
    expect(err).toMatch(/warning: faulty.yaml:\d+ is a Job, of which/);
    expect(err).toMatch(/warning: faulty.yaml:\d+ has no apiVersion and kind/);
    expect(`${out}${err}`).not.toContain('s3cret');
  });

  test('has no level of its own in JSON', async () => {
    const { out } = await podSecurity('faulty.yaml', '--format', 'json');
    expect(JSON.parse(out)[1]).toEqual({
      file: 'faulty.yaml',
      kind: 'Pod',
      namespace: 'default',
      name: 'empty',
      level: null,
      allowed: false,
      violations: [
        {
          check: 'unreadable',
          reason: 'unreadable',
          details: ['spec.containers: expected a container'],
          evidence: [],
        },
      ],
    });
  });

  test('is not allowed at any level', async () => {
    const { out } = await podSecurity('faulty.yaml', '--level', 'baseline', '--format', 'csv');
    expect(out).toContain('faulty.yaml,Pod,default,empty,baseline,false,unreadable');
  });
});

describe('the exit status with --fail-on-violation', () => {
  test.each([
    ['a pod that is not allowed', ['m/b.json'], 1, '1 of 1 are not allowed'],
    ['a document that may hold pods', ['broken.yaml'], 1, 'not everything could be read'],
    ['pods that are all allowed', ['allowed.json'], 0, 'allowed at baseline: 1'],
    ['a broken Service', ['broken-service.yaml'], 0, 'warning: broken-service.yaml'],
    ['a cluster that was read in part', ['snapshot.json.gz'], 1, 'not everything could be read'],
    ['a cluster that was read in full', ['whole.json.gz'], 0, 'allowed at baseline: 1'],
  ])('tells of %s', async (_, [source = ''], expected, said) => {
    const words = [source, '--level', 'baseline', '--fail-on-violation'];
    const { status, err } = await podSecurity(...words);
    expect({ status, err }).toMatchObject({ status: expected, err: expect.stringContaining(said) });
  });
});

describe('a cluster', () => {
  test('has rows for its pods and its templates, judged by its version', async () => {
    const { out, err } = await podSecurity(
      'snapshot.json.gz',
      '--level',
      'baseline',
      '--format',
      'csv',
    );
    expect(out.trimEnd().split('\n').slice(1)).toEqual([
      ',Pod,shop,live,baseline,true,',
      ',Deployment,kube-system,d,baseline,false,unreadable: spec.containers: expected a container',
    ]);
    expect(err).toContain('judged by v1.33');
    expect(err).toContain('warning: cronjobs: forbidden');
  });

  test('is judged by no newer version than its own', async () => {
    const { err } = await podSecurity('--snapshot', 'snapshot.json.gz', '--version', 'v1.36');
    expect(err).toContain('judged by v1.33');
  });

  test('tells by namespace what is enforced and what could be', async () => {
    const { status, out, err } = await podSecurity(
      'snapshot.json.gz',
      '--by',
      'namespace',
      '--format',
      'csv',
    );
    expect(status).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'namespace,enforced,version,passes,canEnforce,refused',
      'shop,restricted,latest,baseline,,Pod live; CronJob next',
    ]);
    expect(err).toContain(
      'warning: shop: pod-security.kubernetes.io/enforce=strict is taken for restricted',
    );
    expect(err).toContain('warning: shop was not seen in full: cronjobs: forbidden');
  });

  test('tells by namespace which label can be raised', async () => {
    const { out, err } = await podSecurity('whole.json.gz', '--by', 'namespace', '--format', 'csv');
    expect(out.split('\n')[1]).toBe('shop,privileged,latest,baseline,baseline,');
    expect(err).toBe('');
  });

  test('has all that is known of a namespace in JSON', async () => {
    const { out } = await podSecurity('snapshot.json.gz', '--by', 'namespace', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject([
      { namespace: 'shop', workloads: 2, passes: 'baseline' },
    ]);
  });

  test('can be one of manifests', async () => {
    const { out } = await podSecurity('m', '--by', 'namespace');
    expect(out.split('\n')[0]).toMatch(
      /^namespace +enforced +version +passes +canEnforce +refused$/,
    );
    expect(out).toMatch(/^shop +privileged +latest +privileged/m);
  });
});

describe('flags that make no sense', () => {
  test.each([
    [['m', '--level', 'strict'], '--level "strict" is not known'],
    [['m', '--version', '1.33'], '--version "1.33" is not known'],
    [['m', '--format', 'md'], '--format "md" is not known'],
    [['m', '--by', 'pod'], '--by "pod" is not known'],
    [['m', '--fail-on-violation'], '--fail-on-violation needs --level'],
    [['m', '--by', 'namespace', '--level', 'baseline'], '--by namespace judges by'],
    [['m', '--by', 'namespace', '--version', 'v1.30'], '--by namespace judges by'],
    [['m', '--namespace', 'A B'], 'cannot be the name of a namespace'],
    [['m', '--manifests', 'm'], 'cannot be read in one judgement'],
    [['m', '--context', 'x'], '--context goes with --kubeconfig only'],
    [[], 'a judgement needs something to read'],
    [['nowhere'], 'ENOENT'],
  ])('%j', async (words, said) => {
    const { status, out, err } = await podSecurity(...words);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(said);
  });
});

test('the command is one of the command line, and its --version is of the standards', async () => {
  const words = ['pod-security', 'm/b.json', '--version', 'v1.30', '--level', 'baseline'];
  const { status, out, err } = await ringfenceIn(folder, [...words, '--fail-on-violation']);
  expect({ status, out }).toMatchObject({
    status: 1,
    out: expect.stringContaining('hostPID=true'),
  });
  expect(err).toContain('threshold broken: 1 of 1 are not allowed (--fail-on-violation)');
});

test('more rows than anybody looks at are lines without columns', async () => {
  const row = { cells: ['a', 'b'] };
  const telling = {
    titles: ['first', 'second'],
    cells: ({ cells }: { cells: readonly string[] }) => cells,
    data: () => ({}),
  };
  const lines = async (count: number) =>
    [...(await podSecurityLines(Array(count).fill(row), telling, 'table'))].join('\n').split('\n');
  expect((await lines(2)).slice(0, 2)).toEqual(['first  second', 'a      b']);
  expect((await lines(1001)).slice(0, 2)).toEqual(['first  second', 'a  b']);
  expect(await lines(1001)).toHaveLength(1002);
});

test('the result goes to a file where one is named', async () => {
  const file = join(folder, 'rows.csv');
  const { out } = await podSecurity('m/b.json', '--format', 'csv', '--output', file);
  expect(out).toBe('');
  expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toMatch(
    /^file,kind,.*\n.*m\/b.json,Pod/,
  );
});

const podSecurity = (...words: readonly string[]) => podSecurityIn(folder, words);

/** A cluster of v1.33 whose CronJobs could not all be read. */
function partlyRead(): Snapshot {
  const host = '{containers: [{name: app, livenessProbe: {httpGet: {host: db}}}]}';
  const snapshot = snapshotOf(
    parse(`namespaces: [{name: shop, labels: {pod-security.kubernetes.io/enforce: strict}}]
gaps: [{read: cronjobs, reason: forbidden, detail: 'expected 200, got 403'}]
workloads: [{kind: Deployment, name: d}]
pods:
  - {name: live, spec: ${host}}
  - {name: next, owner: CronJob next, isRepresentative: true, spec: ${host}}`),
  );
  return tweak(snapshot, { kubernetesVersion: 'v1.33.2' });
}

function readInFull(): Snapshot {
  return snapshotOf(
    parse('namespaces: [shop]\npods: [{name: a, spec: {containers: [{name: app}]}}]'),
  );
}

function stored(snapshot: Snapshot): Promise<Uint8Array> {
  return gzipJson(storedSnapshot(snapshot));
}
