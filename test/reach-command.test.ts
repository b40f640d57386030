import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ended, ringfenceIn } from './command-line.ts';

const shop = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{podSelector: {matchLabels: {app: web}}}]
      ports: [{port: 5432}, {port: 53, protocol: UDP}]
`;

const webToDb = 'shop/web[Deployment] => shop/db[StatefulSet]';
const world = '0.0.0.0-255.255.255.255[External]';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reach-'));
  await writeFile(join(folder, 'shop.yaml'), shop);
  await writeFile(join(folder, 'open.yaml'), shop.split('---').slice(0, 2).join('---'));
  await writeFile(join(folder, 'wider.yaml'), shop.replace('{port: 5432}', '{port: 5433}'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const ringfence = (...words: readonly string[]): Promise<Ended> => ringfenceIn(folder, words);

describe('reach', () => {
  test('prints a line for each connection, and remarks elsewhere', async () => {
    const { status, out, err } = await ringfence('reach', 'shop.yaml');
    expect(out.trimEnd().split('\n')).toEqual([
      `${world} => shop/web[Deployment] : All Connections`,
      `shop/web[Deployment] => ${world} : All Connections`,
      `${webToDb} : TCP 5432,UDP 53`,
      'shop/web[Deployment] => shop/web[Deployment] : All Connections',
    ]);
    expect(err).toMatch(/^profile spec: the manifests show no engine/);
    expect(err).toMatch(
      /protocols beside TCP, UDP and SCTP, .* undefined under profile spec for \d+ pairs/,
    );
    expect(status).toBe(0);
  });

  test('reads whatever a scan reads', async () => {
    const { out } = await ringfence('reach', 'shop.yaml');
    expect((await ringfence('reach', '--manifests', 'shop.yaml')).out).toBe(out);
    await ringfence('scan', '--manifests', 'shop.yaml', '--store', 'store');
    const files = await readdir(join(folder, 'store'), { recursive: true });
    const file = join('store', files.find((name) => name.endsWith('snapshot.json.gz')) ?? '');
    expect((await ringfence('reach', file)).out).toBe(out);
    expect((await ringfence('reach', '--snapshot', file)).out).toBe(out);
  });

  test('csv quotes what has commas', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--to', 'shop/db', '--format', 'csv');
    expect(out).toBe('src,dst,conn\nshop/web[Deployment],shop/db[StatefulSet],"TCP 5432,UDP 53"\n');
  });

  test('json is a list of src, dst and conn', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--to', 'shop/db', '--format', 'json');
    expect(JSON.parse(out)).toEqual([
      { src: 'shop/web[Deployment]', dst: 'shop/db[StatefulSet]', conn: 'TCP 5432,UDP 53' },
    ]);
    const none = ['reach', 'shop.yaml', '--from', 'shop/db', '--format', 'json'];
    expect(JSON.parse((await ringfence(...none)).out)).toEqual([]);
  });

  test('md is a table', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--to', 'shop/db', '--format', 'md');
    expect(out).toBe(
      '| src | dst | conn |\n| --- | --- | --- |\n' +
        '| shop/web[Deployment] | shop/db[StatefulSet] | TCP 5432,UDP 53 |\n',
    );
  });

  test('dot is a graph by namespaces', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--format', 'dot');
    expect(out).toMatch(/^digraph reach \{\n/);
    expect(out).toContain('<B>shop</B>');
    expect(out).toMatch(/"shop\/web\[Deployment\]" -> "shop\/db\[StatefulSet\]":s0 /);
  });

  test('svg is a picture of it, with what it is of', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--format', 'svg', '--port', '53/UDP');
    expect(out).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="[^>]+>\n<title /);
    expect(out).toContain('>Who can talk to whom in ');
    expect(out).toContain('Profile spec: the manifests show no engine');
    expect(out).toContain('Only connections on 53/UDP.');
    expect(out).toContain('>shop/web[Deployment] → shop/db[StatefulSet]: UDP 53</title>');
    expect(out.trimEnd()).toMatch(/<\/svg>$/);
  });

  test('--output writes a file and prints nothing', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--format', 'csv');
    const written = await ringfence('reach', 'shop.yaml', '--format', 'csv', '--output', 'map.csv');
    expect(written.out).toBe('');
    expect(await readFile(join(folder, 'map.csv'), 'utf8')).toBe(out);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['a port', ['--port', '53/udp', '--to', 'shop/db'], [`${webToDb} : UDP 53`]],
    [
      'an address',
      ['--from', '10.1.2.3', '--port', '80/TCP'],
      ['10.1.2.3-10.1.2.3[External] => shop/web[Deployment] : TCP 80'],
    ],
    ['the internet', ['--to', 'internet'], [`shop/web[Deployment] => ${world} : All Connections`]],
    ['labels', ['--from', 'app=web', '--to', 'shop/app!=web'], [`${webToDb} : TCP 5432,UDP 53`]],
    [
      'a name',
      ['--to', 'name:api.example.com'],
      ['shop/web[Deployment] => api.example.com[Name] : All Connections'],
    ],
    ['a profile', ['--profile', 'aws-vpc-cni', '--strict', '--to', 'shop/*'], []],
  ])('answers for %s', async (_, flags, expected) => {
    const { status, out } = await ringfence('reach', 'shop.yaml', ...flags);
    expect(out.split('\n').filter((line) => line !== '')).toEqual(expected);
    expect(status).toBe(0);
  });

  test('--explain tells the rules behind a line', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--to', 'shop/db', '--explain');
    expect(out.split('\n').slice(0, 4)).toEqual([
      `${webToDb} : TCP 5432,UDP 53`,
      '  allowed: TCP 5432,UDP 53',
      '    egress: no policy denies it',
      expect.stringMatching(/^ {4}ingress: NetworkPolicy shop\/db .*spec\.ingress\[0\]\.from\[0\]/),
    ]);
  });

  test('--explain with both ends tells what stops a packet', async () => {
    const ends = ['--from', 'shop/db', '--to', 'shop/web'];
    const { out } = await ringfence('reach', 'shop.yaml', ...ends, '--explain');
    expect(out).toMatch(/^shop\/db\[StatefulSet\] => shop\/web\[Deployment\] : none\n {2}denied: /);
    expect(out).toContain('egress: NetworkPolicy shop/db isolates the pod');
    const flags = [...ends, '--explain', '--format', 'json', '--port', '80/TCP'];
    const { out: json } = await ringfence('reach', 'shop.yaml', ...flags);
    expect(JSON.parse(json)).toMatchObject([
      {
        conn: 'none',
        reasons: [
          {
            verdict: 'denied',
            ports: 'TCP 80',
            ends: [
              {
                direction: 'egress',
                steps: [{ kind: 'isolated', policies: [{ namespace: 'shop', name: 'db' }] }],
              },
            ],
          },
        ],
      },
    ]);
  });

  test('--exposure tells the ways in and out, and what pods to come would reach', async () => {
    const { out } = await ringfence('reach', 'shop.yaml', '--exposure');
    expect(out).toMatch(/\n\nWAYS IN\n {2}none\n/);
    expect(out).toMatch(
      /any pod with app=web in namespace shop\n {4}would reach, by TCP 5432,UDP 53: shop\/db/,
    );
    const { out: json } = await ringfence('reach', 'shop.yaml', '--exposure', '--format', 'json');
    expect(JSON.parse(json)).toMatchObject({
      connections: [{}, {}, { conn: 'TCP 5432,UDP 53' }, {}],
      exposure: { profile: 'spec', entrances: [] },
      futurePeers: { leftOut: 0 },
    });
  });

  test('what the map does not know is told', async () => {
    const policy = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n';
    const faulty = `${policy}metadata: {name: odd, namespace: shop}\nspec: {podSelector: {}, ingress: [{ports: [{port: 70000}]}]}\n`;
    const foreign = `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: idle, namespace: shop}\nspec: {endpointSelector: {}, ingress: [{}]}\n`;
    await writeFile(
      join(folder, 'odd.yaml'),
      `${shop}---\n${faulty}---\n${foreign}---\n{{ x }}: :\n`,
    );
    const { status, err } = await ringfence('reach', 'odd.yaml', '--profile', 'aws-vpc-cni');
    expect(err).toMatch(
      /warning: 1 fault in policies:\n {2}NetworkPolicy shop\/odd: spec\.ingress/,
    );
    expect(err).toMatch(
      /1 policy that profile aws-vpc-cni does not act on:\n {2}CiliumNetworkPolicy/,
    );
    expect(err).toMatch(/the map may be wrong: \d+ reads failed:\n {2}\S+: unreadable/);
    expect(status).toBe(0);
  });
});

test('of many warnings the first are told, and how many more there are', async () => {
  const nameless = 'kind: ConfigMap\napiVersion: v1\n---\n'.repeat(30);
  await writeFile(join(folder, 'nameless.yaml'), `${nameless}${shop}`);
  const { err } = await ringfence('reach', 'nameless.yaml');
  expect(err.match(/^warning: nameless\.yaml/gm)).toHaveLength(20);
  expect(err).toContain('warning: and 10 more like these');
});

describe('diff', () => {
  test('tells what was added and removed, with the reason', async () => {
    const { status, out, err } = await ringfence('diff', 'shop.yaml', 'wider.yaml');
    expect(out.split('\n').slice(0, 5)).toEqual([
      `changed ${webToDb} : TCP 5432,UDP 53 -> TCP 5433,UDP 53`,
      '  before',
      '    allowed: TCP 5432',
      '      egress: no policy denies it',
      expect.stringMatching(/^ {6}ingress: NetworkPolicy shop\/db/),
    ]);
    expect(err).toContain('connections that differ: 1; that allow more: 1');
    expect(status).toBe(0);
  });

  test('csv, md and json tell the same', async () => {
    const change = ['diff', 'shop.yaml', 'wider.yaml', '--format'];
    const { out: csv } = await ringfence(...change, 'csv');
    expect(csv.split('\n').slice(0, 2)).toEqual([
      'change,src,dst,before,after,reason',
      expect.stringMatching(
        /^changed,shop\/web\[Deployment\],shop\/db\[StatefulSet\],"TCP 5432,UDP 53","TCP 5433,/,
      ),
    ]);
    const { out: md } = await ringfence(...change, 'md');
    expect(md).toMatch(/^\| change \| src \| dst \| before \| after \| reason \|\n\| ---/);
    const { out: json } = await ringfence(...change, 'json');
    expect(JSON.parse(json)).toMatchObject([
      {
        change: 'changed',
        src: 'shop/web[Deployment]',
        before: 'TCP 5432,UDP 53',
        after: 'TCP 5433,UDP 53',
        reasons: { peers: [], before: [{ verdict: 'allowed', ports: 'TCP 5432' }, {}] },
      },
    ]);
  });

  test.each([
    ['allows more', 'shop.yaml', 'open.yaml', 1],
    ['allows less', 'open.yaml', 'shop.yaml', 0],
    ['is the same', 'shop.yaml', 'shop.yaml', 0],
  ])('--fail-on-added, where the second %s', async (_, before, after, expected) => {
    const { status, err } = await ringfence('diff', before, after, '--fail-on-added');
    expect(status).toBe(expected);
    expect(err.includes('threshold broken')).toBe(expected === 1);
  });
});

describe('what cannot be done ends with 2 and one line that says what to do', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['nothing to read', ['reach'], /a map needs something to read\. Give one of --manifests/],
    ['two sources', ['reach', 'shop.yaml', '--eks', 'x'], /shop\.yaml and --eks cannot be read/],
    ['no such path', ['reach', 'nowhere'], /cannot read nowhere/],
    [
      'a flag of another source',
      ['reach', 'shop.yaml', '--region', 'x'],
      /--region goes with --eks/,
    ],
    ['no such profile', ['reach', 'shop.yaml', '--profile', 'x'], /Give one of spec, aws-vpc-cni/],
    ['strict where nothing is', ['reach', 'shop.yaml', '--strict'], /--strict means nothing/],
    [
      'a namespace that is none',
      ['reach', '--manifests', 'shop.yaml', '--namespace', ''],
      /"" cannot be the name of a namespace/,
    ],
    ['no such level', ['reach', 'shop.yaml', '--level', 'x'], /Give one of workload, pod/],
    ['no such format', ['reach', 'shop.yaml', '--format', 'x'], /Give one of table, csv/],
    ['no such port', ['reach', 'shop.yaml', '--port', '80'], /is no port\. Give one as 443\/TCP/],
    ['a port too high', ['reach', 'shop.yaml', '--port', '65536/TCP'], /is no port/],
    ['no such protocol', ['reach', 'shop.yaml', '--port', '80/ICMP'], /is no port/],
    [
      'no such peer',
      ['reach', 'shop.yaml', '--from', 'shop/x'],
      /There is shop\/db\[StatefulSet\]/,
    ],
    ['no form of peers', ['reach', 'shop.yaml', '--to', 'a b'], /is no way to ask for peers/],
    ['reasons in a graph', ['reach', 'shop.yaml', '--explain', '--format', 'svg'], /no place/],
    ['exposure of a part', ['reach', 'shop.yaml', '--exposure', '--to', 'x/*'], /Leave out --from/],
    ['exposure as csv', ['reach', 'shop.yaml', '--exposure', '--format', 'csv'], /of table, json/],
    ['no such folder', ['reach', 'shop.yaml', '--output', '/nowhere/x'], /cannot write \/nowhere/],
    ['one side alone', ['diff', 'shop.yaml'], /missing required argument 'after'/],
    ['no such side', ['diff', 'shop.yaml', 'nowhere'], /cannot read nowhere/],
    ['no graph of changes', ['diff', 'shop.yaml', 'shop.yaml', '--format', 'dot'], /is not known/],
  ])('%s', async (_, words, message) => {
    const { status, out, err } = await ringfence(...words);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/defect|\n {4}at /);
    expect([status, out]).toEqual([2, '']);
  });
});

test.each(['reach', 'diff'])('%s --help shows examples', async (command) => {
  const { status, out } = await ringfence(command, '--help');
  expect(status).toBe(0);
  expect(out).toMatch(/Examples:\n {2}npm run -s ringfence -- /);
});
