import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Run, runSchema, type ServerFacts, serverFactsSchema } from './bench-report.ts';

// The snapshot stage against plain HTTPS and JSON.parse on the same pages. Each run is a process
// of its own; the ways take turns, and the median of their runs counts.

const command = 'npm run -s bench';
const runs = 5;
const ratioMax = 1.3;
const maxRssMbMax = 400;
const here = import.meta.dirname;

function start(file: string) {
  return spawn(process.execPath, ['--no-warnings', join(here, file)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('a process of the benchmark ended without an answer');
}

async function measure(file: string, facts: ServerFacts): Promise<Run> {
  const child = start(file);
  child.stdin.end(JSON.stringify(facts));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const run = runSchema.parse(JSON.parse(await firstLine(child)));
  await ended;
  if (run.pods !== facts.podCount) {
    throw new Error(`${file} read ${run.pods} pods of ${facts.podCount}`);
  }
  return run;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

type Way = { readonly name: string; readonly file: string; readonly measured: Run[] };

const plain: Way = { name: 'plain HTTPS + JSON.parse', file: 'read-plain.ts', measured: [] };
const reader: Way = { name: 'Kubernetes reader alone', file: 'read-pages.ts', measured: [] };
const stage: Way = { name: 'snapshot stage', file: 'read-snapshot.ts', measured: [] };
const ways = [plain, reader, stage];

const medianMs = ({ measured }: Way): number => median(measured.map(({ ms }) => ms));
const medianCpuMs = ({ measured }: Way): number => median(measured.map(({ cpuMs }) => cpuMs));
const peakRssMb = ({ measured }: Way): number =>
  Math.max(...measured.map(({ maxRssMb }) => maxRssMb));

function row(way: Way): string {
  const times = way.measured.map(({ ms }) => ms);
  const cells = [
    medianMs(way).toFixed(0),
    `${Math.min(...times).toFixed(0)}-${Math.max(...times).toFixed(0)}`,
    (medianMs(way) / medianMs(plain)).toFixed(2),
    medianCpuMs(way).toFixed(0),
    (medianCpuMs(way) / medianCpuMs(plain)).toFixed(2),
    peakRssMb(way).toFixed(0),
  ];
  return way.name.padEnd(25) + cells.map((cell) => cell.padStart(11)).join('');
}

function report(facts: ServerFacts): string {
  const heads = ['median ms', 'range', 'ratio', 'CPU ms', 'CPU ratio', 'peak MB'];
  const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed');
  const ratio = medianMs(stage) / medianMs(plain);
  return [
    `$ ${command}`,
    `${facts.podCount} pods, ${facts.policyCount} network policies, ${facts.serviceCount} Services ` +
      `and ${facts.nodeCount} nodes over loopback TLS:`,
    `${mb(facts.plainBytes)} of JSON, ${mb(facts.sentBytes)} sent, pages of ${facts.pageSize}`,
    `node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'CPU'}, ` +
      `load ${loadavg()[0]?.toFixed(1)}`,
    '',
    'way'.padEnd(25) + heads.map((head) => head.padStart(11)).join(''),
    ...ways.map(row),
    '',
    `stage in at most ${ratioMax} times the plain time: ${verdict(ratio <= ratioMax)}`,
    `stage in at most ${maxRssMbMax} MB: ${verdict(peakRssMb(stage) <= maxRssMbMax)}`,
    '',
  ].join('\n');
}

const server = start('kube-api-server.ts');
try {
  const facts = serverFactsSchema.parse(JSON.parse(await firstLine(server)));
  for (const { file } of ways) await measure(file, facts);
  for (let run = 0; run < runs; run += 1) {
    for (const { file, measured } of ways) measured.push(await measure(file, facts));
  }
  const text = report(facts);
  process.stdout.write(text);
  const file = join(here, 'results', 'snapshot.txt');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
} finally {
  server.stdin.end();
}
