import { describe, expect, test } from '@jest/globals';
import { instance } from '@viz-js/viz';
import { graphSvg } from '../cli/present/reach-graph/graph-svg.ts';
import { type GraphOptions, graphDot } from '../cli/present/reach-graph/reach-graph.ts';
import { noPorts, portsOf, portsWithout } from '../functions/assess/reach/algebra/port-set.ts';
import type { ConnectionLine } from '../functions/assess/reach/lines/connection-line.ts';
import {
  addresses,
  dnsName,
  everyPort,
  everyPortOpen,
  internet,
  line,
  mesh,
  tcp,
  workload,
} from './graph-lines.ts';
import { xmlElements } from './xml-elements.ts';

const [web, api, db] = ['shop/web', 'shop/api', 'shop/db'].map((text) => workload(text, 2));
const batch = workload('jobs/batch', 1, 'CronJob');
if (web === undefined || api === undefined || db === undefined) throw new Error('three workloads');

const shop = [
  line(internet, web, tcp(443)),
  line(web, api, tcp(8080)),
  line(api, db, tcp(5432)),
  line(batch, db, tcp(5432)),
  line(batch, dnsName('api.example.com'), tcp(443)),
];

/** The texts of the picture, and what its lines say. */
async function pictureOf(lines: readonly ConnectionLine[], options: GraphOptions = {}) {
  const svg = await graphSvg(lines, { peers: [], ...options });
  const elements = xmlElements(svg);
  const arrows = elements.flatMap(({ name, text }, at) => {
    const id = elements[at - 1]?.attributes['id'] ?? '';
    return name === 'title' && /^line\d+$/.test(id) ? [text] : [];
  });
  const texts = elements.flatMap(({ name, text }) => (name === 'text' ? [text.trim()] : []));
  return { svg, elements, texts, arrows: arrows.sort() };
}

describe('a picture', () => {
  test('shows what is allowed and nothing else', async () => {
    const { arrows } = await pictureOf(shop);
    expect(arrows).toEqual([
      'from 0.0.0.0/0 → shop/web[Deployment]: TCP 443',
      'jobs/batch[CronJob] → shop/db[Deployment]: TCP 5432',
      'jobs/batch[CronJob] → to api.example.com[Name]: TCP 443',
      'shop/api[Deployment] → shop/db[Deployment]: TCP 5432',
      'shop/web[Deployment] → shop/api[Deployment]: TCP 8080',
    ]);
  });

  test('names namespaces, workloads, their kinds, and ports where lines end', async () => {
    const { texts } = await pictureOf(shop);
    expect(texts).toEqual(
      expect.arrayContaining(['shop', 'web', 'Deployment', 'jobs', 'batch', 'CronJob']),
    );
    expect(texts).toEqual(expect.arrayContaining(['Internet', 'every IPv4 address', 'TCP 8080']));
    expect(texts.filter((text) => text === 'TCP 5432')).toHaveLength(1);
  });

  test('stands by itself: a name, a description, a size in pixels', async () => {
    const { elements } = await pictureOf(shop, { title: 'A & B', remarks: ['Profile <spec>.'] });
    const [svg, title, description] = elements;
    expect(svg?.attributes).toMatchObject({
      width: expect.stringMatching(/^\d+$/),
      height: expect.stringMatching(/^\d+$/),
      viewBox: expect.stringMatching(/^0\.00 0\.00 \d+\.\d+ \d+\.\d+$/),
      role: 'img',
      'aria-labelledby': 'title description',
    });
    expect([title?.name, title?.text]).toEqual(['title', 'A & B']);
    expect(description?.text).toBe('4 workloads in 2 namespaces, 5 connections Profile <spec>.');
  });

  test('has the same bytes for the same lines, in whatever order they are told', async () => {
    const { svg } = await pictureOf(shop);
    expect((await pictureOf(shop)).svg).toBe(svg);
    expect((await pictureOf(shop.toReversed())).svg).toBe(svg);
  });

  test('of nothing says so', async () => {
    expect((await pictureOf([])).texts).toContain('no connections');
    const { texts } = await pictureOf([], { peers: [web, batch] });
    expect(texts).toEqual(expect.arrayContaining(['web', 'batch']));
    expect(texts.filter((text) => text === 'no connections')).toHaveLength(2);
  });

  test('prints no text smaller than ten pixels', async () => {
    const { elements } = await pictureOf([...shop, ...mesh([web, api, db, batch])]);
    const sizes = elements.flatMap(({ attributes }) => attributes['font-size'] ?? []);
    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.filter((size) => Number(size) < 10)).toEqual([]);
  });
});

describe('lines', () => {
  test('of workloads with the same connections are one, and the box lists them', async () => {
    const twins = ['a', 'b', 'c', 'd'].map((name) => workload(`shop/${name}`));
    const { arrows, texts } = await pictureOf(twins.map((twin) => line(twin, db, tcp(5432))));
    expect(arrows).toEqual(['shop/a[Deployment] and 3 more → shop/db[Deployment]: TCP 5432']);
    expect(texts).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd']));
  });

  test('among workloads that all reach one another are a word in their box', async () => {
    const { arrows, texts } = await pictureOf(
      mesh(
        ['a', 'b', 'c'].map((name) => workload(`shop/${name}`)),
        tcp(7946),
      ),
    );
    expect(arrows).toEqual([]);
    expect(texts).toContain('among themselves: TCP 7946');
  });

  test('from all of a namespace are one', async () => {
    const dns = workload('kube-system/dns');
    const lines = [web, api, db].map((source) => line(source, dns, tcp(53)));
    const { arrows, texts } = await pictureOf([...lines, ...shop.slice(1, 3)]);
    expect(arrows).toContain(
      'every workload of namespace shop → kube-system/dns[Deployment]: TCP 53',
    );
    expect(arrows).toHaveLength(3);
    expect(texts).toContain('all 3 workloads');
  });

  test('from all that is shown of a namespace are told as such where more may be there', async () => {
    const dns = workload('kube-system/dns');
    const lines = [web, api, db].map((source) => line(source, dns, tcp(53)));
    const { arrows, texts } = await pictureOf([...lines, ...shop.slice(1, 3)], {
      peers: undefined,
    });
    expect(arrows[0]).toMatch(/^every workload shown of namespace shop → /);
    expect(texts).toEqual(
      expect.arrayContaining(['all 3 workloads shown', 'all that is shown of the namespace']),
    );
  });

  test('from many to many meet in a junction', async () => {
    const sources = ['a', 'b', 'c'].map((name) => workload(`${name}/x`));
    const targets = ['d', 'e', 'f'].map((name) => workload(`${name}/y`));
    const { arrows } = await pictureOf(
      sources.flatMap((from) => targets.map((to) => line(from, to, everyPort))),
    );
    expect(arrows).toHaveLength(6);
    expect(arrows).toContain('a/x[Deployment] → junction 1: all ports');
    expect(arrows).toContain('junction 1 → f/y[Deployment]: all ports');
  });

  test('both ways are one with two heads', async () => {
    const { arrows } = await pictureOf(mesh([web, batch]));
    expect(arrows).toEqual(['jobs/batch[CronJob] ↔ shop/web[Deployment]: all ports']);
  });

  test('both ways on some ports are two, each to the ports that it ends at', async () => {
    const { arrows, texts } = await pictureOf(mesh([web, batch], tcp(80)));
    expect(arrows).toEqual([
      'jobs/batch[CronJob] → shop/web[Deployment]: TCP 80',
      'shop/web[Deployment] → jobs/batch[CronJob]: TCP 80',
    ]);
    expect(texts.filter((text) => text === 'TCP 80')).toHaveLength(2);
  });

  test('of nearly every port are named by what is missing', async () => {
    const ports = portsWithout(everyPort.allowed, portsOf('UDP', 53));
    const { arrows } = await pictureOf([line(web, db, { allowed: ports, undefined: noPorts })]);
    expect(arrows[0]).toMatch(/: all but UDP 53$/);
  });

  test('that are left open are broken, and say so', async () => {
    const { arrows, texts, elements } = await pictureOf([
      line(web, db, { allowed: portsOf('TCP', 1), undefined: portsOf('UDP', 2) }),
      line(batch, db, everyPortOpen),
    ]);
    expect(arrows).toEqual([
      'jobs/batch[CronJob] → shop/db[Deployment]: all ports (undefined)',
      'shop/web[Deployment] → shop/db[Deployment]: TCP 1',
      'shop/web[Deployment] → shop/db[Deployment]: UDP 2 (undefined)',
    ]);
    expect(texts).toContain('undefined: may pass or not');
    expect(elements.filter(({ attributes }) => 'stroke-dasharray' in attributes)).toHaveLength(2);
  });

  test('that would say too much of a workload to itself are put right in its box', async () => {
    const others = ['a', 'b', 'c'].map((name) => workload(`${name}/x`, 2));
    const lines = [...others, web, api].map((source) => line(source, db, tcp(5432)));
    const { arrows, texts } = await pictureOf([...lines, line(web, api, tcp(80))]);
    expect(arrows).toContain('every workload → shop/db[Deployment]: TCP 5432');
    expect(texts).toContain('not among its pods');
  });
});

describe('the outside', () => {
  test('is the internet where it is most of it, with what is missing', async () => {
    const halves = ['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4']
      .concat(['32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/1'])
      .map((cidr) => line(web, addresses(cidr), tcp(443)));
    const { arrows, texts } = await pictureOf(halves);
    expect(arrows).toHaveLength(1);
    expect(texts).toEqual(expect.arrayContaining(['Internet', 'IPv4 without 10.0.0.0/8']));
  });

  test('is a block where it is less', async () => {
    const { texts } = await pictureOf([
      line(web, addresses('192.168.7.0/24'), tcp(53)),
      line(addresses('52.94.5.7/32'), web, tcp(22)),
    ]);
    expect(texts).toEqual(expect.arrayContaining(['192.168.7.0/24', '52.94.5.7', 'address']));
    expect(texts).not.toContain('Internet');
  });

  test('stands left as a source and right as a destination', async () => {
    const viz = await instance();
    const lines = [...shop, line(web, internet), line(batch, internet)];
    const drawn = JSON.parse(viz.renderString(graphDot(lines, {}), { format: 'json' }));
    const across = (name: string): number =>
      Number(
        drawn.objects.find((object: { name: string }) => object.name === name).pos.split(',')[0],
      );
    const inside = ['shop/web[Deployment]', 'shop/db[Deployment]', 'jobs/batch[CronJob]'];
    for (const name of inside) {
      expect(across('from 0.0.0.0/0')).toBeLessThan(across(name));
      expect(across(name)).toBeLessThan(across('to 0.0.0.0/0'));
    }
  });
});
