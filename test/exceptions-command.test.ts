import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import { snapshotOfSource } from '../cli/sources/source-snapshot.ts';
import { catalogue } from '../functions/assess/catalog.ts';
import { exceptionsFor } from '../functions/assess/exceptions/exceptions-for.ts';
import { exceptionsIn } from '../functions/assess/exceptions/exceptions-in.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { assessmentSchema } from '../functions/model/assessment.ts';
import { ringfenceIn } from './command-line.ts';

const root = join(import.meta.dirname, '..');
const examples = join(root, 'examples', 'exceptions.yaml');
const controlIds = catalogue.controls.map(({ id }) => id);
const dayMs = 24 * 60 * 60 * 1_000;
const day = (offset: number): string =>
  new Date(Date.now() + offset * dayMs).toISOString().slice(0, 10);

const entry = (id: string, granted: string, expires: string, scope = '{ namespace: ci }'): string =>
  `  - {id: ${id}, control: POD-01, scope: ${scope}, reason: "=1+1, because", ` +
  `compensatingControl: none, requester: ana, approver: bo, granted: ${granted}, ` +
  `expires: ${expires}}\n`;

const threeStates = `exceptions:\n${[
  entry('now', day(-10), day(10)),
  entry('later', day(10), day(20), '{}'),
  entry('before', day(-20), day(-10), '{ cluster: "*", namespace: ci, subject: "Job a*" }'),
].join('')}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exceptions-command-'));
  await writeFile(join(folder, 'risks.yaml'), threeStates);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const exceptions = (...words: string[]) => ringfenceIn(folder, ['exceptions', ...words]);

describe('ringfence exceptions', () => {
  test('lists a file with the state of each as of today, and what is too wide', async () => {
    const { status, out, err } = await exceptions('risks.yaml');
    expect(status).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ {2,}/g, ' | '));
    expect(lines).toEqual([
      'id | control | scope | granted | expires | state',
      `now | POD-01 | namespace ci | ${day(-10)} | ${day(10)} | active`,
      `later | POD-01 | everything | ${day(10)} | ${day(20)} | pending`,
      `before | POD-01 | cluster *, namespace ci, Job a* | ${day(-20)} | ${day(-10)} | expired`,
      'too wide: later: neither a namespace nor a name limits it: it accepts whatever POD-01 finds',
    ]);
    expect(err).toBe('exceptions: 3, 1 active, 1 pending, 1 expired\n');
  });

  test('lists it as CSV in which no cell is a formula', async () => {
    const { out } = await exceptions('risks.yaml', '--format', 'csv');
    const [titles, first] = out.split('\n');
    expect(titles).toBe(
      'id,control,cluster,namespace,subject,reason,compensatingControl,requester,approver,' +
        'granted,expires,state,tooWide',
    );
    expect(first).toBe(
      `now,POD-01,,ci,,"'=1+1, because",none,ana,bo,${day(-10)},${day(10)},active,`,
    );
  });

  test('lists it as JSON', async () => {
    const { out } = await exceptions('risks.yaml', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject([
      { id: 'now', scope: { namespace: 'ci' }, state: 'active' },
      { id: 'later', scope: {}, state: 'pending', tooWide: expect.stringContaining('POD-01') },
      { id: 'before', state: 'expired' },
    ]);
  });

  test('tells every fault of a file on a line of its own, and ends with 2', async () => {
    const faulty = threeStates.replace('now', 'later').replaceAll('POD-01', 'POD-99');
    await writeFile(join(folder, 'faulty.yaml'), faulty);
    const { status, out, err } = await exceptions('faulty.yaml');
    expect([status, out]).toEqual([2, '']);
    const [summary, ...faults] = err.trimEnd().split('\n');
    expect(summary).toMatch(/^ringfence: faulty\.yaml has 4 faults\. Correct the file/);
    expect(faults.map((fault) => fault.split(':').slice(0, 2))).toEqual(
      ['2', '3', '3', '4'].map((line) => ['  faulty.yaml', line]),
    );
  });

  test.each([
    [['nowhere.yaml'], 'cannot read nowhere.yaml'],
    [['risks.yaml', '--format', 'xml'], '--format "xml" is not known'],
    [[], "missing required argument 'file'"],
  ])('%j is refused', async (words, message) => {
    const { status, err } = await exceptions(...words);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe('ringfence scan --exceptions', () => {
  const scan = (store: string, ...words: string[]) =>
    ringfenceIn(folder, [
      'scan',
      '--manifests',
      join(root, 'examples', 'legacy'),
      '--store',
      store,
      ...words,
    ]);

  test('refuses a file with a fault before it reads or stores anything', async () => {
    await writeFile(join(folder, 'faulty.yaml'), 'exceptions: {}\n');
    const { status, err } = await scan('refused', '--exceptions', 'faulty.yaml');
    expect(status).toBe(2);
    expect(err).toContain('  faulty.yaml:1:13 "exceptions" is a map of fields, expected a list');
    expect(await readdir(folder)).not.toContain('refused');
  });

  test('marks what the file accepts', async () => {
    const accepted = entry('shipper', day(-1), day(1), '{ subject: DaemonSet log-shipper }');
    await writeFile(join(folder, 'shipper.yaml'), `exceptions:\n${accepted}`);
    const { status, out } = await scan('marked', '--exceptions', 'shipper.yaml', '--json');
    expect(status).toBe(0);
    const {
      findings,
      exceptions: register,
      score,
      netScore,
    } = assessmentSchema.parse(JSON.parse(out));
    expect(register).toMatchObject([{ id: 'shipper', state: 'active', findings: 1 }]);
    expect(findings.filter(({ exceptionId }) => exceptionId === 'shipper')).toMatchObject([
      { controlId: 'POD-01', subject: { namespace: 'logging', name: 'log-shipper' } },
    ]);
    expect(netScore?.upper).toBeGreaterThan(score?.upper ?? 100);
  });
});

describe('the exceptions of the example fleet', () => {
  test('are one in force, one that expired, and one that is used no more', async () => {
    const entries = exceptionsIn(await readFile(examples, 'utf8'), { name: examples, controlIds });
    const states = new Map<string, string[]>();
    for (const name of ['ledger', 'legacy', 'shop']) {
      const paths = ['manifests', 'aws'].map((part) => join(root, 'examples', name, part));
      const snapshot = await snapshotOfSource(
        await manifestSource(paths, { namespace: 'default' }),
      );
      const { findings } = judgeSnapshot(snapshot, catalogue);
      const at = '2026-11-23T13:45:00.000Z';
      const { register } = exceptionsFor(findings, entries, { cluster: snapshot.cluster, at });
      expect(register.map(({ tooWide }) => tooWide)).toEqual([undefined, undefined, undefined]);
      states.set(
        name,
        register.map(({ id, state, findings: count }) => `${id} ${state} ${count}`),
      );
    }
    expect(Object.fromEntries(states)).toEqual({
      ledger: [
        'legacy-log-shipper otherCluster 0',
        'legacy-jenkins-admin otherCluster 0',
        'ledger-public-endpoint unused 0',
      ],
      legacy: [
        'legacy-log-shipper active 1',
        'legacy-jenkins-admin expired 1',
        'ledger-public-endpoint otherCluster 0',
      ],
      shop: [
        'legacy-log-shipper otherCluster 0',
        'legacy-jenkins-admin otherCluster 0',
        'ledger-public-endpoint otherCluster 0',
      ],
    });
  });
});

describe('docs/exceptions.md', () => {
  const blocks = async (language: string): Promise<string[]> => {
    const page = await readFile(join(root, 'docs', 'exceptions.md'), 'utf8');
    return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
      ([, text = '']) => text,
    );
  };

  test('shows a file that is valid, and the faults that it would have', async () => {
    const [example = '', ...others] = await blocks('yaml');
    expect(others).toEqual([]);
    const where = { name: 'risks.yaml', controlIds };
    expect(exceptionsIn(example, where)).toHaveLength(1);
    const faulty = example.replace('POD-01', 'POD-99').replace('security-board@', 'lena.weber@');
    const [faults = ''] = await blocks('text');
    expect(() => exceptionsIn(faulty, where)).toThrow(`risks.yaml has 2 faults\n${faults.trim()}`);
  });

  test('shows commands that work', async () => {
    const [commands = ''] = await blocks('sh');
    for (const command of commands.trim().split('\n')) {
      const words = command.replace('npm run -s ringfence -- ', '').split(' ');
      const store = words[0] === 'scan' ? ['--store', join(folder, 'docs')] : [];
      expect(await ringfenceIn(root, [...words, ...store])).toMatchObject({ status: 0 });
    }
  });
});
