import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../functions/assess/catalog.ts';
import { mappingsByControl } from '../functions/assess/frameworks/mappings.ts';
import { weights } from '../functions/assess/weights.ts';
import { readIds } from '../functions/model/reads.ts';
import { tool } from '../functions/model/tool.ts';
import { domains } from '../functions/model/verdict.ts';
import { controlPages } from '../tools/control-pages.ts';
import { frameworkPages } from '../tools/framework-pages.ts';
import { controlFiles, controlOfFile } from './control-files.ts';

const root = new URL('../', import.meta.url).pathname;
const rooms = [
  'functions',
  'report-templates',
  'cli',
  'infra',
  'tools',
  'test',
  'bench',
  'docs',
  'examples',
];
const bannedNames = /(^|[-.])(utils?|helpers?|misc|common|manager)([-.]|$)/;
const lengthMax = { lines: 250, testLines: 400, bytes: 200_000 };
const textLengths = { title: 90, rationale: 200, remediation: 320 } as const;

const files = rooms
  .filter((room) => existsSync(`${root}${room}`))
  .flatMap((room) =>
    readdirSync(`${root}${room}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length)),
  )
  .filter((path) => !path.includes('node_modules/') && !path.includes('cdk.out/'));
const { controls } = catalogue;
const byId = controls.map((control) => [control.id, control] as const);

describe('the catalogue', () => {
  test('holds every control file, once', async () => {
    const all = await Promise.all(controlFiles.map(controlOfFile));
    expect(all.map(({ id }) => id).sort()).toEqual(controls.map(({ id }) => id).sort());
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  });

  test('keeps domains together, in their order, and ids in order within a prefix of a domain', () => {
    const seen = controls.map(({ domain }) => domains.indexOf(domain));
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    const groups = Map.groupBy(controls, ({ domain, id }) => `${domain} ${id.split('-')[0]}`);
    for (const group of groups.values()) {
      const ids = group.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
    }
  });

  test('keeps every control in the folder of its domain', async () => {
    for (const path of controlFiles) {
      const { id, domain } = await controlOfFile(path);
      expect(`${id} in ${path.split('/')[0]}`).toBe(`${id} in ${domain}`);
    }
  });

  test('needs every read that the scanner asks for', () => {
    const needed = new Set(
      controls.flatMap((control) => [
        ...control.subjectReads,
        ...control.judgementReads,
        ...(control.consultedReads ?? []),
      ]),
    );
    expect(readIds.filter((id) => !needed.has(id))).toEqual([]);
  });

  test('weighs every severity, the worse the more', () => {
    const { cost, pace } = weights;
    for (const table of [cost, pace]) {
      expect(table.critical).toBeGreaterThan(table.high);
      expect(table.high).toBeGreaterThan(table.medium);
      expect(table.medium).toBeGreaterThan(table.low);
    }
  });
});

describe.each(byId)('%s', (_, control) => {
  test('has an id of a prefix and two digits', () => {
    expect(control.id).toMatch(/^[A-Z]{2,4}-\d{2}$/);
  });

  test('has texts of the agreed form', () => {
    expect(control.title).toMatch(/^[A-Z].*[^.]$/);
    expect(control.rationale).toMatch(/^[A-Z][^.]*(\.[^. ][^.]*)*\.$/);
    expect(control.remediation).toMatch(/^[A-Z].*\.$/);
    for (const field of ['title', 'rationale', 'remediation'] as const) {
      const text = control[field];
      expect(`${field} ${text.length <= textLengths[field]}`).toBe(`${field} true`);
      expect(text).not.toMatch(/\b(should|please|simply|just|utilize)\b|\s{2}|[–—]/i);
    }
  });

  test('maps to requirements as framework-version:requirement', () => {
    const mappings = mappingsByControl(catalogue.frameworks).get(control.id) ?? [];
    for (const mapping of mappings) {
      expect(mapping).toMatch(/^[a-z0-9-]+-[0-9][0-9a-z.]*:[A-Za-z0-9.()_-]+$/);
    }
    expect(new Set(mappings).size).toBe(mappings.length);
  });
});

describe('fixtures', () => {
  test.each(controlFiles.map((path) => path.replace(/\.ts$/, '')))(
    'of %s show it pass, fail and not know',
    (path) => {
      const folder = `${root}test/controls/${path}`;
      const words = readdirSync(folder).map((name) => name.split('-')[0]);
      expect(words).toEqual(expect.arrayContaining(['pass', 'fail', 'unknown']));
    },
  );

  test('belong to a control, and their names say what they assert', () => {
    const fixtures = files.filter((path) => path.startsWith('test/controls/'));
    const strays = fixtures.filter((path) => {
      const [area, control, name = ''] = path.split('/').slice(2);
      const isNamed = /^(pass|fail|unknown|not-applicable)-[a-z0-9-]+\.yaml$/.test(name);
      return !isNamed || !controlFiles.includes(`${area}/${control}.ts`);
    });
    expect(strays).toEqual([]);
  });
});

describe('files', () => {
  test('of TypeScript keep to a length that can be read', () => {
    const long = files
      .filter((path) => path.endsWith('.ts') && !path.startsWith('infra/'))
      .map((path) => ({ path, lines: linesOf(path) }))
      .filter(({ path, lines }) => lines > (isTest(path) ? lengthMax.testLines : lengthMax.lines));
    expect(long).toEqual([]);
  });

  test('are named after what is in them', () => {
    expect(files.filter((path) => bannedNames.test(basename(path)))).toEqual([]);
  });

  test('are small, but for pictures and documents under docs', () => {
    const large = files
      .filter((path) => !/^docs\/.*\.(png|jpg|svg|pdf)$/.test(path))
      .filter((path) => statSync(`${root}${path}`).size > lengthMax.bytes);
    expect(large).toEqual([]);
  });
});

test.each([
  ['docs/controls', 'controls', controlPages(catalogue)],
  ['docs/frameworks', 'frameworks', frameworkPages(catalogue)],
])('%s says what the %s say', (path, _, expected) => {
  const folder = `${root}${path}/`;
  const pages = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')]),
  );
  expect(pages).toEqual(Object.fromEntries(expected));
});

test('the tool has the version of the package', () => {
  const { name, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  expect(tool).toEqual({ name, version });
});

function linesOf(path: string): number {
  return readFileSync(`${root}${path}`, 'utf8').split('\n').length - 1;
}

function isTest(path: string): boolean {
  return path.startsWith('test/');
}
