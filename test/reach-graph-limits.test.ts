import { describe, expect, test } from '@jest/globals';
import { instance } from '@viz-js/viz';
import { graphSvg } from '../cli/present/reach-graph/graph-svg.ts';
import { graphDot } from '../cli/present/reach-graph/reach-graph.ts';
import type { ConnectionLine } from '../functions/assess/reach/lines/connection-line.ts';
import { podsPeer } from '../functions/assess/reach/lines/line-peer.ts';
import { dnsName, everyPort, internet, line, mesh, tcp, workload } from './graph-lines.ts';
import { xmlElements } from './xml-elements.ts';

async function textsOf(lines: readonly ConnectionLine[]): Promise<readonly string[]> {
  const elements = xmlElements(await graphSvg(lines, {}));
  return elements.flatMap(({ name, text }) => (name === 'text' ? [text.trim()] : []));
}

const hostile = [
  '"]; evil [label="x"]; a -> b; x["',
  '</TD></TABLE>> ]; evil -> b; {',
  '<script>alert(1)</script>',
  '&lt;b&gt; &amp; &#60;',
  'back\\slash \\N \\G \\',
  '--> <!-- ]]> <![CDATA[',
  "it's `id` %s {{x}} $& $1",
  'a\u202Eb\u0000c\n\uFFFE\uFFFF\uD800',
  'junction 1',
  'every workload',
];

describe('a hostile name', () => {
  const peers = hostile.map((name) => podsPeer({ namespace: name, name, kind: name }, []));
  const lines = [
    ...peers.map((peer, at) => line(peer, peers[(at + 1) % peers.length] ?? peer, tcp(80 + at))),
    ...hostile.flatMap((name, at) => line(peers[at] ?? internet, dnsName(name), tcp(1))),
  ];

  test('stays a name in dot: no node and no line is added', async () => {
    const viz = await instance();
    const dot = graphDot(lines, { title: hostile[0] ?? '', remarks: hostile });
    const { status, errors } = viz.render(dot, { format: 'json' });
    expect({ status, errors: errors.filter(({ level }) => level === 'error') }).toEqual({
      status: 'success',
      errors: [],
    });
    const drawn = JSON.parse(viz.renderString(dot, { format: 'json' }));
    const nodes = drawn.objects.filter((object: object) => !('bb' in object));
    expect(nodes).toHaveLength(2 * hostile.length);
    expect(drawn.edges).toHaveLength(lines.length);
  });

  test('stays text in svg', async () => {
    const svg = await graphSvg(lines, { title: hostile[2] ?? '', remarks: hostile });
    const elements = xmlElements(svg);
    const names = new Set(elements.map(({ name }) => name));
    expect([...names].sort()).toEqual(
      ['desc', 'g', 'path', 'polygon', 'polyline', 'svg', 'text', 'title'].sort(),
    );
    const texts = elements.flatMap(({ name, text }) => (name === 'text' ? [text] : []));
    for (const name of ['<script>alert(1)</script>', 'back\\slash \\N \\G \\']) {
      expect(texts).toContain(name);
    }
    expect(texts).toContain('a\\u{202e}b\\u{0}c\\u{a}\uFFFD\uFFFD\\u{d800}');
  });
});

describe('a map that is too dense', () => {
  const team = (name: string, size: number) =>
    Array.from({ length: size }, (_, at) => workload(`${name}/${name}-${at}`));

  test('has workloads that are open to all as one box a namespace, and says so', async () => {
    // Each reaches every other one but its neighbour, so that no two are alike.
    const open = [...team('red', 16), ...team('blue', 16)];
    const ring = mesh(open).filter(({ source, destination }) => {
      const [from, to] = [source, destination].map((peer) =>
        open.findIndex(({ text }) => text === peer.text),
      );
      return to !== ((from ?? 0) * 7 + 5) % 32 && to !== ((from ?? 0) * 11 + 3) % 32;
    });
    const exposed = open.flatMap((peer) => [line(internet, peer), line(peer, internet)]);
    const closed = team('green', 3);
    const texts = await textsOf([
      ...ring,
      ...exposed,
      ...closed.map((peer, at) => line(peer, open[at] ?? peer, tcp(80 + at))),
    ]);
    expect(texts.join(' ')).toContain(
      '32 workloads are drawn as 2 boxes that every address reaches and that reach every address',
    );
    expect(texts).toEqual(expect.arrayContaining(['green-0', 'green-1', 'green-2', 'red-15']));
  });

  test('is a map of namespaces if that is not enough, and says so', async () => {
    const all = ['red', 'blue', 'green'].flatMap((name) => team(name, 20));
    const some = mesh(all, tcp(80)).filter((_, at) => (at * 2_654_435_761) % 5 < 2);
    const texts = await textsOf([...some, line(all[0] ?? internet, internet, everyPort)]);
    const told = texts.join(' ');
    expect(told).toContain('Too many connections to draw them by workload: 60 workloads are drawn');
    expect(told).toContain('A line says that some of the one reach some of the other.');
    expect(texts).toEqual(expect.arrayContaining(['Internet', 'red', 'blue', 'green']));
  });

  test('is refused as a picture where even its namespaces are thousands', async () => {
    const spaces = Array.from({ length: 3_001 }, (_, at) => workload(`space-${at}/web`));
    const chain = spaces.slice(1).map((peer, at) => line(spaces[at] ?? peer, peer, tcp(80)));
    await expect(graphSvg(chain, {})).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'a picture of 6001 boxes and lines is too large to draw',
      remedy: expect.stringContaining('--from or --to'),
    });
  });

  test('says how many names it leaves out', async () => {
    const many = team('red', 200);
    const texts = await textsOf(many.map((peer) => line(peer, workload('blue/db'), tcp(5432))));
    expect(texts).toContain('and 194 more');
  });
});

test('a long name goes on in the next line, and nothing of it is lost', async () => {
  const name = 'a-name-as-long-as-nobody-would-want-it-to-be-but-somebody-has-it';
  const texts = await textsOf([line(workload(`shop/${name}`), workload('shop/db'), tcp(1))]);
  const start = texts.findIndex((text) => text.startsWith('a-name'));
  expect(texts.slice(start, start + 2).join('')).toBe(name);
});
