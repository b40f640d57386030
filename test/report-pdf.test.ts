import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Assessment } from '../functions/model/assessment.ts';
import { loadFonts } from '../functions/platform/fonts.ts';
import { drawPdf } from '../functions/report/draw-pdf.ts';
import type { Block } from '../report-templates/blocks.ts';
import { clusterReport } from '../report-templates/cluster-report.ts';
import { sheet } from '../report-templates/theme.ts';
import { assessmentFixture } from './assessment-fixture.ts';
import { overlaps, type PdfText, pageText, readPdf } from './pdf-text.ts';

const digests = {
  snapshot: 'd'.repeat(64),
  assessment: 'e'.repeat(64),
  findings: 'f'.repeat(64),
};
const furniture = {
  headerLeft: `111122223333/eu-central-1/${'long-'.repeat(24)}name`,
  headerRight: 'Least-privilege audit report',
  footer: 'Scan 20261123T134500123Z · Catalogue 2026.11',
};

async function draw(blocks: readonly Block[]): Promise<Uint8Array> {
  const texts = { title: 'A report', subject: 'A cluster', author: 'ringfence 0.1.0' };
  const date = new Date('2026-11-23T13:45:00Z');
  return drawPdf(blocks, { ...texts, date, furniture, fonts: await loadFonts() });
}

const blocksOf = (assessment: Assessment) => clusterReport({ assessment, digests });

const sizes = [
  ['no findings', 0],
  ['a few findings', 9],
  ['more findings than are shown', 300],
] as const;

describe.each(sizes)('the PDF of an assessment with %s', (_name, findings) => {
  const assessment = assessmentFixture({ findings });
  let bytes = new Uint8Array();
  let pdf: PdfText = { pages: [], bookmarks: [] };

  beforeAll(async () => {
    bytes = Uint8Array.from(await draw(blocksOf(assessment)));
    pdf = await readPdf(bytes);
  });

  test('says on every page which page of how many it is, and of which scan', () => {
    const count = pdf.pages.length;
    expect(count).toBeGreaterThan(4);
    for (const [index, page] of pdf.pages.entries()) {
      expect(pageText(page)).toContain(`Page ${index + 1} of ${count} · ${furniture.footer}`);
    }
  });

  test('names every control, and every control with findings in the findings section', () => {
    const text = pdf.pages.map(pageText).join('\n');
    for (const { id } of assessment.results) expect(text).toContain(id);
    for (const { controlId } of assessment.findings) expect(text).toContain(`${controlId} `);
  });

  test('has no text below 8 points', () => {
    const smallest = Math.min(...pdf.pages.flatMap(({ items }) => items.map(({ size }) => size)));
    expect(smallest).toBeGreaterThanOrEqual(8);
  });

  test('has no text outside the margins of its page', () => {
    const outside = pdf.pages.flatMap(({ items, width }) =>
      items.filter(
        ({ x, y, width: across }) =>
          x < sheet.left - 0.1 || x + across > width - sheet.right + 0.1 || y < 20 || y > 820,
      ),
    );
    expect(outside).toEqual([]);
  });

  test('has no texts that overlap', () => {
    expect(pdf.pages.flatMap(overlaps)).toEqual([]);
  });

  test('has no page without content', () => {
    for (const { items } of pdf.pages) expect(items.length).toBeGreaterThan(5);
  });

  test('has a bookmark for every section, and below it for every control with findings', () => {
    expect(pdf.bookmarks.map(({ title }) => title)).toEqual([
      '1 Summary',
      '2 Scope, method and what could not be seen',
      '3 Population and completeness',
      '4 Results by control',
      '5 Findings',
      '6 Exceptions',
      '7 Frameworks',
      '8 Pod security by namespace',
      '9 Changes since the previous report',
      '10 Integrity',
    ]);
    const failed = new Set(assessment.findings.map(({ controlId }) => controlId));
    expect(pdf.bookmarks[4]?.items).toHaveLength(failed.size);
  });

  test('embeds its three fonts and uses no other', () => {
    const source = Buffer.from(bytes).toString('latin1');
    const names = [...source.matchAll(/\/BaseFont \/(\S+)/g)].map((match) => match[1] ?? '');
    const faces = new Set(names.map((name) => name.replace(/^[A-Z]{6}\+/, '')));
    expect([...faces].sort()).toEqual([
      'IBMPlexMono-Regular',
      'IBMPlexSans-Regular',
      'IBMPlexSans-SemiBold',
    ]);
    expect(source.match(/\/FontFile2 /g)).toHaveLength(3);
  });

  test('is tagged, has a language, and shows its title', () => {
    const source = Buffer.from(bytes).toString('latin1');
    expect(source).toContain('/Marked true');
    expect(source).toContain('/Lang (en-GB)');
    expect(source).toContain('/DisplayDocTitle true');
  });

  test('has the same bytes when it is drawn again', async () => {
    expect(Buffer.compare(bytes, await draw(blocksOf(assessment)))).toBe(0);
  });
});

describe('text that does not fit', () => {
  const columns = [
    { header: 'Name', weight: 1 },
    { header: 'Value', weight: 1, isCode: true },
  ];
  const table = (...rows: string[][]): Block => ({ kind: 'table', summary: 'Rows', columns, rows });

  test('is broken between any two characters where it has no separator, and none is lost', async () => {
    const name = 'n'.repeat(400);
    const { pages } = await readPdf(await draw([table([name, 'v'])]));
    const drawn = pages.flatMap(({ items }) => items.filter(({ text }) => /^n+$/.test(text)));
    expect(drawn.map(({ text }) => text).join('')).toBe(name);
    expect(drawn.length).toBeGreaterThan(5);
  });

  test('of a row that is higher than a page goes on over the pages, and none is lost', async () => {
    const values = Array.from({ length: 500 }, (_, index) => `value-${index}`).join('\n');
    const { pages } = await readPdf(await draw([table(['many', values], ['last', 'row'])]));
    expect(pages.length).toBeGreaterThan(5);
    const text = pages.map(pageText).join('\n');
    expect(text).toContain('value-499');
    expect(text.match(/value-\d+/g)).toHaveLength(500);
  });

  test('keeps the header row of its table on every page', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`row-${index}`, 'v']);
    const { pages } = await readPdf(await draw([table(...rows)]));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(pageText(page)).toContain('Name\nValue');
  });

  test('of tens of thousands of characters in one word is broken in linear time', async () => {
    const ports = Array.from({ length: 4_000 }, (_, index) => `${30_000 + index}`).join(',');
    const start = performance.now();
    const { pages } = await readPdf(await draw([table(['ports', ports])]));
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(
      pages
        .map(pageText)
        .join('')
        .match(/3\d{4}/g)?.length,
    ).toBeGreaterThan(3_000);
  });

  test('with characters that the typeface lacks shows their code points', async () => {
    const { pages } = await readPdf(await draw([table(['a\u0007b😀c', '漢'])]));
    const text = pages.map(pageText).join('\n');
    expect(text).toContain('a\\u{7}b\\u{1f600}c');
    expect(text).toContain('\\u{6f22}');
  });
});

test('code keeps its indentation, and a line that is too long goes on deeper', async () => {
  const text = `spec:\n  containers:\n    - name: ${'n'.repeat(120)}`;
  const { pages } = await readPdf(await draw([{ kind: 'code', title: 'In the manifests', text }]));
  const items = pages.flatMap(({ items }) => items);
  const firstInk = (wanted: RegExp) => {
    const { x, text: drawn } = items.find((item) => wanted.test(item.text)) ?? { x: 0, text: '' };
    return x + (drawn.length - drawn.trimStart().length) * 4.8;
  };
  const [spec, containers, name] = [/spec:/, /containers:/, /- name/].map(firstInk);
  const rest = items.filter(({ text: drawn }) => /^ *n+$/.test(drawn));
  expect(containers).toBeCloseTo((spec ?? 0) + 2 * 4.8, 0);
  expect(name).toBeCloseTo((spec ?? 0) + 4 * 4.8, 0);
  expect(rest.length).toBeGreaterThan(0);
  expect(items.map((item) => item.text.match(/n{5,}/)?.[0] ?? '').join('')).toBe('n'.repeat(120));
});

test('what is said below a row of a table stands on the page of the row', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => [`row-${index}-`]);
  const details = rows.map((_, index) => `reason-${index}-\nmore`);
  const columns = [{ header: 'Name', weight: 1 }];
  const block: Block = { kind: 'table', summary: 'Rows', columns, rows, details };
  const { pages } = await readPdf(await draw([block]));
  expect(pages.length).toBeGreaterThan(2);
  for (const [index] of rows.entries()) {
    const text = pages.map(pageText).find((page) => page.includes(`row-${index}-`)) ?? '';
    expect(text).toContain(`reason-${index}-`);
  }
});

test('two texts that touch would be noticed', () => {
  const line = { x: 50, y: 500, width: 80, size: 9 };
  const page = (y: number) => ({
    width: 595,
    height: 842,
    items: [
      { ...line, text: 'upper' },
      { ...line, text: 'lower', y },
    ],
  });
  expect(overlaps(page(496))).toEqual(['upper | lower']);
  expect(overlaps(page(488))).toEqual([]);
});

test('a heading never stands at the foot of a page without what it heads', async () => {
  const filler = (lines: number): Block => ({ kind: 'list', items: Array(lines).fill('filler') });
  for (let lines = 35; lines < 50; lines += 1) {
    const blocks: Block[] = [
      filler(lines),
      { kind: 'heading', level: 2, text: 'Lonely' },
      { kind: 'paragraph', text: 'Company' },
    ];
    const { pages } = await readPdf(await draw(blocks));
    const withHeading = pages.filter((page) => pageText(page).includes('Lonely'));
    expect(withHeading.map((page) => pageText(page).includes('Company'))).toEqual([true]);
  }
});
