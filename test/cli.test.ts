import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assessmentSchema } from '../functions/model/assessment.ts';
import { type Ended, ringfenceIn } from './command-line.ts';
import { startEksApi } from './eks-api/eks-api.ts';
import { startKubeApi } from './kube-api/kube-api.ts';
import { withKubeconfig } from './kube-api/kubeconfig-file.ts';

const kubeconfigText = `apiVersion: v1
kind: Config
clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: b, user: {token: t}}]
contexts: [{name: here, context: {cluster: a, user: b}}]
`;

const worlds = join(import.meta.dirname, 'worlds');
const main = join(import.meta.dirname, '..', 'cli', 'main.ts');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('scan', () => {
  test('tells score, results and fixes, and writes the evidence', async () => {
    const store = join(folder, 'told');
    const { status, out } = await ringfence('scan', '--manifests', world('open'), '--store', store);
    expect(status).toBe(0);
    expect(out).toMatch(/^open \(444455556666\/eu-central-1\), \d{4}-/);
    expect(out).toMatch(/score \d+\.\d F \(.*\), \d+ of \d+ controls evaluated/);
    expect(out).toMatch(/FAIL +RBAC-01 +critical/);
    expect(out).toMatch(/fix first:\n {2}1\. /);
    const cluster = join(store, 'clusters', '444455556666', 'eu-central-1', 'open');
    const [scanId = ''] = (await readdir(cluster)).filter((name) => name !== 'latest.json');
    expect((await readdir(join(cluster, scanId))).sort()).toEqual([
      'assessment.json',
      'findings.json',
      'manifest.json',
      'report.pdf',
      'snapshot.json.gz',
    ]);
    expect(JSON.parse(await readFile(join(cluster, 'latest.json'), 'utf8'))).toMatchObject({
      scanId,
    });
  });

  test('--json prints the assessment and nothing else', async () => {
    const { status, out } = await scanOf('partly-unreadable', '--json', '--cluster-name', 'given');
    expect(status).toBe(0);
    const assessment = assessmentSchema.parse(JSON.parse(out));
    expect(assessment.cluster).toEqual({ account: 'local', region: 'local', name: 'given' });
  });

  test.each([
    ['a finding as bad as asked for', ['--fail-on', 'critical'], 1],
    ['a score below the one asked for', ['--min-score', '90'], 1],
    ['a score that is high enough', ['--min-score', '5'], 0],
  ])('the exit status tells of %s', async (_, flags, expected) => {
    const { status, err } = await scanOf('open', ...flags);
    expect(status).toBe(expected);
    expect(err.includes('threshold broken')).toBe(expected === 1);
  });

  test('a guarded cluster breaks no threshold', async () => {
    expect((await scanOf('guarded', '--fail-on', 'low', '--min-score', '100')).status).toBe(0);
  });

  test('what could not be read is told, and keeps its controls from passing', async () => {
    const { out, err } = await scanOf('partly-unreadable');
    expect(err).toMatch(/warning: .*cluster\.yaml:11 is not YAML/);
    expect(out).toMatch(/UNKNOWN( +| \(\d+\):.* )NET-02/s);
    expect(out).toMatch(/could not be read:\n {2}networkpolicies: unreadable/);
  });

  test.each([
    [
      'a failed read leaves open breaks a threshold',
      'partly-unreadable',
      1,
      /threshold broken: NET-01.* could not be evaluated/,
    ],
    ['was never going to be read is said', 'without-aws', 0, /not known: IAM-02, CP-05 could not/],
  ])('a control that %s', async (_, name, expected, message) => {
    const path = name === 'without-aws' ? join(world('guarded'), 'cluster.yaml') : world(name);
    const flags = ['--fail-on', name === 'without-aws' ? 'critical' : 'medium'];
    const ended = await ringfence(
      'scan',
      '--manifests',
      path,
      '--store',
      join(folder, name),
      ...flags,
    );
    expect(ended.err).toMatch(message);
    expect(ended.status).toBe(expected);
  });

  test('the parser of YAML says nothing of what it reads', async () => {
    const path = join(folder, 'template.yaml');
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n';
    await writeFile(
      path,
      `${pod}---\nkind: Secret\ndata:\n  password: {{ PLANTED }}: !vault PLANTED\n`,
    );
    const { out, err } = await ringfence(
      'scan',
      '--manifests',
      path,
      '--store',
      join(folder, 'template'),
    );
    expect(err).toMatch(/warning: /);
    expect(out + err).not.toContain('PLANTED');
  });

  test('a name can neither steer the terminal nor pass for a line of the result', async () => {
    const path = join(folder, 'forged.json');
    const name = 'x\nscore 100.0 A\u001b[2J\u202e';
    const subject = { kind: 'User', name };
    const roleRef = { kind: 'ClusterRole', name: 'cluster-admin' };
    const binding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' };
    const object = { ...binding, metadata: { name }, roleRef, subjects: [subject] };
    const store = ['--store', join(folder, 'forged'), '--cluster-name', 'forged'];
    await ringfence('scan', '--manifests', world('guarded'), ...store);
    await writeFile(path, JSON.stringify(object));
    const paths = ['--manifests', world('guarded'), '--manifests', path];
    const { out, err } = await ringfence('scan', ...paths, ...store);
    expect(out).toContain('User x\\u{a}score 100.0 A\\u{1b}[2J\\u{202e}');
    expect((out + err).split('\n').filter((line) => line.startsWith('score'))).toHaveLength(1);
    for (const sign of ['\u001b', '\u202e']) expect(out + err).not.toContain(sign);
  });

  test('an old snapshot that is judged again does not become the newest scan', async () => {
    const store = join(folder, 'replay');
    await ringfence('scan', '--manifests', world('open'), '--store', store);
    const files = await readdir(store, { recursive: true });
    const old = join(store, files.find((name) => name.endsWith('snapshot.json.gz')) ?? '');
    await ringfence('scan', '--manifests', world('open'), '--store', store);
    const latest = join(store, 'clusters/444455556666/eu-central-1/open/latest.json');
    const before = await readFile(latest, 'utf8');
    expect((await ringfence('scan', '--snapshot', old, '--store', store)).status).toBe(0);
    expect(await readFile(latest, 'utf8')).toBe(before);
  });

  test('what Slack would hear is shown where no address is set', async () => {
    const store = join(folder, 'untold');
    const before = [
      'scan',
      '--manifests',
      world('guarded'),
      '--cluster-name',
      'x',
      '--store',
      store,
    ];
    await ringfence(...before);
    const after = ['scan', '--manifests', world('open'), '--cluster-name', 'x', '--store', store];
    const { status, out, err } = await ringfence(...after);
    // A slow machine is told what goes on.
    expect([status, err.replace(/^\w.* \.\.\.\n/gm, '')]).toEqual([0, '']);
    expect(out).toContain('Slack would hear');
  });

  test('a live cluster is read through its kubeconfig', async () => {
    const api = await startKubeApi();
    try {
      const { status, out } = await withKubeconfig(api, (file) =>
        ringfence('scan', '--kubeconfig', file, '--store', join(folder, 'live')),
      );
      expect(out).toMatch(/^test \(local\/local\)/);
      expect(status).toBe(0);
    } finally {
      await api.close();
    }
  });

  test('an EKS cluster is read with the AWS credentials of the machine', async () => {
    const api = await startKubeApi({ tokens: 'eks' });
    const certificateAuthority = { data: Buffer.from(api.caPem).toString('base64') };
    const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/payments';
    const accessConfig = { authenticationMode: 'API' };
    const description = { name: 'payments', arn, status: 'ACTIVE', endpoint: api.url };
    const eks = await startEksApi({
      clusters: [
        { name: 'payments', description: { ...description, certificateAuthority, accessConfig } },
      ],
    });
    try {
      const aws = {
        AWS_ENDPOINT_URL: eks.endpoint,
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
      };
      const words = ['scan', '--eks', 'payments', '--region', 'eu-west-1'];
      const { status, out, err } = await ringfenceWith(
        [...words, '--store', join(folder, 'eks')],
        aws,
      );
      // A slow machine is told what goes on.
      expect(err.replace(/^\w.* \.\.\.\n/gm, '')).toBe('');
      expect(out).toMatch(/^payments \(111122223333\/eu-west-1\)/);
      expect(out).toMatch(/(pass|n\/a) \(\d+\):[^:]*IAM-02/);
      expect([status, api.tokenFaults]).toEqual([0, []]);
    } finally {
      await eks.close();
      await api.close();
    }
  });

  test('a stored snapshot is judged again, without its cluster', async () => {
    const store = join(folder, 'again');
    await ringfence('scan', '--manifests', world('open'), '--store', store);
    const files = await readdir(store, { recursive: true });
    const snapshot = join(store, files.find((name) => name.endsWith('snapshot.json.gz')) ?? '');
    const first = await ringfence('scan', '--snapshot', snapshot, '--store', store, '--json');
    expect(first.status).toBe(0);
    const { changes, findings } = assessmentSchema.parse(JSON.parse(first.out));
    expect(changes).toEqual({
      new: [],
      resolved: [],
      reopened: [],
      unchanged: 0,
      notComparable: [],
      regressions: [],
      closed: [],
      forgotten: 0,
    });
    expect(findings.length).toBeGreaterThan(0);
  });

  test('two scans of one cluster at once both leave their evidence', async () => {
    const store = join(folder, 'race');
    const scans = [1, 2].map(() =>
      ringfence('scan', '--manifests', world('open'), '--store', store),
    );
    expect((await Promise.all(scans)).map(({ status, err }) => [status, err])).toEqual([
      [0, expect.any(String)],
      [0, expect.any(String)],
    ]);
    const files = await readdir(store, { recursive: true });
    expect(files.filter((name) => name.endsWith('manifest.json'))).toHaveLength(2);
  });
});

describe('what cannot be done ends with 2 and one line that says what to do', () => {
  const manifests = ['scan', '--manifests', world('open')];
  test.each<[string, readonly string[], RegExp]>([
    ['no source', ['scan'], /a scan needs something to read\. Give one of --manifests/],
    [
      'two sources',
      [...manifests, '--eks', 'x'],
      /--manifests and --eks cannot be read in one scan/,
    ],
    [
      'a flag of another source',
      [...manifests, '--context', 'x'],
      /--context goes with --kubeconfig/,
    ],
    ['EKS without a region', ['scan', '--eks', 'x'], /--eks needs --region/],
    [
      'no such severity',
      [...manifests, '--fail-on', 'awful'],
      /is no severity\. Give one of critical/,
    ],
    ['no such score', [...manifests, '--min-score', 'high'], /is no score\. Give a number/],
    [
      'a bad cluster name',
      [...manifests, '--cluster-name', '../x'],
      /cannot be the name of a cluster/,
    ],
    ['no such path', ['scan', '--manifests', '/nowhere'], /cannot read manifests from \/nowhere/],
    ['no such kubeconfig', ['scan', '--kubeconfig', '/nowhere'], /\/nowhere/],
    ['no such snapshot', ['scan', '--snapshot', '/nowhere'], /cannot read \/nowhere/],
    ['a file that is no snapshot', ['scan', '--snapshot', main], /is not whole gzip/],
    ['no such flag', ['scan', '--manifest', 'x'], /unknown option '--manifest'/],
    ['no such command', ['scna'], /unknown command 'scna'/],
    [
      'no such control',
      ['controls', 'NET-99'],
      /there is no control "NET-99"\. Give one of NET-01/,
    ],
    ['a store without a name', [...manifests, '--store', ''], /--store names no folder/],
    ['a store that is a file', [...manifests, '--store', main], /main\.ts/],
    ['a store where nothing can be written', [...manifests, '--store', '/proc/x'], /\/proc\/x/],
  ])('%s', async (_, words, message) => {
    const { status, out, err } = await ringfence(...words);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/defect|\n {4}at /);
    expect([status, out]).toEqual([2, '']);
  });

  test('a cluster that refuses the token, in well under a minute', async () => {
    const api = await startKubeApi({ tokens: ['another'] });
    try {
      const kubeconfig = { kubeconfig: () => api.kubeconfig('expired') };
      const { status, err } = await withKubeconfig(kubeconfig, (file) =>
        ringfence('scan', '--kubeconfig', file, '--store', join(folder, 'expired')),
      );
      expect(err).toMatch(/Log in to the cluster of context "test" again/);
      expect(err).not.toContain('expired-token');
      expect(status).toBe(2);
    } finally {
      await api.close();
    }
  });

  test('a context that is not in the kubeconfig, with the ones that are', async () => {
    const file = join(folder, 'kubeconfig');
    await writeFile(file, kubeconfigText);
    const { status, err } = await ringfence('scan', '--kubeconfig', file, '--context', 'there');
    expect(err).toMatch(/there.*here/s);
    expect(status).toBe(2);
  });
});

describe('help', () => {
  test.each([[[]], [['--help']], [['scan', '--help']], [['controls', '--help']]])(
    '%j shows an example',
    async (words) => {
      const { status, out } = await ringfence(...words);
      expect(status).toBe(0);
      expect(out).toMatch(/Examples?:\n {2}npm run -s ringfence -- /);
    },
  );

  test('controls lists the catalogue and tells all about one', async () => {
    expect((await ringfence('controls')).out).toMatch(/NET-01 +medium +network/);
    expect((await ringfence('controls', 'net-01')).out).toMatch(/Remediation: .+\./);
  });
});

function world(name: string): string {
  return join(worlds, name, 'before');
}

const scanOf = (name: string, ...flags: readonly string[]) =>
  ringfence('scan', '--manifests', world(name), '--store', join(folder, name), ...flags);

/** Runs the command line in the folder of the tests. */
function ringfence(...words: readonly string[]): Promise<Ended> {
  return ringfenceWith(words, {});
}

function ringfenceWith(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  return ringfenceIn(folder, words, environment);
}
